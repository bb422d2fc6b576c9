#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/ports/tokens.h"
#include "server/registry/time.h"

namespace goldenfour::net {

/// One-time tickets for opening a stream, so that tokens never stand where browsers and proxies
/// write them down. A fixed table of atomic slots: any thread, nobody waits. A ticket names its
/// slot, so a wrong guess costs its sender one comparison and the holder nothing.
class Tickets {
 public:
  using Holder = std::shared_ptr<const ports::TokenRecord>;

  explicit Tickets(registry::Duration lifetime) : lifetime_(lifetime) {}

  registry::Duration lifetime() const { return lifetime_; }

  /// Nothing when the table is full of tickets that are still good.
  std::optional<std::string> issue(Holder holder, registry::Instant now);

  /// Who got this ticket, the first time it is shown within its lifetime; null otherwise.
  Holder redeem(std::string_view ticket, registry::Instant now);

 private:
  struct Ticket {
    std::string secret;
    Holder holder;
    registry::Instant until;
  };
  static constexpr std::size_t kSlots = 1 << 14;
  static constexpr int kTries = 64;

  const registry::Duration lifetime_;
  std::atomic<std::size_t> next_ = 0;
  using Slots = std::array<std::atomic<std::shared_ptr<const Ticket>>, kSlots>;
  std::unique_ptr<Slots> slots_ = std::make_unique<Slots>();
};

}  // namespace goldenfour::net
