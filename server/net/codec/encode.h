#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "geo/units.h"
#include "goldenfour/v1/admin.pb.h"
#include "goldenfour/v1/aed.pb.h"
#include "goldenfour/v1/alert.pb.h"
#include "goldenfour/v1/incident.pb.h"
#include "goldenfour/v1/responder.pb.h"
#include "goldenfour/v1/stream.pb.h"
#include "goldenfour/v1/team.pb.h"
#include "server/dispatch/effect.h"
#include "server/dispatch/view.h"
#include "server/ports/stream.h"
#include "server/ports/tokens.h"
#include "server/registry/usability.h"

/// From views to the wire. Pure, and without judgement: what a view holds is written, what it lacks
/// cannot be. Positions are WGS-84.
namespace goldenfour::net::codec {

void encode(registry::WallTime time, google::protobuf::Timestamp* out);
v1::Position encode(const geo::Position& position);
/// Roles of teams were added later, with numbers of their own.
v1::Role encode_role(dispatch::Role role);

v1::AlertReply encode_alert_reply(const dispatch::Reply& reply);
v1::IncidentReply encode_incident_reply(const dispatch::Reply& reply);
v1::Incident encode(const dispatch::IncidentView& view);
v1::TimelineEvent encode(const dispatch::EventView& view);
v1::Actor encode(const dispatch::Actor& actor);
v1::Offer encode(const dispatch::OfferLine& line);
v1::Explanation encode(const dispatch::ExplanationView& view);

/// Verification, expiries and telemetry.
void encode_condition(const registry::Aed& aed, v1::Aed& out);
v1::UsabilityReason encode(const registry::ReasonGiven& given);
/// Why `hours` cannot be read goes along, if they cannot.
v1::AedUsability encode(const registry::Usability& usability, registry::WallTime at,
                        const registry::OpeningHours& hours);
/// "expected a weekday at byte 12".
std::string describe(const registry::hours::ParseError& error);
/// `aed` as dispatch::public_aed_view gives it, with its usability now; without reasons unknown.
/// `opens_at` of a closed one.
v1::PublicAed encode_public(const registry::Aed& aed, std::optional<geo::Meters> distance,
                            const registry::Usability& usability,
                            std::optional<registry::WallTime> opens_at);
/// `aed` as dispatch::aed_view gives it; `distance` of a search by place.
v1::Aed encode(const registry::Aed& aed, std::optional<geo::Meters> distance = std::nullopt);
/// `responder` as dispatch::responder_view gives it.
v1::Responder encode(const registry::Responder& responder);

/// `team` as dispatch::team_view gives it.
v1::Team encode(const registry::Team& team);

/// Never the hash; `secret` at creation only.
v1::Token encode(const ports::TokenRecord& token, std::string_view secret);

v1::OfferNotice encode(const dispatch::OfferNotice& notice);
v1::TaskNotice encode(const dispatch::TaskNotice& notice);
v1::ServerFrame encode(const ports::StreamFrame& frame);

/// The answer to a client frame with `request`.
v1::ServerFrame encode_result(std::uint64_t request, const dispatch::Reply& reply);
v1::ServerFrame encode_pong(std::uint64_t nonce);

}  // namespace goldenfour::net::codec
