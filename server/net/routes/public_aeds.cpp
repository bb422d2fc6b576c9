// AEDs for everybody: no token, nothing that is known not to be public, answers that caches may
// keep.
#include <algorithm>
#include <utility>
#include <vector>

#include "server/dispatch/view_public.h"
#include "server/net/codec/encode.h"
#include "server/net/routes/aed_search.h"
#include "server/net/routes/public_gate.h"
#include "server/net/routes/router.h"
#include "server/net/routes/secrets.h"
#include "server/registry/usability_state.h"

namespace goldenfour::net {
namespace {

using registry::Aed;

struct Search : AedArea {
  std::size_t limit = 0;
  std::size_t looked_at = 0;
};

struct Hit {
  Aed aed;
  std::optional<geo::Meters> distance;
};

struct Found {
  std::vector<Hit> hits;
  bool truncated = false;
};

Result<Search> read_search(const PublicLimits& limits, const HttpRequest& request) {
  QueryReader query(request);
  Search search;
  static_cast<AedArea&>(search) =
      read_area(query, {.usual = limits.usual_radius_meters, .most = limits.radius_meters});
  search.limit = query.number("limit", 1, limits.aeds, limits.usual_aeds);
  search.looked_at = limits.looked_at;
  if (search.box && square_kilometers(*search.box) > limits.square_kilometers)
    query.fail(ErrorCode::kInvalidField, "bbox", "too large; look closer");
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  return search;
}

/// Asks for one more than wanted, to know whether there are more.
Found look(const Search& search, const dispatch::State& state,
           const registry::Directory& directory) {
  Found found;
  const auto add = [&](const Aed& aed, std::optional<geo::Meters> distance) {
    if (found.hits.size() > search.limit) return;
    if (auto view = dispatch::public_aed_view(aed, state.reported_missing.contains(aed.id)))
      found.hits.push_back({std::move(*view), distance});
  };
  if (search.near) {
    for (const auto& hit : directory.aeds_near(*search.near, geo::Meters{search.radius},
                                               search.limit + 1, dispatch::may_be_public))
      add(*hit.aed, hit.distance);
  } else if (search.box) {
    const auto inside = directory.aeds_in(*search.box, search.looked_at);
    for (const Aed* aed : inside) add(*aed, std::nullopt);
    found.truncated = inside.size() == search.looked_at;
  }
  if (found.hits.size() <= search.limit) return found;
  found.truncated = true;
  found.hits.pop_back();
  return found;
}

/// When a closed one opens: only if its hours say that it is open once they change.
std::optional<registry::WallTime> opens_at(const ApiContext& api, const Aed& aed,
                                           const registry::Usability& now) {
  if (!now.changes_at) return std::nullopt;
  const auto then = api.usability(aed, *now.changes_at);
  const bool open = std::ranges::any_of(then.reasons, [](const registry::ReasonGiven& given) {
    return given.reason == registry::UsabilityReason::kOpen;
  });
  return open ? now.changes_at : std::nullopt;
}

v1::PublicAed message_of(const ApiContext& api, const Hit& hit, registry::WallTime now) {
  if (!api.usability) return codec::encode_public(hit.aed, hit.distance, {}, {});
  const auto usability = api.usability(hit.aed, now);
  const bool closed = registry::state_of(usability) == registry::UsabilityState::kClosed;
  return codec::encode_public(hit.aed, hit.distance, usability,
                              closed ? opens_at(api, hit.aed, usability) : std::nullopt);
}

/// A name of the content's bytes.
std::string etag_of(std::string_view content) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::size_t kBytes = 16;
  const auto hash = hash_secret(content);
  std::string tag = "\"";
  for (std::size_t i = 0; i < kBytes; ++i) {
    tag += kHex[hash[i] >> 4];
    tag += kHex[hash[i] & 15];
  }
  return tag + '"';
}

bool client_has(const Headers& headers, std::string_view etag) {
  const std::string list = headers.list("If-None-Match");
  return std::ranges::any_of(split_list(list), [&](std::string_view item) {
    if (item.starts_with("W/")) item.remove_prefix(2);
    return item == etag || item == "*";
  });
}

/// Makes an answer one that caches may keep, or tells that the client's copy is still true.
HttpResponse cached(PublicGate& gate, const Headers& asked, HttpResponse response) {
  if (response.status != 200) return response;
  gate.metrics().answered.add();
  const std::string etag = etag_of(response.body);
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(gate.limits().max_age);
  if (client_has(asked, etag)) {
    gate.metrics().unchanged.add();
    response = HttpResponse{};
    response.status = 304;
  }
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", "public, max-age=" + std::to_string(age.count()));
  response.headers.emplace_back("Vary", "Accept");
  return response;
}

}  // namespace

ReplyMessage list_public_aeds(const ApiContext* api, Exchange exchange) {
  PublicGate& gate = api->public_gate;
  const registry::Now now = api->clock.now();
  if (!gate.admit(exchange.request.network, now))
    co_return problem_response({ErrorCode::kRateLimited, "too many requests; wait a little"});
  const auto search = read_search(gate.limits(), exchange.request);
  if (!search) co_return problem_response(search.error());
  const auto found = co_await look_at<Found>(
      &api->engine,
      [search = *search](const dispatch::State& state, const registry::Directory& directory,
                         dispatch::Now) { return look(search, state, directory); });
  if (!found) co_return problem_response(found.error());
  v1::PublicAedList message;
  for (const Hit& hit : found->hits) *message.add_aeds() = message_of(*api, hit, now.utc);
  message.set_truncated(found->truncated);
  co_return cached(gate, exchange.request.headers, respond(exchange, 200, message));
}

}  // namespace goldenfour::net
