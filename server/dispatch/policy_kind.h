#pragma once

#include <cstdint>
#include <optional>

#include "server/dispatch/types.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"
#include "server/registry/skill.h"

namespace goldenfour::dispatch {

/// How much time matters to one kind of emergency: the expected outcome, 0..1, falls in a straight
/// line per minute until somebody helps. With these figures planning for the best outcome is
/// planning for the shortest expected time to the first helper.
///
/// For arrests the figures are Larsen's (1993) and stand for survival. For the other kinds no curve
/// is published: assumed, and comparable with `lambda` in the same way.
struct Urgency {
  double at_once = 0.67;
  double per_minute_first = 0.023;    ///< to the first who helps
  double per_minute_fetched = 0.011;  ///< to the first who brings what is fetched
  double per_minute_crew = 0.021;
  friend bool operator==(const Urgency&, const Urgency&) = default;
};

/// What one kind of incident may summon, and who is of use. Zero caps: it summons nobody.
struct KindPolicy {
  std::uint32_t max_cpr = 2;  ///< accepted tasks that go straight: role kCpr
  std::uint32_t max_aed = 2;  ///< accepted tasks that fetch something: role kAed
  std::uint32_t max_guide = 1;
  /// What role kAed fetches. Nothing: that role is not asked.
  std::optional<registry::Equipment> fetch = registry::Equipment::kAed;
  registry::Skills required;   ///< who lacks one is not asked
  registry::Skills preferred;  ///< who lacks one counts for `unpreferred_worth` of a person
  double unpreferred_worth = 0.6;
  bool is_arrest = true;  ///< survival by the policy's model; else `urgency`
  Urgency urgency;
  Hazards warn_only;  ///< hazards that hold nobody back from this kind, whatever holds elsewhere

  bool summons_nobody() const { return max_cpr + max_aed + max_guide == 0; }
  bool is_skilled(const registry::Responder& responder) const;
  /// 1, or less for somebody without the preferred skills.
  double worth(const registry::Responder& responder) const;
  /// Whether role kAed would fetch this record's equipment. Not whether it can be had.
  bool fetches(const registry::Aed& aed) const;
  /// Accepted tasks of this role.
  std::uint32_t cap(Role role) const;
};

/// The defaults, by kind. An AED is for an arrest or what looks like one; severe bleeding wants a
/// kit and the skill; anaphylaxis an auto-injector; choking whoever is nearest.
KindPolicy default_kind(IncidentKind kind);

}  // namespace goldenfour::dispatch
