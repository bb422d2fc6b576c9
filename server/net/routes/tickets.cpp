#include "server/net/routes/tickets.h"

#include <charconv>
#include <utility>

#include "server/net/routes/secrets.h"

namespace goldenfour::net {

std::optional<std::string> Tickets::issue(Holder holder, registry::Instant now) {
  auto ticket =
      std::make_shared<const Ticket>(Ticket{make_secret(), std::move(holder), now + lifetime_});
  for (int i = 0; i < kTries; ++i) {
    const std::size_t index = next_.fetch_add(1) % kSlots;
    auto& slot = (*slots_)[index];
    std::shared_ptr<const Ticket> old = slot.load();
    if (old != nullptr && old->until > now) continue;
    if (slot.compare_exchange_strong(old, ticket)) {
      return std::to_string(index) + '.' + ticket->secret;
    }
  }
  return std::nullopt;
}

Tickets::Holder Tickets::redeem(std::string_view ticket, registry::Instant now) {
  const std::size_t dot = ticket.find('.');
  if (dot == std::string_view::npos) return nullptr;
  std::size_t index = 0;
  const auto [stop, error] = std::from_chars(ticket.data(), ticket.data() + dot, index);
  if (error != std::errc() || stop != ticket.data() + dot || index >= kSlots) return nullptr;
  auto& slot = (*slots_)[index];
  std::shared_ptr<const Ticket> held = slot.load();
  if (held == nullptr || !equal_secrets(held->secret, ticket.substr(dot + 1))) return nullptr;
  const Holder holder = held->holder;
  const bool in_time = now < held->until;
  if (!slot.compare_exchange_strong(held, nullptr)) return nullptr;  // shown twice at once
  return in_time ? holder : nullptr;
}

}  // namespace goldenfour::net
