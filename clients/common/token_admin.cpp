#include "clients/common/token_admin.h"

#include <fmt/format.h>

#include "clients/common/wire.h"

namespace goldenfour::client {

HttpRequest create_tokens(const v1::CreateTokensRequest& request) {
  return {.method = "POST", .path = "/admin/tokens", .body = to_json(request)};
}

std::string fleet_id(const std::string& prefix, std::size_t number) {
  return fmt::format("{}{:05}", prefix, number);
}

std::vector<v1::CreateTokensRequest> fleet_requests(const v1::CreateTokenRequest& pattern,
                                                    const std::string& prefix, std::size_t count) {
  const std::string stem = pattern.name().empty() ? "device" : pattern.name();
  std::vector<v1::CreateTokensRequest> requests;
  for (std::size_t number = 1; number <= count; ++number) {
    if ((number - 1) % kTokensPerRequest == 0) requests.emplace_back();
    v1::CreateTokenRequest* token = requests.back().add_tokens();
    *token = pattern;
    token->set_responder(fleet_id(prefix, number));
    token->set_name(stem + "-" + token->responder());
  }
  return requests;
}

}  // namespace goldenfour::client
