#pragma once

#include <chrono>
#include <functional>

#include "clients/cli/session.h"
#include "clients/common/stream_client.h"

namespace goldenfour::cli {

/// Runs a stream for `listener` with the session's token until `stop_all` is called, Ctrl-C or
/// SIGTERM comes, or `limit` (0: none) has passed. `start` is called once with the stream before it
/// connects, and a function that ends everything. Blocks.
void run_stream(Session& session, client::StreamListener* listener, std::chrono::seconds limit,
                const std::function<void(client::StreamClient*, std::function<void()>)>& start);

}  // namespace goldenfour::cli
