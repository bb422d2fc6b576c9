#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "server/dispatch/command.h"
#include "server/dispatch/errors.h"
#include "server/dispatch/fact.h"

/// Effects: what the outside must do. They wait until the facts beside them are durable.
namespace goldenfour::dispatch {

/// What a command's sender learns.
struct Reply {
  std::uint64_t correlation = 0;
  ErrorCode error = ErrorCode::kNone;
  std::string field;     ///< the field that is wrong, when one is
  std::string detail;    ///< for people: names value and remedy
  bool created = false;  ///< the command made something new
  IncidentId incident;   ///< of incident commands; empty otherwise
  OfferId task;          ///< of an accepted answer
  std::uint64_t version = 0;
};

/// New durable frames lie in this responder's mailbox.
struct PushFrames {
  ResponderId responder;
};

/// New events lie in the console topic of the command's jurisdiction.
struct PublishTopic {
  JurisdictionId jurisdiction;
};

/// Send this offer by a channel other than the socket.
struct SendByChannel {
  OfferId offer;
  ResponderId responder;
  Channel channel = Channel::kWebhook;
};

struct ArmTimer {
  TimerSet timer;
};
struct DisarmTimer {
  IncidentId incident;
  std::uint32_t timer = 0;
};

/// An alarm that must reach a person even if no console is connected.
struct SoundAlarm {
  IncidentId incident;
  std::uint32_t alarm = 0;
  AlarmKind kind = AlarmKind::kNoCandidate;
};

using Effect =
    std::variant<Reply, PushFrames, PublishTopic, SendByChannel, ArmTimer, DisarmTimer, SoundAlarm>;

/// The answer of `decide`. Without facts nothing changed; the effects then still wait for what the
/// decision saw.
struct Outcome {
  std::vector<Fact> facts;
  std::vector<Effect> effects;
};

}  // namespace goldenfour::dispatch
