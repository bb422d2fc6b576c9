#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "geo/units.h"
#include "server/dispatch/types.h"

/// Facts about plans, offers, tasks and reservations.
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
};
inline constexpr int kExclusionCount = 13;

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
  friend bool operator==(const Why&, const Why&) = default;
  auto tie() const {
    return std::tie(direct_arrival, via_aed_arrival, distance, acceptance, usability, gain,
                    from_home, arrival_early, arrival_late, at_night, lent_by);
  }
};

struct NonOffer {
  ResponderId responder;
  Exclusion reason = Exclusion::kNoGain;
  Duration direct_arrival{0};
  friend bool operator==(const NonOffer&, const NonOffer&) = default;
  auto tie() const { return std::tie(responder, reason, direct_arrival); }
};

/// One look for people: how many were asked, and why the others were not.
struct PlanMade {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t wave = 0;
  std::uint32_t offers = 0;
  std::array<std::uint32_t, kExclusionCount> excluded{};
  std::vector<NonOffer> best_non_offers;  ///< nearest first, at most 20
  double survival_before = 0;
  double survival_after = 0;
  WallTime at;
  auto tie() const {
    return std::tie(incident, version, wave, offers, excluded, best_non_offers, survival_before,
                    survival_after, at);
  }
};

/// The wave of offers that a dispatcher made by hand.
inline constexpr std::uint32_t kByHand = 0;

struct OfferMade {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  std::uint32_t wave = 0;
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;         ///< to fetch; empty unless role is kAed
  AedId alternate;   ///< next best; empty: none in reach
  TeamId team = {};  ///< of a captain or a member
  Channel first_channel = Channel::kWebSocket;
  WallTime at;
  WallTime deadline;
  Why why;
  auto tie() const {
    return std::tie(incident, version, offer, wave, responder, role, aed, alternate, team,
                    first_channel, at, deadline, why);
  }
};

struct DeliveryChanged {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  Channel channel = Channel::kWebSocket;
  DeliveryStage stage = DeliveryStage::kNone;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, channel, stage, at); }
};

struct OfferEnded {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  OfferEnd cause = OfferEnd::kNone;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, cause, at); }
};

/// An accepted offer. Role and AED may differ from the offer's: another acceptor was first.
struct TaskStarted {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  ResponderId responder;
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;
  WallTime at;
  auto tie() const {
    return std::tie(incident, version, offer, responder, role, aed, alternate, at);
  }
};

struct TaskChanged {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  Role role = Role::kCpr;
  AedId aed;
  AedId alternate;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, role, aed, alternate, at); }
};

struct TaskProgressed {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  TaskStep step = TaskStep::kAccepted;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, step, at); }
};

struct TaskEnded {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  TaskEnd cause = TaskEnd::kNone;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, cause, at); }
};

struct AedReserved {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  AedId aed;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, aed, at); }
};

struct AedReleased {
  IncidentId incident;
  std::uint64_t version = 0;
  std::uint32_t offer = 0;
  AedId aed;
  WallTime at;
  auto tie() const { return std::tie(incident, version, offer, aed, at); }
};

}  // namespace goldenfour::dispatch
