#include "server/net/routes/tokens.h"

#include <set>
#include <utility>

#include "server/net/routes/secrets.h"

namespace goldenfour::net {
namespace {

tl::unexpected<Problem> refuse(ErrorCode code, std::string detail, std::string field = {}) {
  return tl::make_unexpected(Problem{code, std::move(detail), std::move(field)});
}

std::string field_of(std::size_t index, const char* name) {
  return "tokens[" + std::to_string(index) + "]." + name;
}

bool usable(const ports::TokenRecord& record, registry::WallTime now) {
  return !record.revoked && (!record.expires_at || now < *record.expires_at);
}

}  // namespace

Tokens::Tokens(ports::TokenStore& store, TokenLimits limits)
    : store_(store), limits_(limits), table_(std::make_shared<const Table>()) {}

tl::expected<void, std::string> Tokens::load() {
  auto records = store_.load();
  if (!records) return tl::make_unexpected(records.error());
  replace(*records);
  return {};
}

std::shared_ptr<const ports::TokenRecord> Tokens::find(std::string_view secret,
                                                       registry::WallTime now) const {
  const auto known = table();
  const auto found = known->by_hash.find(hash_secret(secret));
  if (found == known->by_hash.end()) return nullptr;
  return usable(*found->second, now) ? found->second : nullptr;
}

bool Tokens::is_good(const ports::TokenRecord& record, registry::WallTime now) const {
  const auto known = table();
  const auto found = known->by_hash.find(record.hash);
  return found != known->by_hash.end() && usable(*found->second, now);
}

Tokens::Created Tokens::prepare(const std::vector<TokenOrder>& orders,
                                registry::WallTime now) const {
  const auto known = table();
  if (orders.size() > limits_.per_request) {
    return refuse(ErrorCode::kTooManyRows,
                  "at most " + std::to_string(limits_.per_request) + " at once", "tokens");
  }
  if (known->by_name.size() + orders.size() > limits_.tokens) {
    return refuse(ErrorCode::kOverloaded, "the table of tokens is full");
  }
  std::vector<NewToken> made;
  std::set<std::string> names;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const TokenOrder& order = orders[i];
    const auto used = known->by_name.find(order.name);
    const bool taken = used != known->by_name.end() && !used->second->revoked;
    if (taken || !names.insert(order.name).second) {
      return refuse(ErrorCode::kAlreadyExists, "the name is in use", field_of(i, "name"));
    }
    NewToken token;
    token.secret = order.secret.empty() ? make_secret() : order.secret;
    token.record = {order.name,
                    order.role,
                    order.jurisdiction,
                    order.responder,
                    hash_secret(token.secret),
                    now,
                    order.expires_at,
                    false};
    made.push_back(std::move(token));
  }
  return made;
}

void Tokens::create(const std::vector<TokenOrder>& orders, registry::WallTime now,
                    std::function<void(Created)> done) {
  auto made = prepare(orders, now);
  if (!made) return done(std::move(made));
  std::vector<ports::TokenRecord> records;
  for (const NewToken& token : *made) records.push_back(token.record);
  store(std::move(records), [done = std::move(done), made = std::move(*made)](Revoked stored) {
    done(stored ? Created(made) : tl::make_unexpected(stored.error()));
  });
}

void Tokens::revoke(const std::string& name, std::function<void(Revoked)> done) {
  const auto known = table();
  const auto found = known->by_name.find(name);
  if (found == known->by_name.end()) {
    return done(refuse(ErrorCode::kNotFound, "no token of this name", "name"));
  }
  ports::TokenRecord record = *found->second;
  record.revoked = true;
  store({std::move(record)}, std::move(done));
}

/// One change at a time: the table that a change was checked against is the one it replaces.
void Tokens::store(std::vector<ports::TokenRecord> records, std::function<void(Revoked)> done) {
  if (changing_.exchange(true)) {
    return done(refuse(ErrorCode::kOverloaded, "tokens are being changed; try again"));
  }
  const auto stored = [this, records,
                       done = std::move(done)](const tl::expected<void, std::string>& result) {
    if (result) replace(records);
    changing_.store(false);
    done(result ? Revoked() : refuse(ErrorCode::kInternal, "the tokens could not be stored"));
  };
  store_.put(std::move(records), stored);
}

void Tokens::replace(const std::vector<ports::TokenRecord>& records) {
  auto next = std::make_shared<Table>(*table());
  for (const ports::TokenRecord& each : records) {
    const auto old = next->by_name.find(each.name);
    if (old != next->by_name.end()) next->by_hash.erase(old->second->hash);
    const auto record = std::make_shared<const ports::TokenRecord>(each);
    next->by_name[each.name] = record;
    next->by_hash[each.hash] = record;
  }
  table_.store(std::move(next));
}

bool Tokens::in_use(std::string_view name) const {
  const auto known = table();
  const auto found = known->by_name.find(name);
  return found != known->by_name.end() && !found->second->revoked;
}

std::vector<ports::TokenRecord> Tokens::list(const std::string& after, std::size_t limit) const {
  const auto known = table();
  std::vector<ports::TokenRecord> records;
  for (auto at = known->by_name.upper_bound(after); at != known->by_name.end(); ++at) {
    if (records.size() == limit) break;
    records.push_back(*at->second);
  }
  return records;
}

}  // namespace goldenfour::net
