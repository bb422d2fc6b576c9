#pragma once

#include <cmath>

#include "server/dispatch/incident.h"
#include "server/dispatch/policy.h"

namespace goldenfour::dispatch {

/// How many of each role an incident may have: its kind's caps, times more in a major event,
/// widened by the dispatcher's escalation. A role that the kind does not use stays unused.
inline KindPolicy caps_of(const Policy& policy, const Incident& incident) {
  KindPolicy caps = policy.kinds[static_cast<std::size_t>(incident.kind)];
  const auto widen = [&](std::uint32_t& cap, std::uint32_t more) {
    if (cap > 0) cap += incident.escalation * more;
  };
  if (incident.major)
    for (std::uint32_t* cap : {&caps.max_cpr, &caps.max_aed, &caps.max_guide})
      *cap *= policy.major.cap_factor;
  widen(caps.max_cpr, policy.escalation.more_cpr);
  widen(caps.max_aed, policy.escalation.more_aed);
  widen(caps.max_guide, policy.escalation.more_guide);
  return caps;
}

/// In which people are looked for, widened likewise.
inline geo::Meters search_radius_of(const Policy& policy, const Incident& incident) {
  return policy.search_radius * std::pow(policy.escalation.radius_factor, incident.escalation);
}

}  // namespace goldenfour::dispatch
