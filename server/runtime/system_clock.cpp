#include "server/runtime/system_clock.h"

#include <cassert>
#include <ctime>
#include <fstream>

#include "server/registry/canonical_hash.h"

namespace goldenfour::runtime {
namespace {

std::chrono::nanoseconds read(clockid_t id) {
  timespec at{};
  const int failed = clock_gettime(id, &at);
  assert(failed == 0);
  static_cast<void>(failed);
  return std::chrono::seconds(at.tv_sec) + std::chrono::nanoseconds(at.tv_nsec);
}

registry::Duration milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::floor<registry::Duration>(time);
}

registry::Duration scaled(registry::Duration elapsed, double rate) {
  return registry::Duration(
      static_cast<registry::Duration::rep>(static_cast<double>(elapsed.count()) * rate));
}

}  // namespace

registry::BootId boot_id_of(const std::string& text) {
  if (text.empty()) return {};
  const std::uint64_t hash = registry::canonical_hash(text);
  return {hash == 0 ? 1 : hash};
}

SystemClock::SystemClock() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string text;
  std::getline(file, text);
  boot_ = boot_id_of(text);
}

registry::Now SystemClock::now() const {
  return {.steady = {milliseconds(read(CLOCK_BOOTTIME))},
          .utc = {milliseconds(read(CLOCK_REALTIME))},
          .boot = boot_};
}

ScaledClock::ScaledClock(const ports::Clock& source, double rate)
    : source_(source), start_(source.now()), rate_(rate) {
  assert(rate >= 1.0);
}

registry::Now ScaledClock::now() const {
  const registry::Now real = source_.now();
  const registry::Duration elapsed = scaled(real.steady - start_.steady, rate_);
  const std::string start =
      std::to_string(start_.boot.value) + "/" + std::to_string(start_.steady.since_boot.count());
  return {
      .steady = start_.steady + elapsed, .utc = start_.utc + elapsed, .boot = boot_id_of(start)};
}

std::chrono::nanoseconds monotonic_now() {
  return read(CLOCK_MONOTONIC);
}

}  // namespace goldenfour::runtime
