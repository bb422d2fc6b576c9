#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "server/registry/canonical_hash.h"
#include "server/sim/clock.h"

namespace goldenfour::sim {

/// Everything that happened, as a hash, and for people as lines if somebody listens.
class Trace {
 public:
  using Listener = std::function<void(const std::string& line)>;

  void listen(Listener listener) { listener_ = std::move(listener); }
  bool is_read() const { return static_cast<bool>(listener_); }

  /// Adds to the hash; cheap.
  void mark(Duration at, std::uint64_t what) {
    hash_.number(static_cast<std::uint64_t>(at.count()));
    hash_.number(what);
  }
  /// Adds a line; `text` is a function, called only when somebody listens.
  template <std::invocable Text>
  void line(Duration at, Text&& text) {
    if (listener_) listener_(stamp(at) + text());
  }

  std::uint64_t hash() const { return hash_.value(); }

 private:
  /// "00:12:03.250 "
  static std::string stamp(Duration at);

  registry::CanonicalHash hash_;
  Listener listener_;
};

}  // namespace goldenfour::sim
