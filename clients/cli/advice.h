#pragma once

#include <string>

#include "clients/cli/texts.h"
#include "clients/common/failure.h"

namespace goldenfour::cli {

/// One line for a person: what went wrong (code, field, the server's words) and what to do about
/// it. No line break at its end.
std::string explain_failure(const client::Failure& failure, const Texts& t);

}  // namespace goldenfour::cli
