#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/net/problem.h"
#include "server/ports/tokens.h"

namespace goldenfour::net {

struct TokenLimits {
  std::size_t tokens = 200'000;  ///< revoked ones included
  std::size_t per_request = 1000;
};

/// What a new token shall be.
struct TokenOrder {
  std::string name;
  ports::TokenRole role = ports::TokenRole::kResponder;
  registry::JurisdictionId jurisdiction;
  registry::ResponderId responder;
  std::optional<registry::WallTime> expires_at;
  std::string secret = {};  ///< as of make_secret() and nobody else's; empty: a random one
};

struct NewToken {
  ports::TokenRecord record;
  std::string secret;  ///< told once
};

/// Who may do what: an immutable table that all I/O threads read without waiting, replaced as a
/// whole when tokens are made or revoked. Thread-safe.
class Tokens {
 public:
  /// `store` must outlive this.
  Tokens(ports::TokenStore& store, TokenLimits limits);

  /// Reads the store. At start, before anybody asks; the error is the store's.
  tl::expected<void, std::string> load();

  /// The token with this secret, if it is neither revoked nor expired.
  std::shared_ptr<const ports::TokenRecord> find(std::string_view secret,
                                                 registry::WallTime now) const;

  /// Whether what `find` once gave is still good.
  bool is_good(const ports::TokenRecord& record, registry::WallTime now) const;

  using Created = tl::expected<std::vector<NewToken>, Problem>;
  /// Makes all or none; `done` follows when they are durable, on any thread. kAlreadyExists (a name
  /// that is in use), kTooManyRows, kOverloaded (another change is in progress, or the table is
  /// full), kInternal (the store failed). Fields as in CreateTokensRequest.
  void create(const std::vector<TokenOrder>& orders, registry::WallTime now,
              std::function<void(Created)> done);

  using Revoked = tl::expected<void, Problem>;
  /// From the moment of `done` on, `find` knows it no more. Revoking again is fine. kNotFound.
  void revoke(const std::string& name, std::function<void(Revoked)> done);

  /// Whether a token of this name is known and not revoked.
  bool in_use(std::string_view name) const;

  /// Records by name, behind `after`, at most `limit`.
  std::vector<ports::TokenRecord> list(const std::string& after, std::size_t limit) const;

 private:
  using Record = std::shared_ptr<const ports::TokenRecord>;
  struct Table {
    std::map<ports::TokenHash, Record> by_hash;
    std::map<std::string, Record, std::less<>> by_name;
  };

  std::shared_ptr<const Table> table() const { return table_.load(); }
  tl::expected<std::vector<NewToken>, Problem> prepare(const std::vector<TokenOrder>& orders,
                                                       registry::WallTime now) const;
  void store(std::vector<ports::TokenRecord> records, std::function<void(Revoked)> done);
  void replace(const std::vector<ports::TokenRecord>& records);

  ports::TokenStore& store_;
  const TokenLimits limits_;
  std::atomic<std::shared_ptr<const Table>> table_;
  std::atomic<bool> changing_ = false;
};

}  // namespace goldenfour::net
