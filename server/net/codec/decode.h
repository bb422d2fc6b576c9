#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "goldenfour/v1/act.pb.h"
#include "goldenfour/v1/aed.pb.h"
#include "goldenfour/v1/alert.pb.h"
#include "goldenfour/v1/incident.pb.h"
#include "goldenfour/v1/responder.pb.h"
#include "goldenfour/v1/stream.pb.h"
#include "goldenfour/v1/team.pb.h"
#include "server/dispatch/command.h"
#include "server/dispatch/resume.h"
#include "server/net/codec/checker.h"
#include "server/registry/aed.h"
#include "server/registry/responder.h"

/// From the wire to the domain. Pure; positions leave here in WGS-84, texts within their limits.
namespace goldenfour::net::codec {

/// The longest texts that are taken, in bytes of UTF-8.
struct TextLimits {
  std::size_t external_id = 128;
  std::size_t idempotency_key = 64;
  std::size_t address = 512;
  std::size_t floor = 64;
  std::size_t entrance = 256;
  std::size_t patient = 256;
  std::size_t phone = 32;
  std::size_t note = 2000;
  std::size_t name = 256;
  std::size_t location_hint = 512;
  std::size_t opening_hours = 512;
  std::size_t source = 64;
  std::size_t door_code = 64;
};

/// What an alert does not say itself.
struct AlertContext {
  std::string source;           ///< the token's name
  std::string idempotency_key;  ///< of the header
  dispatch::WallTime received;
};
Decoded<dispatch::Alert> decode(const v1::Alert& alert, const AlertContext& context,
                                const TextLimits& limits);

/// The update without its incident, which the path names.
Decoded<dispatch::UpdateIncident> decode(const v1::IncidentUpdate& update,
                                         const TextLimits& limits);
/// The request without its incident, which the path names.
Decoded<dispatch::DeclareMajor> decode(const v1::DeclareMajorRequest& request);
Decoded<dispatch::CloseReason> decode(const v1::CloseRequest& request);
/// Acts without their incident, which the path names; a release's must be of `incident`.
Decoded<dispatch::AssignResponder> decode(const v1::AssignRequest& request);
Decoded<dispatch::ReleaseResponder> decode(const v1::ReleaseRequest& request,
                                           const dispatch::IncidentId& incident);
Decoded<dispatch::RelocateIncident> decode(const v1::RelocateRequest& request,
                                           const TextLimits& limits);
Decoded<dispatch::EscalateIncident> decode(const v1::EscalateRequest& request);
Decoded<dispatch::MergeIncident> decode(const v1::MergeRequest& request);

/// Without a door code in the message the record has none; the route keeps the stored one.
/// `id` and `jurisdiction` may be empty: path and token tell them.
Decoded<registry::Aed> decode(const v1::Aed& aed, const TextLimits& limits);
Decoded<registry::Responder> decode(const v1::Responder& responder, const TextLimits& limits);
Decoded<registry::Team> decode(const v1::Team& team, const TextLimits& limits);

/// A position report without the time, which the server adds.
Decoded<registry::Presence> decode(const v1::PresenceReport& report, dispatch::WallTime received);

struct HelloFrame {
  std::string ticket;
  std::optional<dispatch::StreamPosition> resume;
  std::optional<registry::Presence> presence;
};
struct AckFrame {
  dispatch::StreamPosition position;
};
struct DutyFrame {
  bool on_duty = false;
};
struct AnswerFrame {
  dispatch::OfferId offer;
  bool accept = false;
};
struct ProgressFrame {
  dispatch::OfferId task;
  dispatch::TaskStep step = dispatch::TaskStep::kLeft;
  dispatch::AedId aed;  ///< empty: the task's present one
  std::optional<dispatch::Hazard> hazard;
};
struct SeenFrame {
  dispatch::OfferId offer;
};
struct PingFrame {
  std::uint64_t nonce = 0;
};
struct ClientFrame {
  std::uint64_t request = 0;
  std::variant<HelloFrame, AckFrame, registry::Presence, DutyFrame, AnswerFrame, ProgressFrame,
               SeenFrame, PingFrame>
      body;
};
/// kMissingField "body" for a frame without one.
Decoded<ClientFrame> decode(const v1::ClientFrame& frame, dispatch::WallTime received);

}  // namespace goldenfour::net::codec
