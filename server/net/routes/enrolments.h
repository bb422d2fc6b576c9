#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/net/metrics.h"
#include "server/net/rate_limiter.h"
#include "server/net/routes/tokens.h"
#include "server/registry/time.h"

namespace goldenfour::net {

struct EnrolmentLimits {
  std::size_t codes = 1000;  ///< open at once, or used and in time
  std::chrono::milliseconds lifetime{15 * 60'000};
  std::chrono::milliseconds max_lifetime{24 * 3'600'000};
  /// Tries to use a code, right or wrong: of one address (or /64 of IPv6), and of all together.
  RateOptions attempts_per_address = {1, 10};
  RateOptions attempts = {20, 100};
};

struct EnrolmentMetrics {
  Counter issued;
  Counter redeemed;
  Counter repeated;  ///< once more by the same device, whose answer was lost
  Counter unknown;   ///< wrong, used or too old
  Counter limited;   ///< not looked at, over a rate
};

/// "7KQ2-9XMD-4TRA" to its twelve symbols, read as people write them: any case, blanks and hyphens
/// left out, O as 0, I and L as 1. Nothing when it cannot be a code.
std::optional<std::string> normal_code(std::string_view text);

/// One-time codes that become tokens: of 60 random bits, kept as SHA-256, in memory only, so that a
/// restart forgets them. A fixed table of atomic slots: any thread, nobody waits. Looking a code up
/// compares it with every slot in a time that does not depend on which one it is.
///
/// A device that names its attempt with a key may repeat it until the code's time is over, and gets
/// the same token: the answer may have been lost on its way. Its secret is made from the code, the
/// device's key and a salt of this table's, and can be made again from nothing less; so neither
/// secret nor key is kept, a copy of the memory gives no token away, and a first attempt that a
/// network delivers after the second revokes nothing, as a new token for each attempt would.
class Enrolments {
  struct Open;

 public:
  /// `rate`: seconds of the service's clock per second; people type in real time.
  Enrolments(EnrolmentLimits limits, double rate);

  struct Issued {
    std::string code;  ///< in groups of four; told once
    registry::WallTime expires_at;
  };
  /// `valid` is in seconds of the world; zero: as configured. kInvalidField ("validSeconds": longer
  /// than allowed; "token.expiresAt": the token would end before its code), kAlreadyExists
  /// ("token.name": an open code is for this name), kOverloaded (the table is full).
  tl::expected<Issued, Problem> issue(TokenOrder order, std::chrono::seconds valid,
                                      registry::Now now);

  /// Takes one attempt of the client `network`; false when it has none left.
  bool admit(std::string_view network, registry::Now now);

  struct Attempt {
    std::string_view code;
    std::string_view key = {};  ///< of the device, for this code; empty: cannot be repeated
  };

  /// A code in the hands of a device.
  class Claim {
   public:
    enum class Stage : std::uint8_t {
      kFirst,     ///< nobody else gets it meanwhile; settle, discard or release it
      kBusy,      ///< another request of the same device is at it; try again
      kRepeated,  ///< it became the token of this secret before
    };
    Stage stage() const { return stage_; }
    /// What the token shall be. Of kRepeated only the secret.
    const TokenOrder& order() const { return order_; }

   private:
    friend class Enrolments;
    Stage stage_ = Stage::kFirst;
    TokenOrder order_;
    std::size_t slot_ = 0;
    std::shared_ptr<const Open> open_;
    std::shared_ptr<const Open> claimed_;
  };
  /// Nothing for a code that is wrong, too old, or used by another device.
  std::optional<Claim> claim(const Attempt& attempt, registry::Now now);
  /// The code became a token.
  void settle(const Claim& claim);
  /// It never can become one.
  void discard(const Claim& claim);
  /// It could not be exchanged for now: it is good again, as long as it would have been.
  void release(const Claim& claim);

  const EnrolmentMetrics& metrics() const { return metrics_; }

 private:
  using Slot = std::atomic<std::shared_ptr<const Open>>;

  bool is_free(const std::shared_ptr<const Open>& held, registry::Instant now) const;
  bool place(const std::shared_ptr<const Open>& open, registry::Instant now);
  Claim look_up(const std::string& symbols);
  bool take(Claim& claim);
  std::chrono::nanoseconds real(registry::Instant now) const;

  const EnrolmentLimits limits_;
  const double rate_;
  const std::unique_ptr<Slot[]> slots_;
  RateLimiter by_address_;
  TokenBucket all_;
  EnrolmentMetrics metrics_;
};

}  // namespace goldenfour::net
