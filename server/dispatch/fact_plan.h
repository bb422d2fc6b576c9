#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "geo/units.h"
#include "server/dispatch/types.h"
#include "server/registry/usability.h"

/// Why people are asked, and why others are not: stored with each decision, never worked out again.
namespace goldenfour::dispatch {

/// Why somebody was not asked; the counts of a plan use these as index.
enum class Exclusion : std::uint8_t {
  kOffDuty,
  kNotCertified,
  kDeviceNotReady,
  kCommitted,
  kAlreadyAsked,
  kNotEnrolledForDrill,
  kNoPosition,
  kTooFar,
  kAfterCrew,
  kTired,
  kNoGain,       ///< would not have raised the expected survival enough
  kNotSkilled,   ///< lacks a skill that this kind of emergency requires
  kNoMutualAid,  ///< belongs to a neighbour whose people are not called here
  kContested,    ///< asked by another incident, where they are of more use or have seen it
  kEnough,       ///< worth asking, but enough are asked or the role is filled
};
inline constexpr int kExclusionCount = 15;

/// The figures behind one offer, as they were when it was made; arrivals to 10 s and distance to
/// 50 m, so that the stored figures of several incidents do not tell where somebody lives.
struct Why {
  Duration direct_arrival{0};               ///< straight to the patient, turnout included
  std::optional<Duration> via_aed_arrival;  ///< by way of the AED
  geo::Meters distance;
  double acceptance = 0;   ///< probability that the person accepts
  double usability = 0;    ///< probability that the AED works out; 0 without one
  double gain = 0;         ///< expected survival gained by this offer, 0..1
  bool from_home = false;  ///< no fresh position: the home cell was taken
  /// Of the way that was offered: one in ten arrives before, one in ten after; to 30 s.
  Duration arrival_early{0};
  Duration arrival_late{0};
  bool at_night = false;        ///< by local time, when people take longer
  JurisdictionId lent_by = {};  ///< mutual aid: whose responder it is; empty: own
  /// What spoke for and against the AED when it was chosen, at the time of getting to it.
  std::vector<registry::ReasonGiven> aed_reasons = {};
  std::optional<Duration> aed_reached = {};  ///< at the AED, from the offer on; to 10 s
  /// A contest: the incident whose question to this person was withdrawn for this one.
  std::optional<IncidentId> taken_from = {};
  friend bool operator==(const Why&, const Why&) = default;
  auto tie() const {
    return std::tie(direct_arrival, via_aed_arrival, distance, acceptance, usability, gain,
                    from_home, arrival_early, arrival_late, at_night, lent_by, aed_reasons,
                    aed_reached, taken_from);
  }
};

/// Somebody who was not asked, with what they would have added beside the offers of the plan.
struct NonOffer {
  ResponderId responder;
  Exclusion reason = Exclusion::kNoGain;
  Duration direct_arrival{0};  ///< to 10 s
  Role role = Role::kCpr;      ///< in which they would have helped most
  AedId aed = {};              ///< that they would have fetched
  Duration arrival{0};         ///< in that role; to 10 s
  double acceptance = 0;
  double gain = 0;  ///< expected survival, whatever caps and exclusions say
  friend bool operator==(const NonOffer&, const NonOffer&) = default;
  auto tie() const {
    return std::tie(responder, reason, direct_arrival, role, aed, arrival, acceptance, gain);
  }
};

/// An AED near the patient that nobody could be sent for, and why.
struct AedRuledOut {
  AedId aed;
  geo::Meters distance;  ///< from the patient, to 50 m
  registry::ReasonGiven reason;
  friend bool operator==(const AedRuledOut&, const AedRuledOut&) = default;
  auto tie() const { return std::tie(aed, distance, reason); }
};

inline constexpr std::size_t kNonOffersKept = 20;
inline constexpr std::size_t kAedsRuledOutKept = 10;

/// One look for people: how many were asked, and why the others were not.
struct PlanMade {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t wave = 0;
  std::uint32_t offers = 0;
  std::array<std::uint32_t, kExclusionCount> excluded{};
  std::vector<NonOffer> best_non_offers;  ///< greatest gain first, at most kNonOffersKept
  double survival_before = 0;
  double survival_after = 0;
  WallTime at;
  std::vector<AedRuledOut> aeds_ruled_out;  ///< nearest first, at most kAedsRuledOutKept
  auto tie() const {
    return std::tie(incident, version, wave, offers, excluded, best_non_offers, survival_before,
                    survival_after, at, aeds_ruled_out);
  }
};

}  // namespace goldenfour::dispatch
