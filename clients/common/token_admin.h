#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "clients/common/http_client.h"
#include "goldenfour/v1/admin.pb.h"

/// Requests to the admin socket about tokens.
namespace goldenfour::client {

/// How many tokens one request may create.
inline constexpr std::size_t kTokensPerRequest = 256;

/// POST /admin/tokens.
HttpRequest create_tokens(const v1::CreateTokensRequest& request);

/// The id of the n-th responder of a fleet, from 1: "r-00001".
std::string fleet_id(const std::string& prefix, std::size_t number);

/// Responder tokens for a fleet, in requests of at most kTokensPerRequest: `pattern` with the
/// responder's id filled in, and as name "<pattern's name or device>-<id>".
std::vector<v1::CreateTokensRequest> fleet_requests(const v1::CreateTokenRequest& pattern,
                                                    const std::string& prefix, std::size_t count);

}  // namespace goldenfour::client
