#pragma once

#include "server/dispatch/view.h"

/// What the views of incidents share. For view_*.cpp alone.
namespace goldenfour::dispatch {

bool sees_incidents(Audience audience);

/// Who it is becomes known to the dispatcher with the acceptance.
bool may_know(const Incident& incident, std::uint32_t offer, Audience audience);
/// The id, or "responder 3".
std::string called(const Incident& incident, std::uint32_t offer, const ResponderId& responder,
                   Audience audience);
/// A helper's name; empty: not for this reader, or not known.
std::string name_of(const Incident& incident, const registry::Directory& directory,
                    std::uint32_t offer, const ResponderId& responder, Audience audience);

std::uint32_t to_seconds(Duration duration);
/// The 30 s around it.
SecondsBand band(Duration arrival);
/// Exact figures tell a distance; who was not asked, or has not answered, is told of in these.
double to_percent(double probability);
double to_permille(double gain);

/// Without its why.
OfferLine offer_line(const Incident& incident, const Offer& offer, Audience audience);

}  // namespace goldenfour::dispatch
