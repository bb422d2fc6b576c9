// Push subscriptions as the content of a vault row. They belong to no record: nothing is decided by
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/push.h"

namespace goldenfour::store {

std::string write_push(const std::vector<ports::PushSubscription>& devices);
// Nothing when the content is damaged.
std::optional<std::vector<ports::PushSubscription>> read_push(std::string_view content);

}  // namespace goldenfour::store
