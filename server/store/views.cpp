#include "server/store/views.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>
#include <utility>
#include <variant>

#include "server/dispatch/names.h"
#include "server/dispatch/timeline.h"

namespace goldenfour::store {
namespace {

using dispatch::Incident;
using dispatch::IncidentId;
using dispatch::text_of;
using OptionalTime = std::optional<registry::WallTime>;

// To be raised with every change of the tables or of what is folded into them.
constexpr std::int64_t kViewsVersion = 1;

constexpr const char* kSchema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE incident(
  jurisdiction TEXT, epoch INTEGER, number INTEGER,
  version INTEGER, open INTEGER, status TEXT, close_reason TEXT, alert_status TEXT, kind TEXT,
  source TEXT, external_id TEXT, cell TEXT, offers INTEGER, tasks INTEGER, alarms INTEGER,
  opened_at_ms INTEGER, ended_at_ms INTEGER, first_accepted_at_ms INTEGER,
  first_on_scene_at_ms INTEGER, first_aed_on_scene_at_ms INTEGER, crew_arrived_at_ms INTEGER,
  PRIMARY KEY(jurisdiction, epoch, number)) WITHOUT ROWID;
CREATE INDEX incident_open ON incident(jurisdiction, epoch, number) WHERE open;
CREATE TABLE timeline(
  jurisdiction TEXT, epoch INTEGER, number INTEGER, version INTEGER,
  at_ms INTEGER, code INTEGER, offer INTEGER, responder TEXT, role INTEGER, aed TEXT,
  detail INTEGER, detail2 INTEGER,
  PRIMARY KEY(jurisdiction, epoch, number, version)) WITHOUT ROWID;
)sql";

void bind_id(Statement& statement, const IncidentId& id) {
  statement.bind_text(1, id.jurisdiction.value()).bind(2, id.epoch).bind(3, id.number);
}

// An unbound parameter keeps its last value, so absence is bound too.
void bind_time(Statement& statement, int index, const OptionalTime& time) {
  if (time) {
    statement.bind(index, time->since_epoch.count());
  } else {
    statement.bind_null(index);
  }
}

void keep_earliest(OptionalTime& earliest, const OptionalTime& time) {
  if (time && (!earliest || *time < *earliest)) earliest = time;
}

// The incident a fact is about, or none.
std::optional<IncidentId> incident_of(const dispatch::Fact& fact) {
  return std::visit(
      [](const auto& held) -> std::optional<IncidentId> {
        if constexpr (dispatch::IncidentFact<std::decay_t<decltype(held)>>) return held.incident;
        return std::nullopt;
      },
      fact);
}

void remove_files(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;  // what cannot be removed is reported when it is opened again
    std::filesystem::remove(path + suffix, ignored);
  }
}

}  // namespace

Expected<std::unique_ptr<Views>> Views::open(const std::string& path, const History& history) {
  auto views = try_open(path, history);
  if (views && *views) return views;
  if (!views && views.error().code == StoreErrorCode::kLocked) return views;
  remove_files(path);
  views = try_open(path, history);
  if (views && !*views) return failure(StoreErrorCode::kForeign, "cannot begin anew", path);
  return views;
}

// A null pointer: another schema, or another history.
Expected<std::unique_ptr<Views>> Views::try_open(const std::string& path, const History& history) {
  auto database = Database::open({.path = path});
  if (!database) return pass_on(database);
  std::unique_ptr<Views> views(new Views(std::move(*database)));
  // NORMAL: after a power cut the newest commits may be gone, and are folded again.
  auto done = views->database_.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
  if (!done) return pass_on(done);
  auto tables = views->database_.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return pass_on(tables);
  if (*tables == 0) {
    done = views->create();
    if (!done) return pass_on(done);
  }
  auto continued = views->continues(history);
  if (!continued) return pass_on(continued);
  if (!*continued) return std::unique_ptr<Views>();
  done = views->prepare();
  if (!done) return pass_on(done);
  return views;
}

Expected<void> Views::create() {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return pass_on(transaction);
  auto created =
      database_.execute(std::string(kSchema) + "INSERT INTO meta VALUES('version', " +
                        std::to_string(kViewsVersion) + "), ('stored', 0), ('hash', x'')");
  return created ? transaction->commit() : created;
}

Expected<bool> Views::continues(const History& history) {
  auto version = database_.integer("SELECT value FROM meta WHERE name = 'version'");
  if (!version) return pass_on(version);
  if (*version != kViewsVersion) return false;
  auto stored = database_.integer("SELECT value FROM meta WHERE name = 'stored'");
  if (!stored) return pass_on(stored);
  stored_ = static_cast<std::uint64_t>(*stored);
  if (stored_ == 0) return true;
  auto statement = database_.prepare("SELECT value FROM meta WHERE name = 'hash'");
  if (!statement) return pass_on(statement);
  auto row = statement->step();
  if (!row) return pass_on(row);
  const auto hash = history(stored_);
  return hash && *row && statement->blob(0) == bytes_of(*hash);
}

Expected<void> Views::prepare() {
  const std::pair<Statement*, const char*> statements[] = {
      {&put_incident_,
       "INSERT OR REPLACE INTO incident VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,"
       "?16,?17,?18,?19,?20,?21)"},
      {&put_event_,
       "INSERT OR REPLACE INTO timeline VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)"},
      {&put_meta_,
       "UPDATE meta SET value = CASE name WHEN 'stored' THEN ?1 ELSE ?2 END "
       "WHERE name IN ('stored', 'hash')"},
  };
  for (const auto& [slot, sql] : statements) {
    auto statement = database_.prepare(sql);
    if (!statement) return pass_on(statement);
    *slot = std::move(*statement);
  }
  return {};
}

Expected<void> Views::apply(std::uint64_t sequence, const dispatch::Decision& decision) {
  const bool is_new = sequence > stored_;
  if (is_new && !transaction_) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return pass_on(transaction);
    transaction_ = std::make_unique<Transaction>(std::move(*transaction));
  }
  std::set<IncidentId> touched;
  for (const dispatch::Fact& fact : decision.facts) {
    dispatch::apply(state_, fact);
    const auto id = incident_of(fact);
    if (!is_new || !id) continue;
    const Incident* incident = state_.find(*id);
    if (incident == nullptr) continue;  // archived incidents stay here as they were
    touched.insert(*id);
    const auto event = dispatch::timeline_event(*incident, fact);
    if (!event) continue;
    auto written = write_event(*id, *event);
    if (!written) return written;
  }
  for (const IncidentId& id : touched) {
    const Incident* incident = state_.find(id);
    if (incident == nullptr) continue;
    auto written = write_incident(*incident);
    if (!written) return written;
  }
  stored_ = std::max(stored_, sequence);
  return {};
}

Expected<void> Views::flush(const ChainHash& hash) {
  if (!transaction_) return {};
  auto done =
      put_meta_.bind(1, static_cast<std::int64_t>(stored_)).bind_blob(2, bytes_of(hash)).run();
  if (done) done = transaction_->commit();
  transaction_.reset();
  return done;
}

Expected<void> Views::write_event(const IncidentId& id, const dispatch::TimelineEvent& event) {
  bind_id(put_event_, id);
  put_event_.bind(4, static_cast<std::int64_t>(event.version))
      .bind(5, event.at.since_epoch.count())
      .bind(6, static_cast<std::int64_t>(event.code))
      .bind(7, event.offer)
      .bind_text(8, event.responder.value())
      .bind(9, static_cast<std::int64_t>(event.role))
      .bind_text(10, event.aed.value())
      .bind(11, event.detail)
      .bind(12, event.detail2);
  return put_event_.run();
}

Expected<void> Views::write_incident(const Incident& incident) {
  OptionalTime accepted;
  OptionalTime on_scene;
  OptionalTime aed_on_scene;
  for (const auto& [number, task] : incident.tasks) {
    keep_earliest(accepted, task.started_at);
    keep_earliest(on_scene, task.on_scene_at);
    if (task.role == dispatch::Role::kAed && task.aed_collected_at) {
      keep_earliest(aed_on_scene, task.on_scene_at);
    }
  }
  Statement& put = put_incident_;
  bind_id(put, incident.id);
  put.bind(4, static_cast<std::int64_t>(incident.version))
      .bind(5, incident.is_final() ? 0 : 1)
      .bind_text(6, text_of(incident.status))
      .bind_text(7, text_of(incident.close_reason))
      .bind_text(8, text_of(incident.alert_status))
      .bind_text(9, text_of(incident.kind))
      .bind_text(10, incident.source)
      .bind_text(11, incident.external_id)
      .bind_text(12, incident.cell_token)
      .bind(13, static_cast<std::int64_t>(incident.offers.size()))
      .bind(14, static_cast<std::int64_t>(incident.tasks.size()))
      .bind(15, static_cast<std::int64_t>(incident.alarms.size()))
      .bind(16, incident.opened_at.since_epoch.count());
  bind_time(put, 17, incident.ended_at);
  bind_time(put, 18, accepted);
  bind_time(put, 19, on_scene);
  bind_time(put, 20, aed_on_scene);
  bind_time(put, 21, incident.crew_arrived_at);
  return put.run();
}

}  // namespace goldenfour::store
