#include "server/net/routes/own_record.h"

#include "server/net/codec/encode.h"
#include "server/net/codec/encode_held.h"

namespace goldenfour::net {
namespace {

struct Found {
  registry::Responder record;
  codec::Held held;
};

std::optional<Found> look(const registry::ResponderId& id, const dispatch::State& state,
                          const registry::Directory& directory, dispatch::Now now) {
  const registry::Responder* record = directory.responder(id);
  if (record == nullptr) return std::nullopt;
  // As those see it who maintain it: of one's own record nothing is left out.
  Found found{dispatch::responder_view(*record, dispatch::Audience::kRegistrar), {}};
  if (record->duty.changed_at != registry::WallTime{})
    found.held.duty_changed_at = record->duty.changed_at;
  if (const registry::Presence* presence = directory.presence(id))
    found.held.position_heard_at = presence->at;
  if (const auto heard = directory.last_heard(id))
    found.held.device_heard_at = now.utc - (now.steady - *heard);
  const auto habit = state.habits.find(id);
  if (habit != state.habits.end()) found.held.habit = habit->second;
  return found;
}

void add_what_lies_elsewhere(const ApiContext& api, Found& found) {
  const registry::ResponderId& id = found.record.id;
  found.held.position_kept =
      std::chrono::duration_cast<std::chrono::seconds>(api.options.presence_kept);
  const Chronicle::Tally tally = api.chronicle.tally(id);
  found.held.offers = tally.offers;
  found.held.tasks = tally.tasks;
  if (api.push == nullptr) return;
  for (const ports::PushSubscription& each : api.push->find(id))
    found.held.push_devices.push_back(each.device);
}

}  // namespace

ReplyMessage get_own_record(const ApiContext* api, Exchange exchange) {
  const registry::ResponderId id = exchange.caller->responder;
  if (id.value() != exchange.parameters.at(0))
    co_return problem_response({ErrorCode::kForbidden, "only one's own record", "id"});
  auto found = co_await look_at<std::optional<Found>>(
      &api->engine, [id](const dispatch::State& state, const registry::Directory& directory,
                         dispatch::Now now) { return look(id, state, directory, now); });
  if (!found) co_return problem_response(found.error());
  if (!*found) co_return problem_response({ErrorCode::kNotFound, "no such responder", "id"});
  const auto allowed = check_jurisdiction(*exchange.caller, (*found)->record.jurisdiction, "id");
  if (!allowed) co_return problem_response(allowed.error());
  add_what_lies_elsewhere(*api, **found);
  v1::Responder message = codec::encode((*found)->record);
  *message.mutable_held() = codec::encode((*found)->held);
  // No ETag: what is held changes without the record's version.
  co_return respond(exchange, 200, message);
}

}  // namespace goldenfour::net
