#include <algorithm>
#include <utility>
#include <vector>

#include "server/dispatch/names.h"
#include "server/net/codec/encode.h"
#include "server/net/routes/query_reader.h"
#include "server/net/routes/router.h"
#include "server/net/routes/steer.h"
#include "server/net/routes/who_acted.h"

namespace goldenfour::net {
namespace {

using dispatch::IncidentId;

struct Page {
  std::vector<dispatch::IncidentView> incidents;
  std::string next;
};

struct ListRequest {
  registry::JurisdictionId jurisdiction;
  std::optional<dispatch::IncidentStatus> status;
  std::size_t size = 0;
  std::optional<IncidentId> before;
  dispatch::Audience audience = dispatch::Audience::kOperator;
};

/// The newest first; the page's token is the last incident shown.
Page list(const ListRequest& wanted, const dispatch::State& state,
          const registry::Directory& directory) {
  Page page;
  const auto held = state.jurisdictions.find(wanted.jurisdiction);
  if (held == state.jurisdictions.end()) return page;
  const auto& incidents = held->second.incidents;
  auto at = wanted.before ? incidents.lower_bound(*wanted.before) : incidents.end();
  while (at != incidents.begin()) {
    --at;
    if (wanted.status && at->second.status != *wanted.status) continue;
    if (page.incidents.size() == wanted.size) {
      page.next = dispatch::to_string(page.incidents.back().id);
      break;
    }
    page.incidents.push_back(
        dispatch::incident_view(at->second, directory, wanted.audience, dispatch::Extent::kLive));
  }
  return page;
}

Result<ListRequest> read_list(const ApiContext& api, const Exchange& exchange) {
  QueryReader query(exchange.request);
  ListRequest wanted;
  wanted.audience = audience_of(*exchange.caller);
  const std::string status = query.text("status");
  const auto jurisdiction = jurisdiction_for(api, *exchange.caller, query.text("jurisdiction"));
  wanted.size = query.number("pageSize", 1, api.options.max_page_size, api.options.page_size);
  const std::string token = query.text("pageToken");
  if (!status.empty()) {
    wanted.status = dispatch::value_of<dispatch::IncidentStatus>(status);
    if (!wanted.status) query.fail(ErrorCode::kUnknownEnumValue, "status");
  }
  if (!token.empty()) {
    IncidentId before;
    if (!dispatch::parse(token, before)) query.fail(ErrorCode::kInvalidField, "pageToken");
    wanted.before = before;
  }
  if (auto problem = query.problem()) return tl::make_unexpected(*problem);
  if (!jurisdiction) return tl::make_unexpected(jurisdiction.error());
  wanted.jurisdiction = *jurisdiction;
  return wanted;
}

/// Finds the incident and shapes it with `shape(incident, directory)`.
template <class View, class Shape>
boost::asio::awaitable<Result<View>> view_of(const ApiContext* api, IncidentId id, Shape shape) {
  auto found = co_await look_at<std::optional<View>>(
      &api->engine,
      [id, shape](const dispatch::State& state, const registry::Directory& directory,
                  dispatch::Now) -> std::optional<View> {
        const dispatch::Incident* incident = state.find(id);
        if (incident == nullptr) return std::nullopt;
        return shape(*incident, directory);
      });
  if (!found) co_return tl::make_unexpected(found.error());
  if (!*found) co_return refuse(ErrorCode::kNotFound, "no such incident", "id");
  co_return std::move(**found);
}

v1::Incident message_of(const ApiContext& api, const dispatch::IncidentView& view) {
  v1::Incident message = codec::encode(view);
  tell_who(api.chronicle, view.id, message);
  return message;
}

/// As steer, for commands that say nothing but which incident.
template <class Command>
ReplyMessage steer_plain(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  v1::StreamTicketRequest nothing;
  const auto read = read_body(exchange, nothing);
  if (!read) co_return problem_response(read.error());
  co_return co_await steer(api, std::move(exchange), *id, Command{*id});
}

}  // namespace

ReplyMessage list_incidents(const ApiContext* api, Exchange exchange) {
  const auto wanted = read_list(*api, exchange);
  if (!wanted) co_return problem_response(wanted.error());
  const auto page = co_await look_at<Page>(
      &api->engine,
      [wanted = *wanted](const dispatch::State& state, const registry::Directory& directory,
                         dispatch::Now) { return list(wanted, state, directory); });
  if (!page) co_return problem_response(page.error());
  v1::IncidentList message;
  for (const auto& incident : page->incidents)
    *message.add_incidents() = message_of(*api, incident);
  message.set_next_page_token(page->next);
  co_return respond(exchange, 200, message);
}

ReplyMessage get_incident(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto audience = audience_of(*exchange.caller);
  const auto view = co_await view_of<dispatch::IncidentView>(
      api, *id,
      [audience](const dispatch::Incident& incident, const registry::Directory& directory) {
        return dispatch::incident_view(incident, directory, audience, dispatch::Extent::kFull);
      });
  if (!view) co_return problem_response(view.error());
  HttpResponse response = respond(exchange, 200, message_of(*api, *view));
  add_etag(response, view->version);
  co_return response;
}

ReplyMessage get_timeline(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto audience = audience_of(*exchange.caller);
  using Events = std::vector<dispatch::EventView>;
  const auto events = co_await view_of<Events>(
      api, *id, [audience](const dispatch::Incident& incident, const registry::Directory&) {
        Events views;
        for (const auto& event : incident.timeline) {
          views.push_back(dispatch::event_view(incident, event, audience));
        }
        return views;
      });
  if (!events) co_return problem_response(events.error());
  v1::Timeline message;
  message.set_incident(dispatch::to_string(*id));
  for (const auto& event : *events) {
    v1::TimelineEvent& told = *message.add_events();
    told = codec::encode(event);
    tell_who(api->chronicle, *id, told);
  }
  co_return respond(exchange, 200, message);
}

ReplyMessage get_explanation(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  const auto audience = audience_of(*exchange.caller);
  const auto view = co_await view_of<dispatch::ExplanationView>(
      api, *id,
      [audience](const dispatch::Incident& incident, const registry::Directory& directory) {
        return dispatch::explanation_view(incident, directory, audience);
      });
  if (!view) co_return problem_response(view.error());
  co_return respond(exchange, 200, codec::encode(*view));
}

ReplyMessage update_incident(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  v1::IncidentUpdate message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto update = codec::decode(message, api->options.texts);
  if (!update) co_return problem_response(update.error());
  update->incident = *id;
  co_return co_await steer(api, std::move(exchange), *id, std::move(*update));
}

ReplyMessage cancel_incident(const ApiContext* api, Exchange exchange) {
  return steer_plain<dispatch::CancelIncident>(api, std::move(exchange));
}

ReplyMessage hold_incident(const ApiContext* api, Exchange exchange) {
  return steer_plain<dispatch::HoldIncident>(api, std::move(exchange));
}

ReplyMessage resume_incident(const ApiContext* api, Exchange exchange) {
  return steer_plain<dispatch::ResumeIncident>(api, std::move(exchange));
}

ReplyMessage unmerge_incident(const ApiContext* api, Exchange exchange) {
  return steer_plain<dispatch::UnmergeIncident>(api, std::move(exchange));
}

ReplyMessage ems_on_scene(const ApiContext* api, Exchange exchange) {
  return steer_plain<dispatch::EmsOnScene>(api, std::move(exchange));
}

ReplyMessage close_incident(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  v1::CloseRequest message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  const auto reason = codec::decode(message);
  if (!reason) co_return problem_response(reason.error());
  co_return co_await steer(api, std::move(exchange), *id, dispatch::CloseIncident{*id, *reason});
}

ReplyMessage declare_major(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  v1::DeclareMajorRequest message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  auto command = codec::decode(message);
  if (!command) co_return problem_response(command.error());
  command->incident = *id;
  co_return co_await steer(api, std::move(exchange), *id, std::move(*command));
}

ReplyMessage acknowledge_alarm(const ApiContext* api, Exchange exchange) {
  const auto id = incident_of(exchange);
  if (!id) co_return problem_response(id.error());
  v1::AcknowledgeAlarmRequest message;
  if (const auto read = read_body(exchange, message); !read)
    co_return problem_response(read.error());
  if (message.number() == 0) {
    co_return problem_response({ErrorCode::kMissingField, "alarms count from 1", "number"});
  }
  co_return co_await steer(api, std::move(exchange), *id,
                           dispatch::AcknowledgeAlarm{*id, message.number()});
}

}  // namespace goldenfour::net
