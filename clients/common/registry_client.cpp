#include "clients/common/registry_client.h"

namespace goldenfour::client {

asio::awaitable<Expected<PutResult>> put_record(HttpClient* http, std::string path,
                                                std::string body, std::string token) {
  HttpRequest put{
      .method = "PUT", .path = path, .token = token, .body = std::move(body), .repeatable = true};
  constexpr int kAttempts = 3;
  Expected<PutResult> result = PutResult::kCreated;
  for (int attempt = 0; attempt <= kAttempts; ++attempt) {
    const auto stored = co_await http->send_with_retries(put, 5);
    if (stored) co_return stored->status == 201 ? PutResult::kCreated : PutResult::kReplaced;
    result = tl::make_unexpected(stored.error());
    const int status = stored.error().status;
    if (status != 412 && status != 428) break;
    const auto present =
        co_await http->send_with_retries({.method = "GET", .path = path, .token = token}, 5);
    if (!present) co_return tl::make_unexpected(present.error());
    put.headers = {{"If-Match", present->etag}};
  }
  co_return result;
}

}  // namespace goldenfour::client
