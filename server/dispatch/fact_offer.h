#pragma once

#include <cstdint>
#include <tuple>

#include "server/dispatch/fact_plan.h"
#include "server/dispatch/types.h"

/// Facts about offers, tasks and reservations.
namespace goldenfour::dispatch {

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
