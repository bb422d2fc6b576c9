#include "server/net/routes/enrolments.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "server/net/routes/secrets.h"

namespace goldenfour::net {
namespace {

constexpr std::size_t kGroup = 4;

tl::unexpected<Problem> refuse(ErrorCode code, std::string detail, std::string field = {}) {
  return tl::make_unexpected(Problem{code, std::move(detail), std::move(field)});
}

std::string in_groups(std::string_view symbols) {
  std::string out;
  for (std::size_t i = 0; i < symbols.size(); i += kGroup) {
    if (i > 0) out += '-';
    out += symbols.substr(i, kGroup);
  }
  return out;
}

char normal_symbol(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  if (c == 'O') return '0';
  return c == 'I' || c == 'L' ? '1' : c;
}

/// What the slot holds. Not by load(): that of libstdc++ 12 gives its lock back with a relaxed
/// write, which the read before it may pass. Of the exchange only the failing half ever does
/// something.
template <class T>
std::shared_ptr<T> content_of(std::atomic<std::shared_ptr<T>>& slot) {
  std::shared_ptr<T> held;
  slot.compare_exchange_strong(held, nullptr);
  return held;
}

registry::Duration scaled(std::chrono::milliseconds real, double rate) {
  return registry::Duration(std::llround(static_cast<double>(real.count()) * rate));
}

}  // namespace

/// What a slot holds. Immutable; a change is another one in its place.
struct Enrolments::Open {
  ports::TokenHash hash{};
  TokenOrder order;
  registry::Instant until;
  Salt salt{};
  enum class Stage : std::uint8_t { kOpen, kClaimed, kUsed } stage = Stage::kOpen;
  /// Of the secret that it is becoming, or became. Absent: of a device without a key.
  std::optional<ports::TokenHash> token = {};
};

std::optional<std::string> normal_code(std::string_view text) {
  std::string code;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    code += normal_symbol(c);
    if (code.size() > kCodeSymbols || kCodeAlphabet.find(code.back()) == std::string_view::npos)
      return std::nullopt;
  }
  return code.size() == kCodeSymbols ? std::optional(std::move(code)) : std::nullopt;
}

Enrolments::Enrolments(EnrolmentLimits limits, double rate)
    : limits_(limits),
      rate_(rate),
      slots_(std::make_unique<Slot[]>(limits.codes)),
      by_address_(limits.attempts_per_address) {}

bool Enrolments::is_free(const std::shared_ptr<const Open>& held, registry::Instant now) const {
  return held == nullptr || (held->stage != Open::Stage::kClaimed && held->until <= now);
}

bool Enrolments::place(const std::shared_ptr<const Open>& open, registry::Instant now) {
  std::size_t oldest = 0;
  std::shared_ptr<const Open> used;
  for (std::size_t i = 0; i < limits_.codes; ++i) {
    auto held = content_of(slots_[i]);
    if (is_free(held, now)) {
      if (slots_[i].compare_exchange_strong(held, open)) return true;
      continue;
    }
    if (held->stage != Open::Stage::kUsed || (used && used->until <= held->until)) continue;
    oldest = i;
    used = std::move(held);
  }
  // A new code is worth more than a repetition that hardly anybody needs any more.
  return used && slots_[oldest].compare_exchange_strong(used, open);
}

tl::expected<Enrolments::Issued, Problem> Enrolments::issue(TokenOrder order,
                                                            std::chrono::seconds valid,
                                                            registry::Now now) {
  const std::chrono::milliseconds lifetime = valid.count() == 0 ? limits_.lifetime : valid;
  if (lifetime > limits_.max_lifetime)
    return refuse(ErrorCode::kInvalidField,
                  "at most " + std::to_string(limits_.max_lifetime.count() / 1000) + " seconds",
                  "validSeconds");
  const registry::Duration span = scaled(lifetime, rate_);
  if (order.expires_at && *order.expires_at <= now.utc + span)
    return refuse(ErrorCode::kInvalidField, "the token would end before its code",
                  "token.expiresAt");
  for (std::size_t i = 0; i < limits_.codes; ++i) {
    const auto held = content_of(slots_[i]);
    if (!is_free(held, now.steady) && held->stage != Open::Stage::kUsed &&
        held->order.name == order.name)
      return refuse(ErrorCode::kAlreadyExists, "an open code is for this name", "token.name");
  }
  const std::string code = make_code();
  const auto open = std::make_shared<const Open>(
      Open{hash_secret(code), std::move(order), now.steady + span, make_salt()});
  if (!place(open, now.steady))
    return refuse(ErrorCode::kOverloaded, "too many codes are open; wait until some are used");
  metrics_.issued.add();
  return Issued{in_groups(code), now.utc + span};
}

std::chrono::nanoseconds Enrolments::real(registry::Instant now) const {
  const std::chrono::duration<double, std::nano> scaled_time = now.since_boot;
  return std::chrono::nanoseconds(std::llround(scaled_time.count() / rate_));
}

bool Enrolments::admit(std::string_view network, registry::Now now) {
  const auto time = real(now.steady);
  const std::size_t key = std::hash<std::string_view>()(network);
  // In this order: one address that asks too often takes nothing from the others.
  const bool good =
      by_address_.take(key, time).count() == 0 && all_.take(limits_.attempts, time).count() == 0;
  if (!good) metrics_.limited.add();
  return good;
}

Enrolments::Claim Enrolments::look_up(const std::string& symbols) {
  Claim claim;
  const ports::TokenHash hash = hash_secret(symbols);
  for (std::size_t i = 0; i < limits_.codes; ++i) {  // to the end, wherever it is found
    auto held = content_of(slots_[i]);
    if (held == nullptr || !equal_hashes(held->hash, hash)) continue;
    claim.slot_ = i;
    claim.open_ = std::move(held);
  }
  return claim;
}

/// Makes the code that was found this device's, or sees that it is already.
bool Enrolments::take(Claim& claim) {
  const std::string& secret = claim.order_.secret;
  std::optional<ports::TokenHash> token;
  if (!secret.empty()) token = hash_secret(secret);
  auto held = claim.open_;
  if (held->stage == Open::Stage::kOpen) {
    Open taken = *held;
    taken.stage = Open::Stage::kClaimed;
    taken.token = token;
    claim.claimed_ = std::make_shared<const Open>(std::move(taken));
    if (slots_[claim.slot_].compare_exchange_strong(held, claim.claimed_)) return true;
  }
  if (held == nullptr || !token || !held->token || !equal_hashes(*token, *held->token))
    return false;
  const bool used = held->stage == Open::Stage::kUsed;
  claim.stage_ = used ? Claim::Stage::kRepeated : Claim::Stage::kBusy;
  return true;
}

std::optional<Enrolments::Claim> Enrolments::claim(const Attempt& attempt, registry::Now now) {
  if (const auto symbols = normal_code(attempt.code)) {
    Claim claim = look_up(*symbols);
    if (claim.open_ != nullptr && now.steady < claim.open_->until) {
      claim.order_ = claim.open_->order;
      if (!attempt.key.empty())
        claim.order_.secret = derive_secret({claim.open_->salt, *symbols, attempt.key});
      if (take(claim)) {
        if (claim.stage_ == Claim::Stage::kRepeated) metrics_.repeated.add();
        return claim;
      }
    }
  }
  metrics_.unknown.add();
  return std::nullopt;
}

void Enrolments::settle(const Claim& claim) {
  std::shared_ptr<const Open> used;
  if (claim.claimed_->token) {
    Open spent = *claim.claimed_;
    spent.stage = Open::Stage::kUsed;
    spent.order = {};
    used = std::make_shared<const Open>(std::move(spent));
  }
  auto expected = claim.claimed_;
  if (slots_[claim.slot_].compare_exchange_strong(expected, std::move(used)))
    metrics_.redeemed.add();
}

void Enrolments::discard(const Claim& claim) {
  auto expected = claim.claimed_;
  slots_[claim.slot_].compare_exchange_strong(expected, nullptr);
}

void Enrolments::release(const Claim& claim) {
  auto expected = claim.claimed_;
  slots_[claim.slot_].compare_exchange_strong(expected, claim.open_);
}

}  // namespace goldenfour::net
