// Who may what: every route with every role against a table of its own, tokens, tickets.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/net/routes/router.h"
#include "server/net/routes/secrets.h"
#include "server/net/routes/tickets.h"
#include "server/net/routes/tokens.h"

namespace goldenfour::net {
namespace {

using ports::TokenRecord;
using ports::TokenRole;

const registry::WallTime kNow{registry::Duration(1'790'000'000'000)};
const registry::Instant kBoot{registry::Duration(1'000'000)};

class MemoryStore final : public ports::TokenStore {
 public:
  tl::expected<std::vector<TokenRecord>, std::string> load() override { return stored; }
  void put(std::vector<TokenRecord> records, ports::OnTokensStored done) override {
    if (broken) return done(tl::make_unexpected(std::string("disk full")));
    stored.insert(stored.end(), records.begin(), records.end());
    if (held) {
      waiting = std::move(done);
    } else {
      done({});
    }
  }
  std::vector<TokenRecord> stored;
  ports::OnTokensStored waiting;
  bool broken = false;
  bool held = false;
};

TokenOrder order(const std::string& name, TokenRole role = TokenRole::kDispatcher) {
  return {name, role, registry::JurisdictionId("ljubljana"), {}, {}};
}

class TokensTest : public ::testing::Test {
 protected:
  TokensTest() { EXPECT_TRUE(init_secrets()); }

  Tokens::Created create(std::vector<TokenOrder> orders) {
    std::optional<Tokens::Created> result;
    tokens_.create(orders, kNow, [&](Tokens::Created created) { result = std::move(created); });
    EXPECT_TRUE(result) << "no answer";
    return result ? *result : tl::make_unexpected(Problem{});
  }
  ErrorCode revoke(const std::string& name) {
    ErrorCode code = ErrorCode::kInternal;
    tokens_.revoke(name, [&](Tokens::Revoked revoked) {
      code = revoked ? ErrorCode::kNone : revoked.error().code;
    });
    return code;
  }

  MemoryStore store_;
  Tokens tokens_{store_, {8, 4}};
};

TEST_F(TokensTest, TheSecretOpensAndIsNotStored) {
  const auto made = create({order("desk"), order("desk-2")});
  ASSERT_TRUE(made);
  const std::string& secret = made->at(0).secret;
  EXPECT_EQ(43U, secret.size());
  EXPECT_NE(secret, made->at(1).secret);
  ASSERT_NE(nullptr, tokens_.find(secret, kNow));
  EXPECT_EQ("desk", tokens_.find(secret, kNow)->name);
  EXPECT_EQ(nullptr, tokens_.find(secret + "x", kNow));
  EXPECT_EQ(nullptr, tokens_.find("", kNow));
  EXPECT_EQ(hash_secret(secret), store_.stored.at(0).hash);
  Tokens again(store_, {});
  ASSERT_TRUE(again.load());
  EXPECT_NE(nullptr, again.find(secret, kNow)) << "it outlives the process";
}

TEST_F(TokensTest, RevokedAndExpiredOnesOpenNothing) {
  TokenOrder brief = order("brief");
  brief.expires_at = kNow + registry::Duration(1000);
  const auto made = create({order("desk"), brief});
  ASSERT_TRUE(made);
  const TokenRecord desk = made->at(0).record;
  EXPECT_TRUE(tokens_.is_good(desk, kNow));
  EXPECT_EQ(ErrorCode::kNone, revoke("desk"));
  EXPECT_EQ(nullptr, tokens_.find(made->at(0).secret, kNow));
  EXPECT_FALSE(tokens_.is_good(desk, kNow));
  EXPECT_FALSE(tokens_.in_use("desk"));
  EXPECT_TRUE(tokens_.in_use("brief"));
  EXPECT_EQ(ErrorCode::kNotFound, revoke("nobody"));
  EXPECT_NE(nullptr, tokens_.find(made->at(1).secret, kNow));
  EXPECT_EQ(nullptr, tokens_.find(made->at(1).secret, *brief.expires_at));
}

TEST_F(TokensTest, AllOrNone) {
  ASSERT_TRUE(create({order("desk")}));
  const auto twice = create({order("new"), order("desk")});
  ASSERT_FALSE(twice);
  EXPECT_EQ(ErrorCode::kAlreadyExists, twice.error().code);
  EXPECT_EQ("tokens[1].name", twice.error().field);
  EXPECT_EQ(1U, tokens_.list("", 100).size());
  const auto many = create({order("a"), order("b"), order("c"), order("d"), order("e")});
  ASSERT_FALSE(many);
  EXPECT_EQ(ErrorCode::kTooManyRows, many.error().code);
}

TEST_F(TokensTest, AFailingStoreMakesNoToken) {
  store_.broken = true;
  const auto made = create({order("desk")});
  ASSERT_FALSE(made);
  EXPECT_EQ(ErrorCode::kInternal, made.error().code);
  EXPECT_TRUE(tokens_.list("", 100).empty());
  store_.broken = false;
  EXPECT_TRUE(create({order("desk")})) << "and the next try may succeed";
}

TEST_F(TokensTest, OneChangeAtATime) {
  store_.held = true;
  bool done = false;
  tokens_.create({order("one")}, kNow, [&](Tokens::Created created) { done = bool(created); });
  const auto second = create({order("two")});
  ASSERT_FALSE(second);
  EXPECT_EQ(ErrorCode::kOverloaded, second.error().code);
  EXPECT_FALSE(done) << "not before it is durable";
  store_.waiting({});
  EXPECT_TRUE(done);
}

TEST_F(TokensTest, TheTableIsBounded) {
  ASSERT_TRUE(create({order("a"), order("b"), order("c"), order("d")}));
  ASSERT_TRUE(create({order("e"), order("f"), order("g"), order("h")}));
  const auto ninth = create({order("i")});
  ASSERT_FALSE(ninth);
  EXPECT_EQ(ErrorCode::kOverloaded, ninth.error().code);
}

TEST(TicketsTest, OpenOnceAndSoon) {
  ASSERT_TRUE(init_secrets());
  Tickets tickets(registry::Duration(30'000));
  const auto holder = std::make_shared<const TokenRecord>();
  const auto ticket = tickets.issue(holder, kBoot);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(nullptr, tickets.redeem(*ticket + "x", kBoot)) << "a wrong guess";
  EXPECT_EQ(nullptr, tickets.redeem("", kBoot));
  EXPECT_EQ(nullptr, tickets.redeem("99999999.x", kBoot));
  EXPECT_EQ(holder, tickets.redeem(*ticket, kBoot)) << "does not spoil it";
  EXPECT_EQ(nullptr, tickets.redeem(*ticket, kBoot)) << "replayed";
  const auto late = tickets.issue(holder, kBoot);
  EXPECT_EQ(nullptr, tickets.redeem(*late, kBoot + registry::Duration(30'000)));
}

TEST(TicketsTest, AFullTableRefusesAndRecovers) {
  ASSERT_TRUE(init_secrets());
  Tickets tickets(registry::Duration(30'000));
  const auto holder = std::make_shared<const TokenRecord>();
  std::size_t issued = 0;
  while (issued < 100'000 && tickets.issue(holder, kBoot)) ++issued;
  EXPECT_EQ(std::size_t{1} << 14, issued);
  EXPECT_TRUE(tickets.issue(holder, kBoot + registry::Duration(30'001)));
}

/// Roles by method and path, written down a second time.
const std::map<std::string, std::string> kMayWhat{
    {"POST /v1/alerts", "DIO"},
    {"GET /v1/incidents", "DIO"},
    {"GET /v1/incidents/{id}", "DIO"},
    {"GET /v1/incidents/{id}/timeline", "DIO"},
    {"GET /v1/incidents/{id}/explain", "DIO"},
    {"POST /v1/incidents/{id}:update", "DI"},
    {"POST /v1/incidents/{id}:cancel", "DI"},
    {"POST /v1/incidents/{id}:close", "D"},
    {"POST /v1/incidents/{id}:hold", "D"},
    {"POST /v1/incidents/{id}:resume", "D"},
    {"POST /v1/incidents/{id}:assign", "D"},
    {"POST /v1/incidents/{id}:release", "D"},
    {"POST /v1/incidents/{id}:relocate", "D"},
    {"POST /v1/incidents/{id}:escalate", "D"},
    {"POST /v1/incidents/{id}:emsOnScene", "DI"},
    {"POST /v1/incidents/{id}:acknowledgeAlarm", "D"},
    {"POST /v1/incidents/{id}:declareMajor", "D"},
    {"POST /v1/incidents/{id}:merge", "D"},
    {"POST /v1/incidents/{id}:unmerge", "D"},
    {"GET /v1/aeds", "RDGIO"},
    {"POST /v1/aeds", "GO"},
    {"POST /v1/aeds:import", "GO"},
    {"GET /v1/aeds/{id}", "RDGIO"},
    {"PUT /v1/aeds/{id}", "GO"},
    {"DELETE /v1/aeds/{id}", "GO"},
    {"GET /v1/responders", "DGO"},
    {"GET /v1/responders/{id}", "RDGO"},
    {"PUT /v1/responders/{id}", "GO"},
    {"DELETE /v1/responders/{id}", "GO"},
    {"PUT /v1/responders/{id}/duty", "RGO"},
    {"PUT /v1/responders/{id}/push-subscription", "R"},
    {"DELETE /v1/responders/{id}/push-subscription", "R"},
    {"GET /v1/push-key", "R"},
    {"GET /v1/teams", "DGO"},
    {"GET /v1/teams/{id}", "DGO"},
    {"PUT /v1/teams/{id}", "GO"},
    {"DELETE /v1/teams/{id}", "GO"},
    {"POST /v1/stream-tickets", "RD"},
};
const std::map<char, TokenRole> kLetters{{'R', TokenRole::kResponder},
                                         {'D', TokenRole::kDispatcher},
                                         {'G', TokenRole::kRegistrar},
                                         {'I', TokenRole::kIntegration},
                                         {'O', TokenRole::kOperator}};

TEST(Routes, RolesAreThoseOfTheTable) {
  std::size_t checked = 0;
  for (const Route& route : routes()) {
    if (route.gate != Gate::kToken) continue;
    const std::string name = std::string(route.method) + ' ' + std::string(route.pattern);
    const auto row = kMayWhat.find(name);
    ASSERT_NE(kMayWhat.end(), row) << name << " is new: say here who may";
    for (const auto& [letter, who] : kLetters) {
      EXPECT_EQ(row->second.find(letter) != std::string::npos, (route.roles & role(who)) != 0)
          << name << ' ' << letter;
    }
    ++checked;
  }
  EXPECT_EQ(kMayWhat.size(), checked);
}

TEST(Routes, OnlyTheseAreOpenWithoutAToken) {
  const std::set<std::string> open{"/v1/stream", "/v1/enrolments", "/v1/public/aeds", "/livez",
                                   "/readyz"};
  for (const Route& route : routes()) {
    const std::string path(route.pattern);
    EXPECT_EQ(open.contains(path), route.gate == Gate::kOpen) << path;
    EXPECT_EQ(path.starts_with("/admin/"), route.gate == Gate::kAdmin) << path;
    EXPECT_EQ(path == "/v1/webhook-receipts", route.gate == Gate::kSigned) << path;
  }
}

TEST(Routes, PathsLeadWhereTheyShould) {
  const auto pattern = [](std::string_view method, std::string_view path) {
    const Match match = find_route(method, path);
    return match.route == nullptr ? std::string("none " + match.allow)
                                  : std::string(match.route->pattern);
  };
  EXPECT_EQ("/v1/incidents/{id}", pattern("GET", "/v1/incidents/ljubljana-1-42"));
  EXPECT_EQ("/v1/incidents/{id}:cancel", pattern("POST", "/v1/incidents/ljubljana-1-42:cancel"));
  EXPECT_EQ("none ", pattern("GET", "/v1/incidents/a:nonsense"));
  EXPECT_EQ("none ", pattern("POST", "/v1/incidents/:cancel"));
  EXPECT_EQ("/v1/aeds:import", pattern("POST", "/v1/aeds:import"));
  EXPECT_EQ("/livez", pattern("HEAD", "/livez"));
  EXPECT_EQ("none POST", pattern("GET", "/v1/alerts"));
  EXPECT_EQ("none GET, PUT, DELETE", pattern("POST", "/v1/aeds/a"));
  EXPECT_EQ("none ", pattern("GET", "/v1/aeds/a/b"));
  EXPECT_EQ("none ", pattern("GET", "/"));
  EXPECT_EQ("none ", pattern("GET", ""));
  EXPECT_EQ("ljubljana-1-42",
            find_route("POST", "/v1/incidents/ljubljana-1-42:hold").parameters.at(0));
}

}  // namespace
}  // namespace goldenfour::net
