#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "clients/common/failure.h"
#include "clients/common/http_client.h"

namespace goldenfour::client {

enum class PutResult { kCreated, kReplaced };

/// Creates or replaces the registry record at `path` ("/v1/responders/r-1"): PUT without If-Match
/// creates; when it exists, its ETag is read and the PUT repeated with it, up to three times
/// against others who change it meanwhile. `http` must outlive this.
asio::awaitable<Expected<PutResult>> put_record(HttpClient* http, std::string path,
                                                std::string body, std::string token);

}  // namespace goldenfour::client
