#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <google/protobuf/util/time_util.h>

#include "server/net/routes/router.h"

namespace goldenfour::net {
namespace {

HttpResponse json_response(int status, const boost::json::object& object) {
  HttpResponse response;
  response.status = status;
  response.content_type = kJsonMediaType;
  response.body = boost::json::serialize(object);
  return response;
}

std::string_view text_of(Pages pages) {
  switch (pages) {
    case Pages::kOff:
      return "OFF";
    case Pages::kServed:
      return "OK";
    case Pages::kUnusable:
      return "UNUSABLE";
  }
  return {};
}

std::string rfc3339(dispatch::WallTime time) {
  using google::protobuf::util::TimeUtil;
  return TimeUtil::ToString(TimeUtil::MillisecondsToTimestamp(time.since_epoch.count()));
}

}  // namespace

ReplyMessage get_livez(const ApiContext*, Exchange) {
  co_return json_response(200, {{"alive", true}});
}

ReplyMessage get_readyz(const ApiContext* api, Exchange) {
  const Readiness state = api->readiness();
  boost::json::object body{{"ready", state.ready},
                           {"node", state.node},
                           {"journal", state.journal},
                           {"sequence", state.sequence},
                           {"durable", state.durable},
                           {"durability", "LOCAL"},
                           {"replicas", state.replicas},
                           {"drillClock", state.drill_clock},
                           {"drillsOnly", state.drills_only},
                           {"pages", text_of(state.pages)},
                           {"time", rfc3339(api->clock.now().utc)}};
  if (!state.reason.empty()) body["reason"] = state.reason;
  co_return json_response(state.ready ? 200 : 503, body);
}

ReplyMessage get_metrics(const ApiContext* api, Exchange) {
  HttpResponse response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = api->metrics();
  co_return response;
}

ReplyMessage post_receipt(const ApiContext* api, Exchange exchange) {
  if (!api->read_receipt)
    co_return problem_response({ErrorCode::kNotFound, "no gateway is set up"});
  const auto receipt = api->read_receipt(exchange.request.headers, exchange.request.body);
  if (!receipt) co_return problem_response(receipt.error());
  dispatch::Command command;
  command.jurisdiction = receipt->offer.incident.jurisdiction;
  command.actor = {dispatch::ActorKind::kIntegration, "webhook"};
  command.body =
      dispatch::ReportDelivery{receipt->offer, dispatch::Channel::kWebhook, receipt->stage};
  const dispatch::Reply reply = co_await submit(&api->engine, std::move(command));
  if (reply.error != ErrorCode::kNone) co_return problem_response(problem_of(reply));
  HttpResponse response;
  response.status = 204;
  co_return response;
}

}  // namespace goldenfour::net
