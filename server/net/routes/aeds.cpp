#include <algorithm>
#include <utility>
#include <vector>

#include "server/net/codec/encode.h"
#include "server/net/routes/aed_search.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"
#include "server/net/routes/secrets.h"

namespace goldenfour::net {
namespace {

using registry::Aed;
using registry::AedId;

struct Found {
  Aed aed;
  std::optional<geo::Meters> distance;
  std::vector<registry::UsabilityReason> tonight;  ///< what incidents rule it out for
  std::optional<v1::AedUsability> usability;
};

/// A search by place or by rectangle.
struct Search : AedArea {
  std::size_t limit = 0;
  std::optional<registry::WallTime> usable_at;
};

/// All AEDs of a jurisdiction by id, or those of them in a rectangle.
struct Listing {
  registry::JurisdictionId jurisdiction;
  std::optional<geo::Rectangle> box;
  AedId after;
  std::size_t size = 0;
  std::size_t looked_at = 0;
  std::optional<registry::WallTime> usable_at;
};

struct Page {
  std::vector<Found> found;
  std::string next;
};

/// Whether this caller may see it, and how. Private ones only within the caller's jurisdiction.
std::optional<Aed> visible(const Aed& aed, const ports::TokenRecord& caller) {
  const bool foreign = !caller.jurisdiction.empty() && caller.jurisdiction != aed.jurisdiction;
  if (foreign && aed.access == registry::AedAccess::kPrivate) return std::nullopt;
  return dispatch::aed_view(aed, audience_of(caller));
}

/// Who decides about incidents also sees what they do to an AED.
bool sees_incidents(const ports::TokenRecord& caller) {
  const dispatch::Audience audience = audience_of(caller);
  return audience == dispatch::Audience::kDispatcher || audience == dispatch::Audience::kOperator;
}

std::optional<Found> found_by(const ports::TokenRecord& caller, const Aed& aed,
                              std::optional<geo::Meters> distance, const dispatch::State& state) {
  auto view = visible(aed, caller);
  if (!view) return std::nullopt;
  Found found{std::move(*view), distance, {}, {}};
  if (!sees_incidents(caller)) return found;
  if (state.reported_missing.contains(aed.id))
    found.tonight.push_back(registry::UsabilityReason::kReportedTonight);
  if (state.reservations.contains(aed.id))
    found.tonight.push_back(registry::UsabilityReason::kReserved);
  return found;
}

std::vector<Found> run(const Search& search, const ports::TokenRecord& caller,
                       const dispatch::State& state, const registry::Directory& directory) {
  std::vector<Found> all;
  const auto add = [&](const Aed& aed, std::optional<geo::Meters> distance) {
    if (auto found = found_by(caller, aed, distance, state)) all.push_back(std::move(*found));
  };
  if (search.near) {
    const auto shown = [&](const Aed& aed) { return visible(aed, caller).has_value(); };
    for (const auto& hit :
         directory.aeds_near(*search.near, geo::Meters{search.radius}, search.limit, shown)) {
      add(*hit.aed, hit.distance);
    }
  } else if (search.box) {
    for (const Aed* aed : directory.aeds_in(*search.box, search.limit)) add(*aed, std::nullopt);
  }
  return all;
}

/// A page may be short although more follow: it ends where enough were looked at.
Page run(const Listing& listing, const ports::TokenRecord& caller, const dispatch::State& state,
         const registry::Directory& directory) {
  Page page;
  const auto& all = directory.aeds();
  std::size_t looked_at = 0;
  AedId last = listing.after;
  for (auto at = all.upper_bound(listing.after); at != all.end(); ++at) {
    if (page.found.size() == listing.size || looked_at == listing.looked_at) {
      page.next = last.value();
      break;
    }
    ++looked_at;
    last = at->first;
    const Aed& aed = at->second;
    if (aed.jurisdiction != listing.jurisdiction) continue;
    if (listing.box && !listing.box->contains(aed.position)) continue;
    if (auto found = found_by(caller, aed, std::nullopt, state))
      page.found.push_back(std::move(*found));
  }
  return page;
}

/// Fills in the usability at a time; what incidents do is about tonight, whatever the time. Not on
/// the state thread: some microseconds for each of many.
void judge(const ApiContext& api, registry::WallTime at, Found& found) {
  if (!api.usability) return;
  registry::Usability usability = api.usability(found.aed, at);
  for (const registry::UsabilityReason reason : found.tonight) {
    usability.probability = 0;
    usability.reasons.push_back({reason, 0, std::nullopt});
  }
  found.usability = codec::encode(usability, at, found.aed.opening_hours);
}

Result<Search> read_search(const ApiContext& api, const HttpRequest& request) {
  QueryReader query(request);
  Search search;
  static_cast<AedArea&>(search) = read_area(query, {.most = api.options.max_radius_meters});
  search.limit = query.number("limit", 1, api.options.max_near, 20);
  search.usable_at = query.time("usableAt");
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  return search;
}

Result<Listing> read_listing(const ApiContext& api, const Exchange& exchange) {
  QueryReader query(exchange.request);
  Listing listing;
  const auto where = jurisdiction_for(api, *exchange.caller, query.text("jurisdiction"));
  listing.box = read_box(query);
  listing.size = query.number("pageSize", 1, api.options.max_aed_page, api.options.page_size);
  listing.looked_at = api.options.aed_page_looked_at;
  listing.usable_at = query.time("usableAt");
  const std::string token = query.text("pageToken");
  if (!token.empty() && !registry::is_valid_id(token))
    query.fail(ErrorCode::kInvalidField, "pageToken");
  listing.after = AedId(token);
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  if (!where) return tl::make_unexpected(where.error());
  listing.jurisdiction = *where;
  return listing;
}

Result<AedId> id_of(const Exchange& exchange) {
  if (!registry::is_valid_id(exchange.parameters.at(0))) {
    return refuse(ErrorCode::kNotFound, "no such AED", "id");
  }
  return AedId(exchange.parameters.at(0));
}

boost::asio::awaitable<Result<Found>> find_usable_aed(const ApiContext* api, AedId id,
                                                      Tickets::Holder caller) {
  auto found = co_await look_at<std::optional<Found>>(
      &api->engine,
      [id, caller](const dispatch::State& state, const registry::Directory& directory,
                   dispatch::Now) -> std::optional<Found> {
        const Aed* aed = directory.aed(id);
        if (aed == nullptr) return std::nullopt;
        return found_by(*caller, *aed, std::nullopt, state);
      });
  if (!found) co_return tl::make_unexpected(found.error());
  if (!*found) co_return refuse(ErrorCode::kNotFound, "no such AED", "id");
  judge(*api, api->clock.now().utc, **found);
  co_return std::move(**found);
}

boost::asio::awaitable<Result<Aed>> find_aed(const ApiContext* api, AedId id,
                                             Tickets::Holder caller) {
  auto found = co_await find_usable_aed(api, std::move(id), std::move(caller));
  if (!found) co_return tl::make_unexpected(found.error());
  co_return std::move(found->aed);
}

v1::Aed message_of(const Found& found) {
  v1::Aed message = codec::encode(found.aed, found.distance);
  if (found.usability) *message.mutable_usability() = *found.usability;
  return message;
}

/// Asked for a time, those that can be used then come first; within both parts the order stays.
v1::AedList message_of(const ApiContext& api, std::vector<Found> found,
                       std::optional<registry::WallTime> usable_at) {
  const registry::WallTime at = usable_at.value_or(api.clock.now().utc);
  for (Found& each : found) judge(api, at, each);
  if (usable_at)
    std::ranges::stable_partition(found, [](const Found& each) {
      return each.usability && each.usability->probability() > 0;
    });
  v1::AedList message;
  for (const Found& each : found) *message.add_aeds() = message_of(each);
  return message;
}

bool wants_pages(const HttpRequest& request) {
  return request.parameter("pageSize") || request.parameter("pageToken");
}

ReplyMessage list_pages(const ApiContext* api, Exchange exchange) {
  const auto listing = read_listing(*api, exchange);
  if (!listing) co_return problem_response(listing.error());
  auto page = co_await look_at<Page>(
      &api->engine, [listing = *listing, caller = exchange.caller](
                        const dispatch::State& state, const registry::Directory& directory,
                        dispatch::Now) { return run(listing, *caller, state, directory); });
  if (!page) co_return problem_response(page.error());
  v1::AedList message = message_of(*api, std::move(page->found), listing->usable_at);
  message.set_next_page_token(page->next);
  co_return respond(exchange, 200, message);
}

/// The record in the body, with the jurisdiction it shall belong to.
Result<Aed> read_aed(const ApiContext& api, const Exchange& exchange) {
  v1::Aed message;
  if (const auto read = read_body(exchange, message); !read) {
    return tl::make_unexpected(read.error());
  }
  auto aed = codec::decode(message, api.options.texts);
  if (!aed) return aed;
  const auto where = jurisdiction_for(api, *exchange.caller, aed->jurisdiction.value());
  if (!where) return tl::make_unexpected(where.error());
  aed->jurisdiction = *where;
  return aed;
}

ReplyMessage store(const ApiContext* api, Exchange exchange, Aed aed,
                   std::uint64_t expected_version) {
  const AedId id = aed.id;
  const registry::JurisdictionId where = aed.jurisdiction;
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, where, dispatch::PutAed{std::move(aed), expected_version}));
  if (reply.error == ErrorCode::kAlreadyExists && exchange.request.method == "PUT") {
    co_return problem_response({ErrorCode::kPreconditionRequired, reply.detail, "If-Match"});
  }
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  const auto stored = co_await find_aed(api, id, exchange.caller);
  if (!stored) co_return problem_response(stored.error());
  HttpResponse response = respond(exchange, reply.created ? 201 : 200, codec::encode(*stored));
  add_etag(response, stored->version);
  if (reply.created) response.headers.emplace_back("Location", "/v1/aeds/" + id.value());
  co_return response;
}

}  // namespace

ReplyMessage list_aeds(const ApiContext* api, Exchange exchange) {
  if (wants_pages(exchange.request)) co_return co_await list_pages(api, std::move(exchange));
  const auto search = read_search(*api, exchange.request);
  if (!search) co_return problem_response(search.error());
  auto found = co_await look_at<std::vector<Found>>(
      &api->engine, [search = *search, caller = exchange.caller](
                        const dispatch::State& state, const registry::Directory& directory,
                        dispatch::Now) { return run(search, *caller, state, directory); });
  if (!found) co_return problem_response(found.error());
  co_return respond(exchange, 200, message_of(*api, std::move(*found), search->usable_at));
}

ReplyMessage get_aed(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto found = co_await find_usable_aed(api, *id, exchange.caller);
  if (!found) co_return problem_response(found.error());
  HttpResponse response = respond(exchange, 200, message_of(*found));
  add_etag(response, found->aed.version);
  co_return response;
}

ReplyMessage post_aed(const ApiContext* api, Exchange exchange) {
  auto aed = read_aed(*api, exchange);
  if (!aed) co_return problem_response(aed.error());
  if (aed->id.empty()) aed->id = AedId("aed-" + make_id());
  co_return co_await store(api, std::move(exchange), std::move(*aed), 0);
}

ReplyMessage put_aed(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id)
    co_return problem_response({ErrorCode::kInvalidField, "letters, digits, '-', '_', '.'", "id"});
  auto aed = read_aed(*api, exchange);
  if (!aed) co_return problem_response(aed.error());
  if (!aed->id.empty() && aed->id != *id) {
    co_return problem_response({ErrorCode::kInvalidField, "another id than the path's", "id"});
  }
  aed->id = *id;
  const auto version = if_match(exchange.request.headers);
  if (!version) co_return problem_response(version.error());
  co_return co_await store(api, std::move(exchange), std::move(*aed), version->value_or(0));
}

ReplyMessage delete_aed(const ApiContext* api, Exchange exchange) {
  const auto id = id_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto version = if_match(exchange.request.headers);
  if (!version) co_return problem_response(version.error());
  if (!*version) {
    co_return problem_response({ErrorCode::kPreconditionRequired, "say which version", "If-Match"});
  }
  const auto known = co_await find_aed(api, *id, exchange.caller);
  if (!known) co_return problem_response(known.error());
  const auto allowed = check_jurisdiction(*exchange.caller, known->jurisdiction, "id");
  if (!allowed) co_return problem_response(allowed.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, known->jurisdiction, dispatch::DeleteAed{*id, *version}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response;
  response.status = 204;
  co_return response;
}

}  // namespace goldenfour::net
