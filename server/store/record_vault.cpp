// The personal parts of facts: to the vault when written, from the vault when read.
#include "goldenfour/journal/v1/vault.pb.h"
#include "server/store/record_facts.h"

namespace goldenfour::store {
namespace {

std::string subject_of(const dispatch::IncidentId& id) {
  return "incident/" + to_string(id);
}
std::string subject_of(const registry::ResponderId& id) {
  return std::string(kResponderSubject) + id.value();
}
std::string subject_of(const registry::AedId& id) {
  return "aed/" + id.value();
}

std::string subject_of(const registry::TeamId& id) {
  return "team/" + id.value();
}

void put(const geo::Position& position, stored::Place& to) {
  to.set_latitude(position.latitude_degrees());
  to.set_longitude(position.longitude_degrees());
}

std::string content_of(const dispatch::Scene& scene) {
  stored::Scene to;
  put(scene.position, *to.mutable_place());
  to.set_uncertainty_meters(scene.uncertainty.value());
  to.set_address(scene.address);
  to.set_floor(scene.floor);
  to.set_entrance(scene.entrance);
  to.set_patient(scene.patient);
  to.set_caller_phone(scene.caller_phone);
  to.set_note(scene.note);
  to.set_public_place(scene.public_place);
  to.set_large_site(scene.large_site);
  if (scene.rally) put(*scene.rally, *to.mutable_rally());
  return to.SerializeAsString();
}

std::string content_of(const registry::Particulars& particulars) {
  stored::Particulars to;
  to.set_name(particulars.name);
  to.set_phone(particulars.phone);
  if (particulars.home) put(*particulars.home, *to.mutable_home());
  return to.SerializeAsString();
}

}  // namespace

void VaultChanges::scene(const dispatch::IncidentId& incident,
                         const std::optional<dispatch::Scene>& scene, registry::WallTime at) {
  std::optional<Row> row;
  if (scene) row = Row{content_of(*scene), ms(at + options_.scene_retention)};
  set(subject_of(incident), kSceneClass, std::move(row));
}

void VaultChanges::particulars(const registry::ResponderId& responder,
                               const std::optional<registry::Particulars>& particulars) {
  std::optional<Row> row;
  if (particulars) row = Row{content_of(*particulars), kKeepUntilErased};
  set(subject_of(responder), kParticularsClass, std::move(row));
}

void VaultChanges::erase_push(const registry::ResponderId& responder) {
  set(subject_of(responder), kPushClass, std::nullopt);
}

void VaultChanges::door_code(const registry::AedId& aed, const std::optional<std::string>& code) {
  std::optional<Row> row;
  if (code) row = Row{*code, kKeepUntilErased};
  set(subject_of(aed), kDoorCodeClass, std::move(row));
}

void VaultChanges::team_name(const registry::TeamId& team, const std::optional<std::string>& name) {
  std::optional<Row> row;
  if (name) row = Row{*name, kKeepUntilErased};
  set(subject_of(team), kTeamNameClass, std::move(row));
}

void VaultChanges::set(std::string subject, std::string_view field_class, std::optional<Row> row) {
  last_[{std::move(subject), std::string(field_class)}] = std::move(row);
}

void VaultChanges::move_to(Entry& entry) {
  for (auto& [key, row] : last_) {
    if (row) {
      entry.vault.push_back({key.first, key.second, std::move(row->content), row->retain_until_ms});
    } else {
      entry.erase.push_back({key.first, key.second});
    }
  }
}

dispatch::IncidentId Reader::id(const stored::IncidentId& from) {
  return {registry::JurisdictionId(from.jurisdiction()), from.epoch(), from.number()};
}

geo::Position Reader::position(double latitude, double longitude) {
  const auto position = geo::Position::from_degrees(latitude, longitude);
  if (!position) note({StoreErrorCode::kCorrupt, std::string(to_string(position.error())), {}});
  return position.value_or(geo::Position());
}

std::optional<std::string> Reader::row(const std::string& subject, std::string_view field_class) {
  auto content = vault_(subject, field_class);
  if (content) return std::move(*content);
  note(std::move(content.error()));
  return std::nullopt;
}

std::optional<dispatch::Scene> Reader::scene(const dispatch::IncidentId& incident) {
  const std::string subject = subject_of(incident);
  const auto content = row(subject, kSceneClass);
  if (!content) return std::nullopt;
  stored::Scene from;
  if (!from.ParseFromString(*content)) {
    note({StoreErrorCode::kCorrupt, "vault row of " + subject + " cannot be read", {}});
    return std::nullopt;
  }
  dispatch::Scene scene;
  scene.position = position(from.place().latitude(), from.place().longitude());
  scene.uncertainty = geo::Meters(from.uncertainty_meters());
  scene.address = from.address();
  scene.floor = from.floor();
  scene.entrance = from.entrance();
  scene.patient = from.patient();
  scene.caller_phone = from.caller_phone();
  scene.note = from.note();
  scene.public_place = from.public_place();
  scene.large_site = from.large_site();
  if (from.has_rally()) scene.rally = position(from.rally().latitude(), from.rally().longitude());
  return scene;
}

std::optional<registry::Particulars> Reader::particulars(const registry::ResponderId& responder) {
  const std::string subject = subject_of(responder);
  const auto content = row(subject, kParticularsClass);
  if (!content) return std::nullopt;
  stored::Particulars from;
  if (!from.ParseFromString(*content)) {
    note({StoreErrorCode::kCorrupt, "vault row of " + subject + " cannot be read", {}});
    return std::nullopt;
  }
  registry::Particulars particulars{from.name(), from.phone(), std::nullopt};
  if (from.has_home()) {
    particulars.home = position(from.home().latitude(), from.home().longitude());
  }
  return particulars;
}

std::optional<std::string> Reader::team_name(const registry::TeamId& team) {
  return row(subject_of(team), kTeamNameClass);
}

std::optional<std::string> Reader::door_code(const registry::AedId& aed) {
  return row(subject_of(aed), kDoorCodeClass);
}

}  // namespace goldenfour::store
