#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "geo/rectangle.h"
#include "server/net/codec/encode.h"
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
  std::optional<v1::AedUsability> usability;
};

/// A search by place or by rectangle.
struct Search {
  std::optional<geo::Position> near;
  double radius = 0;
  std::optional<geo::Rectangle> box;
  std::size_t limit = 0;
  std::optional<registry::WallTime> usable_at;
};

/// Whether this caller may see it, and how. Private ones only within the caller's jurisdiction.
std::optional<Aed> visible(const Aed& aed, const ports::TokenRecord& caller) {
  const bool foreign = !caller.jurisdiction.empty() && caller.jurisdiction != aed.jurisdiction;
  if (foreign && aed.access == registry::AedAccess::kPrivate) return std::nullopt;
  return dispatch::aed_view(aed, audience_of(caller));
}

std::vector<Found> run(const Search& search, const ports::TokenRecord& caller,
                       const registry::Directory& directory) {
  std::vector<Found> found;
  const auto add = [&](const Aed& aed, std::optional<geo::Meters> distance) {
    if (auto view = visible(aed, caller))
      found.push_back({std::move(*view), distance, std::nullopt});
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
  return found;
}

/// Who decides about incidents also sees what they do to an AED.
bool sees_incidents(const ports::TokenRecord& caller) {
  const dispatch::Audience audience = audience_of(caller);
  return audience == dispatch::Audience::kDispatcher || audience == dispatch::Audience::kOperator;
}

/// The AED's usability at a time; reports and reservations are about tonight, whatever the time.
std::optional<v1::AedUsability> usability_of(const ApiContext& api, const Aed& aed,
                                             registry::WallTime at,
                                             const ports::TokenRecord& caller,
                                             const dispatch::State& state) {
  if (!api.usability) return std::nullopt;
  registry::Usability usability = api.usability(aed, at);
  if (sees_incidents(caller)) {
    const auto rule_out = [&](registry::UsabilityReason reason) {
      usability.probability = 0;
      usability.reasons.push_back({reason, 0, std::nullopt});
    };
    if (state.reported_missing.contains(aed.id))
      rule_out(registry::UsabilityReason::kReportedTonight);
    if (state.reservations.contains(aed.id)) rule_out(registry::UsabilityReason::kReserved);
  }
  return codec::encode(usability, at, aed.opening_hours);
}

std::optional<geo::Position> place(QueryReader& query, const geo::RawPosition& raw,
                                   std::string_view name) {
  const auto position = geo::to_wgs84(raw);
  if (position) return *position;
  query.fail(position.error(), name);
  return std::nullopt;
}

Result<Search> read_search(const ApiContext& api, const HttpRequest& request) {
  QueryReader query(request);
  Search search;
  std::array<double, 2> near{};
  std::array<double, 4> box{};
  const bool by_place = query.decimals("near", near);
  const bool by_box = query.decimals("bbox", box);
  if (by_place == by_box) {
    query.fail(by_place ? ErrorCode::kInvalidField : ErrorCode::kMissingField, "near",
               "either near=lat,lng or bbox=west,south,east,north");
  }
  const geo::Datum datum = query.datum();
  search.limit = query.number("limit", 1, api.options.max_near, 20);
  search.usable_at = query.time("usableAt");
  if (by_place) {
    search.radius = query.decimal("radius", 1, api.options.max_radius_meters, 1000);
    search.near = place(query, {near[0], near[1], datum}, "near");
  } else if (by_box) {
    const auto south_west = place(query, {box[1], box[0], datum}, "bbox");
    const auto north_east = place(query, {box[3], box[2], datum}, "bbox");
    if (south_west && north_east) search.box = geo::Rectangle::between(*south_west, *north_east);
    if (!search.box) query.fail(ErrorCode::kInvalidField, "bbox", "west,south,east,north");
  }
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  return search;
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
      [api, id, caller](const dispatch::State& state, const registry::Directory& directory,
                        dispatch::Now now) -> std::optional<Found> {
        const Aed* aed = directory.aed(id);
        auto view = aed == nullptr ? std::nullopt : visible(*aed, *caller);
        if (!view) return std::nullopt;
        auto usability = usability_of(*api, *view, now.utc, *caller, state);
        return Found{std::move(*view), std::nullopt, std::move(usability)};
      });
  if (!found) co_return tl::make_unexpected(found.error());
  if (!*found) co_return refuse(ErrorCode::kNotFound, "no such AED", "id");
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
std::vector<Found> run(const ApiContext& api, const Search& search,
                       const ports::TokenRecord& caller, const dispatch::State& state,
                       const registry::Directory& directory, dispatch::Now now) {
  std::vector<Found> found = run(search, caller, directory);
  for (Found& each : found)
    each.usability = usability_of(api, each.aed, search.usable_at.value_or(now.utc), caller, state);
  if (search.usable_at)
    std::ranges::stable_partition(found, [](const Found& each) {
      return each.usability && each.usability->probability() > 0;
    });
  return found;
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
  const auto search = read_search(*api, exchange.request);
  if (!search) co_return problem_response(search.error());
  const auto found = co_await look_at<std::vector<Found>>(
      &api->engine,
      [api, search = *search, caller = exchange.caller](
          const dispatch::State& state, const registry::Directory& directory, dispatch::Now now) {
        return run(*api, search, *caller, state, directory, now);
      });
  if (!found) co_return problem_response(found.error());
  v1::AedList message;
  for (const Found& each : *found) *message.add_aeds() = message_of(each);
  co_return respond(exchange, 200, message);
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
