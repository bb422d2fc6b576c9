#pragma once

#include "server/dispatch/command.h"
#include "server/net/routes/exchange.h"

/// What the routes that change an incident share.
namespace goldenfour::net {

/// The incident that the path names, if the caller may deal with it.
Result<dispatch::IncidentId> incident_of(const Exchange& exchange);

/// Sends a command about the incident that the path names and tells the outcome. With If-Match only
/// when the incident still has that version.
ReplyMessage steer(const ApiContext* api, Exchange exchange, dispatch::IncidentId id,
                   dispatch::CommandBody body);

}  // namespace goldenfour::net
