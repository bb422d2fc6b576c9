#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/texts.h"
#include "server/sim/lab/study.h"

namespace goldenfour::cli {

/// Two lines per baseline, theirs and ours, and what ours gains; where it is not better, that is
/// said.
void print_study(std::ostream& out, const std::vector<sim::lab::Comparison>& study, const Texts& t,
                 bool colour);

/// One line per world, density, behaviour and baseline, every figure; header first.
std::string study_csv(const std::vector<sim::lab::Comparison>& study);

/// The same as print_study() as Markdown, for one behaviour.
std::string study_markdown(const std::vector<sim::lab::Comparison>& study);

}  // namespace goldenfour::cli
