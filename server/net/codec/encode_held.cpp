#include "server/net/codec/encode_held.h"

#include <cmath>

#include "server/net/codec/encode.h"

namespace goldenfour::net::codec {
namespace {

using dispatch::HabitCounts;

double tenths(std::int64_t count) {
  return std::round(10.0 * static_cast<double>(count) / HabitCounts::kOne) / 10;
}

/// The logarithms are summed, so this is the geometric mean.
double mean_seconds(std::int64_t logarithms, std::int64_t turnouts) {
  return turnouts == 0 ? 0
                       : std::round(std::exp(static_cast<double>(logarithms) /
                                             static_cast<double>(turnouts)));
}

void encode(const dispatch::Habit& habit, v1::HeldAboutResponder& out) {
  const HabitCounts& day = habit.day;
  const HabitCounts& night = habit.night;
  if (day.asked + night.asked + day.turnouts + night.turnouts == 0) return;
  auto* told = out.mutable_habit();
  told->set_asked(tenths(day.asked + night.asked));
  told->set_accepted(tenths(day.accepted + night.accepted));
  told->set_silent(tenths(day.silent + night.silent));
  told->set_turnout_seconds(
      mean_seconds(day.log_turnouts + night.log_turnouts, day.turnouts + night.turnouts));
}

}  // namespace

v1::HeldAboutResponder encode(const Held& held) {
  v1::HeldAboutResponder out;
  if (held.duty_changed_at) encode(*held.duty_changed_at, out.mutable_duty_changed_at());
  if (held.position_heard_at) encode(*held.position_heard_at, out.mutable_position_heard_at());
  out.set_position_kept_seconds(static_cast<std::uint32_t>(held.position_kept.count()));
  if (held.device_heard_at) encode(*held.device_heard_at, out.mutable_device_heard_at());
  for (const std::string& device : held.push_devices) out.add_push_devices(device);
  out.set_offers(held.offers);
  out.set_tasks(held.tasks);
  if (held.habit) encode(*held.habit, out);
  return out;
}

}  // namespace goldenfour::net::codec
