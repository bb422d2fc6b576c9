#pragma once

#include <string>

#include "clients/cli/incident_text.h"

/// Why people were asked and others were not, for a dispatcher.
namespace goldenfour::cli {

/// One offer with its why, on one line:
/// "responder 3: 6:00-6:30 min via AED "Library", open until 22:00, 38 % likely to accept;
/// gain 4.1 %".
std::string offer_sentence(const v1::Offer& offer, const Page& page);

void print_explanation(const v1::Explanation& explanation, const Page& page);

}  // namespace goldenfour::cli
