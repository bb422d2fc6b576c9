#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/net/codec/encode.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"

/// The routes of a table of the registry whose records have an id, a jurisdiction and a version:
/// list by pages, show with its ETag, put and delete with If-Match. `Kind` says what is kept:
///
///   using Record, Id;                     in the registry
///   using Message, List;                  on the wire
///   using Put, Delete;                    commands
///   kUnknown;                             what a 404 says
///   all(directory), find(directory, id);  the table
///   view(record, audience);               what somebody may see of one
///   add(list);                            room for one more on the wire
namespace goldenfour::net::records {

template <class Kind>
struct Page {
  std::vector<typename Kind::Record> records;
  std::string next;
};

template <class Kind>
struct ListRequest {
  registry::JurisdictionId jurisdiction;
  std::size_t size = 0;
  typename Kind::Id after;
  dispatch::Audience audience = dispatch::Audience::kOperator;
};

template <class Kind>
Page<Kind> list(const ListRequest<Kind>& wanted, const registry::Directory& directory) {
  Page<Kind> page;
  const auto& all = Kind::all(directory);
  for (auto at = all.upper_bound(wanted.after); at != all.end(); ++at) {
    if (at->second.jurisdiction != wanted.jurisdiction) continue;
    if (page.records.size() == wanted.size) {
      page.next = page.records.back().id.value();
      break;
    }
    page.records.push_back(Kind::view(at->second, wanted.audience));
  }
  return page;
}

template <class Kind>
Result<ListRequest<Kind>> read_list(const ApiContext& api, const Exchange& exchange) {
  QueryReader query(exchange.request);
  ListRequest<Kind> wanted;
  wanted.audience = audience_of(*exchange.caller);
  const auto jurisdiction = jurisdiction_for(api, *exchange.caller, query.text("jurisdiction"));
  wanted.size = query.number("pageSize", 1, api.options.max_page_size, api.options.page_size);
  const std::string token = query.text("pageToken");
  if (!token.empty() && !registry::is_valid_id(token)) {
    query.fail(ErrorCode::kInvalidField, "pageToken");
  }
  wanted.after = typename Kind::Id(token);
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  if (!jurisdiction) return tl::make_unexpected(jurisdiction.error());
  wanted.jurisdiction = *jurisdiction;
  return wanted;
}

template <class Kind>
Result<typename Kind::Id> id_of(const Exchange& exchange) {
  if (!registry::is_valid_id(exchange.parameters.at(0))) {
    return refuse(ErrorCode::kNotFound, Kind::kUnknown, "id");
  }
  return typename Kind::Id(exchange.parameters.at(0));
}

template <class Kind>
boost::asio::awaitable<Result<typename Kind::Record>> find_record(const ApiContext* api,
                                                                  typename Kind::Id id,
                                                                  Tickets::Holder caller) {
  auto found = co_await look_at<std::optional<typename Kind::Record>>(
      &api->engine,
      [id, caller](const dispatch::State&, const registry::Directory& directory,
                   dispatch::Now) -> std::optional<typename Kind::Record> {
        const auto* record = Kind::find(directory, id);
        if (record == nullptr) return std::nullopt;
        return Kind::view(*record, audience_of(*caller));
      });
  if (!found) co_return tl::make_unexpected(found.error());
  if (!*found) co_return refuse(ErrorCode::kNotFound, Kind::kUnknown, "id");
  const auto allowed = check_jurisdiction(*caller, (*found)->jurisdiction, "id");
  if (!allowed) co_return tl::make_unexpected(allowed.error());
  co_return std::move(**found);
}

template <class Record>
HttpResponse show(const Exchange& exchange, int status, const Record& record) {
  HttpResponse response = respond(exchange, status, codec::encode(record));
  add_etag(response, record.version);
  return response;
}

template <class Kind>
ReplyMessage list_records(const ApiContext* api, Exchange exchange) {
  const auto wanted = read_list<Kind>(*api, exchange);
  if (!wanted) co_return problem_response(wanted.error());
  const auto page = co_await look_at<Page<Kind>>(
      &api->engine, [wanted = *wanted](const dispatch::State&, const registry::Directory& directory,
                                       dispatch::Now) { return list<Kind>(wanted, directory); });
  if (!page) co_return problem_response(page.error());
  typename Kind::List message;
  for (const auto& each : page->records) *Kind::add(message) = codec::encode(each);
  message.set_next_page_token(page->next);
  co_return respond(exchange, 200, message);
}

template <class Kind>
ReplyMessage get_record(const ApiContext* api, Exchange exchange) {
  const auto id = id_of<Kind>(exchange);
  if (!id) co_return problem_response(id.error());
  const auto record = co_await find_record<Kind>(api, *id, exchange.caller);
  if (!record) co_return problem_response(record.error());
  co_return show(exchange, 200, *record);
}

template <class Kind>
ReplyMessage put_record(const ApiContext* api, Exchange exchange) {
  const auto id = id_of<Kind>(exchange);
  if (!id)
    co_return problem_response({ErrorCode::kInvalidField, "letters, digits, '-', '_', '.'", "id"});
  typename Kind::Message message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto record = codec::decode(message, api->options.texts);
  if (!record) co_return problem_response(record.error());
  if (!record->id.empty() && record->id != *id) {
    co_return problem_response({ErrorCode::kInvalidField, "another id than the path's", "id"});
  }
  const auto where = jurisdiction_for(*api, *exchange.caller, record->jurisdiction.value());
  if (!where) co_return problem_response(where.error());
  record->id = *id;
  record->jurisdiction = *where;
  const auto version = if_match(exchange.request.headers);
  if (!version) co_return problem_response(version.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine,
      command_of(*exchange.caller, *where, typename Kind::Put{std::move(*record), *version}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  const auto stored = co_await find_record<Kind>(api, *id, exchange.caller);
  if (!stored) co_return problem_response(stored.error());
  co_return show(exchange, reply.created ? 201 : 200, *stored);
}

template <class Kind>
ReplyMessage delete_record(const ApiContext* api, Exchange exchange) {
  const auto id = id_of<Kind>(exchange);
  if (!id) co_return problem_response(id.error());
  const auto known = co_await find_record<Kind>(api, *id, exchange.caller);
  if (!known) co_return problem_response(known.error());
  const dispatch::Reply reply = co_await submit(
      &api->engine, command_of(*exchange.caller, known->jurisdiction, typename Kind::Delete{*id}));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response;
  response.status = 204;
  co_return response;
}

}  // namespace goldenfour::net::records
