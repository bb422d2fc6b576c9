#pragma once

#include <string>

#include <tl/expected.hpp>

#include "server/notify/push_crypto.h"

namespace goldenfour::app {

/// The server's key for Web Push from `file`; made and written there, for the owner alone (0600),
/// when there is none. With another key all subscriptions are worthless. The error says in words
/// what is wrong: no key on P-256, readable by others, cannot be written.
tl::expected<notify::P256Key, std::string> load_or_make_key(const std::string& file);

}  // namespace goldenfour::app
