#include "server/dispatch/names.h"
#include "server/net/codec/encode.h"

namespace goldenfour::net::codec {
namespace {

void encode_position(const dispatch::StreamPosition& position, v1::StreamPosition* out) {
  out->set_epoch(position.epoch);
  out->set_sequence(position.sequence);
}

v1::AedDirections encode_directions(const dispatch::AedDirections& aed) {
  v1::AedDirections out;
  out.set_id(aed.id.value());
  if (aed.position) *out.mutable_position() = encode(*aed.position);
  out.set_name(aed.name);
  out.set_address(aed.address);
  out.set_location_hint(aed.location_hint);
  out.set_floor(aed.floor);
  out.set_opening_hours(aed.opening_hours);
  out.set_access(static_cast<v1::AedAccess>(aed.access));
  out.set_door_code(aed.door_code);
  for (const auto equipment : aed.equipment)
    out.add_equipment(static_cast<v1::Aed::Equipment>(static_cast<int>(equipment) + 1));
  return out;
}

v1::IncidentKind kind_of(dispatch::IncidentKind kind) {
  return static_cast<v1::IncidentKind>(static_cast<int>(kind) + 1);
}

v1::Hazard hazard_of(dispatch::Hazard hazard) {
  return static_cast<v1::Hazard>(static_cast<int>(hazard) + 1);
}

void encode_movement(const dispatch::Movement& movement, v1::Movement* out) {
  out->set_incident(dispatch::to_string(movement.task.incident));
  out->set_task(dispatch::to_string(movement.task));
  out->set_responder(movement.responder.value());
  out->set_role(encode_role(movement.role));
  *out->mutable_position() = encode(movement.position);
  out->set_accuracy_meters(movement.accuracy_meters);
  encode(movement.at, out->mutable_at());
  if (movement.expected_at) encode(*movement.expected_at, out->mutable_expected_at());
}

/// Fills the body of a frame; one overload per kind of content.
class BodyWriter {
 public:
  explicit BodyWriter(v1::ServerFrame& frame) : frame_(frame) {}

  void operator()(const ports::Welcome& welcome) {
    v1::Welcome* out = frame_.mutable_welcome();
    encode_position(welcome.position, out->mutable_position());
    out->set_subject(welcome.subject);
    out->set_resumed(welcome.resumed);
  }

  void operator()(const ports::Reset& reset) {
    v1::Reset* out = frame_.mutable_reset();
    encode_position(reset.position, out->mutable_position());
    for (const auto& offer : reset.offers) *out->add_offers() = encode(offer);
    for (const auto& task : reset.tasks) *out->add_tasks() = encode(task);
    for (const auto& incident : reset.incidents) *out->add_incidents() = encode(incident);
    out->set_truncated(reset.truncated);
  }

  void operator()(const dispatch::ResponderFrame& frame) {
    encode_position(frame.position, frame_.mutable_position());
    std::visit(*this, frame.body);
  }
  void operator()(const dispatch::OfferNotice& notice) { *frame_.mutable_offer() = encode(notice); }
  void operator()(const dispatch::TaskNotice& notice) { *frame_.mutable_task() = encode(notice); }
  void operator()(const dispatch::StandDownNotice& notice) {
    frame_.mutable_stand_down()->set_offer(dispatch::to_string(notice.offer));
    frame_.mutable_stand_down()->set_cause(std::string(notice.cause));
  }

  void operator()(const dispatch::ConsoleFrame& frame) {
    encode_position(frame.position, frame_.mutable_position());
    v1::IncidentEvent* out = frame_.mutable_incident();
    out->set_incident(dispatch::to_string(frame.incident));
    *out->mutable_event() = encode(frame.event);
    if (frame.state) *out->mutable_state() = encode(*frame.state);
  }

  void operator()(const ports::Counts& counts) {
    v1::Counts* out = frame_.mutable_counts();
    out->set_responders_connected(counts.responders_connected);
    out->set_responders_on_duty(counts.responders_on_duty);
    out->set_open_incidents(counts.open_incidents);
    for (const auto& crowd : counts.cells) {
      v1::CellCount* cell = out->add_cells();
      cell->set_cell(crowd.cell);
      *cell->mutable_center() = encode(crowd.center);
      cell->set_responders(crowd.responders);
    }
  }

  void operator()(const dispatch::Movements& movements) {
    v1::Movements* out = frame_.mutable_movements();
    for (const auto& movement : movements.all) encode_movement(movement, out->add_movements());
    out->set_truncated(movements.truncated);
  }

 private:
  v1::ServerFrame& frame_;
};

}  // namespace

v1::OfferNotice encode(const dispatch::OfferNotice& notice) {
  v1::OfferNotice out;
  out.set_offer(dispatch::to_string(notice.offer));
  out.set_role(encode_role(notice.role));
  out.set_kind(kind_of(notice.kind));
  out.set_drill(notice.drill);
  encode(notice.deadline, out.mutable_deadline());
  out.set_distance_meters_from(notice.distance_meters_from);
  out.set_distance_meters_to(notice.distance_meters_to);
  out.set_arrival_seconds(notice.arrival_seconds);
  if (notice.place) *out.mutable_place() = encode(*notice.place);
  out.set_cell(notice.cell);
  out.set_team(notice.team.value());
  for (const auto hazard : notice.hazards) out.add_hazards(hazard_of(hazard));
  if (notice.aed) *out.mutable_aed() = encode_directions(*notice.aed);
  return out;
}

v1::TaskNotice encode(const dispatch::TaskNotice& notice) {
  v1::TaskNotice out;
  out.set_task(dispatch::to_string(notice.task));
  out.set_role(encode_role(notice.role));
  out.set_kind(kind_of(notice.kind));
  out.set_drill(notice.drill);
  if (notice.scene) {
    *out.mutable_place() = encode(notice.scene->position);
    out.set_address(notice.scene->address);
    out.set_floor(notice.scene->floor);
    out.set_entrance(notice.scene->entrance);
    out.set_patient(notice.scene->patient);
    out.set_note(notice.scene->note);
    if (!notice.team.empty())
      *out.mutable_rally() = encode(notice.scene->rally.value_or(notice.scene->position));
  }
  for (const auto hazard : notice.hazards) out.add_hazards(hazard_of(hazard));
  if (notice.crew_due) encode(*notice.crew_due, out.mutable_crew_due());
  if (notice.aed) *out.mutable_aed() = encode_directions(*notice.aed);
  if (notice.alternate) *out.mutable_alternate_aed() = encode_directions(*notice.alternate);
  out.set_no_alternate_in_reach(notice.no_alternate_in_reach);
  out.set_step(std::string(dispatch::text_of(notice.step)));
  out.set_wait(notice.wait);
  out.set_team(notice.team.value());
  return out;
}

v1::ServerFrame encode(const ports::StreamFrame& frame) {
  v1::ServerFrame out;
  encode(frame.at, out.mutable_at());
  std::visit(BodyWriter(out), frame.body);
  return out;
}

v1::ServerFrame encode_result(std::uint64_t request, const dispatch::Reply& reply) {
  v1::ServerFrame out;
  v1::Result* result = out.mutable_result();
  result->set_request(request);
  result->set_code(std::string(dispatch::info(reply.error).text));
  result->set_field(reply.field);
  result->set_detail(reply.detail);
  if (reply.task.number != 0) result->set_task(dispatch::to_string(reply.task));
  return out;
}

v1::ServerFrame encode_pong(std::uint64_t nonce) {
  v1::ServerFrame out;
  out.mutable_pong()->set_nonce(nonce);
  return out;
}

}  // namespace goldenfour::net::codec
