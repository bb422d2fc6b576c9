#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/registry/ids.h"
#include "server/registry/time.h"

namespace goldenfour::ports {

/// What the bearer of a token may be. Stored as its number: never renumber.
enum class TokenRole : std::uint8_t {
  kResponder = 1,
  kDispatcher = 2,
  kRegistrar = 3,
  kIntegration = 4,
  kOperator = 5,
};

/// SHA-256 of the secret. Secrets are 256 random bits, so a plain hash cannot be searched.
using TokenHash = std::array<std::uint8_t, 32>;

/// One bearer token as it is stored: never the secret.
struct TokenRecord {
  std::string name;  ///< unique; for people and audits
  TokenRole role = TokenRole::kResponder;
  registry::JurisdictionId jurisdiction;  ///< empty only for kOperator
  registry::ResponderId responder;        ///< of kResponder
  TokenHash hash{};
  registry::WallTime created_at;
  std::optional<registry::WallTime> expires_at;  ///< absent: until revoked
  bool revoked = false;

  friend bool operator==(const TokenRecord&, const TokenRecord&) = default;
};

/// Told once, on any thread; an error says in words what failed, and then nothing was changed.
using OnTokensStored = std::function<void(tl::expected<void, std::string>)>;

/// Where tokens outlive the process.
class TokenStore {
 public:
  virtual ~TokenStore() = default;

  /// Every record, revoked ones included, by name. At start, before the first `put`.
  virtual tl::expected<std::vector<TokenRecord>, std::string> load() = 0;

  /// Stores the records, all or none, replacing those of the same name; `done` follows when they
  /// are durable. Any thread, returns at once.
  virtual void put(std::vector<TokenRecord> records, OnTokensStored done) = 0;
};

}  // namespace goldenfour::ports
