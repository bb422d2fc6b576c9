#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "goldenfour/v1/responder.pb.h"
#include "server/dispatch/habit.h"

namespace goldenfour::net::codec {

/// What the server holds about a person besides the record. For that person alone.
struct Held {
  std::optional<registry::WallTime> duty_changed_at;
  std::optional<registry::WallTime> position_heard_at;
  std::chrono::seconds position_kept{0};
  std::optional<registry::WallTime> device_heard_at;
  std::vector<std::string> push_devices;
  std::uint32_t offers = 0;
  std::uint32_t tasks = 0;
  std::optional<dispatch::Habit> habit;
};

/// Counts to a tenth, for they fade; a habit of which nothing is left is absent.
v1::HeldAboutResponder encode(const Held& held);

}  // namespace goldenfour::net::codec
