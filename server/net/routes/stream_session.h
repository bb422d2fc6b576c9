#pragma once

#include <string>
#include <vector>

#include "server/net/http_handler.h"
#include "server/net/routes/api.h"

namespace goldenfour::net {

/// Decides about an upgrade to the stream: which subprotocol, and, if a ticket came as one, whose
/// it is. Without a ticket the first frame must bring it. `api` outlives the connection.
UpgradeDecision open_stream(const ApiContext* api, const std::vector<std::string>& offered);

}  // namespace goldenfour::net
