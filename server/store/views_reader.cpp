#include <limits>
#include <utility>

#include "server/store/views.h"

namespace goldenfour::store {
namespace {

constexpr const char* kIncidents = R"sql(
SELECT epoch, number, version, status, close_reason, alert_status, kind, source, external_id, cell,
       offers, tasks, alarms, opened_at_ms, ended_at_ms, first_accepted_at_ms,
       first_on_scene_at_ms, first_aed_on_scene_at_ms, crew_arrived_at_ms
FROM incident
WHERE jurisdiction = ?1 AND (epoch, number) < (?2, ?3))sql";
constexpr const char* kOpenOnly = " AND open";  // then a partial index finds the few among many
constexpr const char* kNewestFirst = " ORDER BY epoch DESC, number DESC LIMIT ?4";

constexpr const char* kTimeline = R"sql(
SELECT version, at_ms, code, offer, responder, role, aed, detail, detail2
FROM timeline
WHERE jurisdiction = ?1 AND epoch = ?2 AND number = ?3 AND version > ?4
ORDER BY version LIMIT ?5)sql";

registry::WallTime time_at(const Statement& row, int column) {
  return {registry::Duration(row.integer(column))};
}

std::optional<registry::WallTime> optional_time_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return time_at(row, column);
}

IncidentRow incident_at(const Statement& row, const registry::JurisdictionId& jurisdiction) {
  IncidentRow incident;
  incident.id = {jurisdiction, static_cast<std::uint32_t>(row.integer(0)),
                 static_cast<std::uint32_t>(row.integer(1))};
  incident.version = static_cast<std::uint64_t>(row.integer(2));
  incident.status = row.text(3);
  incident.close_reason = row.text(4);
  incident.alert_status = row.text(5);
  incident.kind = row.text(6);
  incident.source = row.text(7);
  incident.external_id = row.text(8);
  incident.cell = row.text(9);
  incident.offers = static_cast<std::uint32_t>(row.integer(10));
  incident.tasks = static_cast<std::uint32_t>(row.integer(11));
  incident.alarms = static_cast<std::uint32_t>(row.integer(12));
  incident.opened_at = time_at(row, 13);
  incident.ended_at = optional_time_at(row, 14);
  incident.first_accepted_at = optional_time_at(row, 15);
  incident.first_on_scene_at = optional_time_at(row, 16);
  incident.first_aed_on_scene_at = optional_time_at(row, 17);
  incident.crew_arrived_at = optional_time_at(row, 18);
  return incident;
}

dispatch::TimelineEvent event_at(const Statement& row) {
  dispatch::TimelineEvent event;
  event.version = static_cast<std::uint64_t>(row.integer(0));
  event.at = time_at(row, 1);
  event.code = static_cast<dispatch::EventCode>(row.integer(2));
  event.offer = static_cast<std::uint32_t>(row.integer(3));
  event.responder = registry::ResponderId(std::string(row.text(4)));
  event.role = static_cast<dispatch::Role>(row.integer(5));
  event.aed = registry::AedId(std::string(row.text(6)));
  event.detail = static_cast<std::uint32_t>(row.integer(7));
  event.detail2 = static_cast<std::uint32_t>(row.integer(8));
  return event;
}

}  // namespace

Expected<ViewsReader> ViewsReader::open(const std::string& path) {
  auto database = Database::open({.path = path, .read_only = true});
  if (!database) return pass_on(database);
  auto incidents = database->prepare(std::string(kIncidents) + kNewestFirst);
  if (!incidents) return pass_on(incidents);
  auto open = database->prepare(std::string(kIncidents) + kOpenOnly + kNewestFirst);
  if (!open) return pass_on(open);
  auto timeline = database->prepare(kTimeline);
  if (!timeline) return pass_on(timeline);
  return ViewsReader(std::move(*database), std::move(*incidents), std::move(*open),
                     std::move(*timeline));
}

Expected<std::vector<IncidentRow>> ViewsReader::incidents(const IncidentQuery& query) {
  Statement& statement = query.open_only ? open_ : incidents_;
  ResetAtExit reset_after(statement);
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  statement.bind_text(1, query.jurisdiction.value())
      .bind(2, query.before ? query.before->epoch : kEnd)
      .bind(3, query.before ? query.before->number : kEnd)
      .bind(4, static_cast<std::int64_t>(query.limit));
  std::vector<IncidentRow> rows;
  for (;;) {
    auto row = statement.step();
    if (!row) return pass_on(row);
    if (!*row) return rows;
    rows.push_back(incident_at(statement, query.jurisdiction));
  }
}

Expected<std::vector<dispatch::TimelineEvent>> ViewsReader::timeline(const dispatch::IncidentId& id,
                                                                     std::uint64_t after_version,
                                                                     std::size_t limit) {
  ResetAtExit reset_after(timeline_);
  timeline_.bind_text(1, id.jurisdiction.value())
      .bind(2, id.epoch)
      .bind(3, id.number)
      .bind(4, static_cast<std::int64_t>(after_version))
      .bind(5, static_cast<std::int64_t>(limit));
  std::vector<dispatch::TimelineEvent> events;
  for (;;) {
    auto row = timeline_.step();
    if (!row) return pass_on(row);
    if (!*row) return events;
    events.push_back(event_at(timeline_));
  }
}

}  // namespace goldenfour::store
