// views.db: lists and timelines of incidents, folded from the journal for people who look back.
//
// Holds ids, codes and times; nothing personal. May lag, may be deleted: it is folded again at the
// next start, as it is when its schema changes, when it is damaged, or when it belongs to another
// journal.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/dispatch/fact.h"
#include "server/dispatch/state.h"
#include "server/store/chain.h"
#include "server/store/error.h"
#include "server/store/sqlite.h"

namespace goldenfour::store {

// The one writer. Keeps its own copy of dispatch state, because a line of a timeline says more than
// its fact. One thread at a time.
class Views {
 public:
  // The journal's chain hash after a record; none beyond its end.
  using History = std::function<std::optional<ChainHash>(std::uint64_t sequence)>;

  // Opens or creates. Deletes and begins anew what cannot be continued on this history.
  static Expected<std::unique_ptr<Views>> open(const std::string& path, const History& history);

  // To be called for every decision from the first on, at each start anew. Those that are stored
  // already only rebuild the state. After an error the views are out of step: use them no more.
  Expected<void> apply(std::uint64_t sequence, const dispatch::Decision& decision);

  // Makes visible what was applied. `hash` is the journal's after the last applied record.
  Expected<void> flush(const ChainHash& hash);

  // Sequence of the last record that was applied or found stored.
  [[nodiscard]] std::uint64_t stored_sequence() const { return stored_; }

 private:
  explicit Views(Database database) : database_(std::move(database)) {}
  static Expected<std::unique_ptr<Views>> try_open(const std::string& path, const History& history);
  Expected<bool> continues(const History& history);
  Expected<void> create();
  Expected<void> prepare();
  Expected<void> write_event(const dispatch::IncidentId& id, const dispatch::TimelineEvent& event);
  Expected<void> write_incident(const dispatch::Incident& incident);

  Database database_;
  Statement put_incident_, put_event_, put_meta_;
  std::unique_ptr<Transaction> transaction_;
  dispatch::State state_;
  std::uint64_t stored_ = 0;
};

// One incident as a list shows it. Texts are those of server/dispatch/names.h.
struct IncidentRow {
  dispatch::IncidentId id;
  std::uint64_t version = 0;
  std::string status;
  std::string close_reason;
  std::string alert_status;
  std::string kind;
  std::string source;
  std::string external_id;
  std::string cell;  // S2 level 13
  std::uint32_t offers = 0;
  std::uint32_t tasks = 0;
  std::uint32_t alarms = 0;
  registry::WallTime opened_at;
  std::optional<registry::WallTime> ended_at;
  std::optional<registry::WallTime> first_accepted_at;
  std::optional<registry::WallTime> first_on_scene_at;
  std::optional<registry::WallTime> first_aed_on_scene_at;
  std::optional<registry::WallTime> crew_arrived_at;
};

struct IncidentQuery {
  registry::JurisdictionId jurisdiction;
  bool open_only = false;
  std::optional<dispatch::IncidentId> before;  // the last one of the page before
  std::size_t limit = 50;
};

// A read-only connection: one per thread that reads.
class ViewsReader {
 public:
  // `path` must have been opened by a Views before.
  static Expected<ViewsReader> open(const std::string& path);

  // Newest first, at most `query.limit`.
  Expected<std::vector<IncidentRow>> incidents(const IncidentQuery& query);
  // Events after `after_version` (0: all), oldest first, at most `limit`.
  Expected<std::vector<dispatch::TimelineEvent>> timeline(const dispatch::IncidentId& id,
                                                          std::uint64_t after_version,
                                                          std::size_t limit);

 private:
  ViewsReader(Database database, Statement incidents, Statement open, Statement timeline)
      : database_(std::move(database)),
        incidents_(std::move(incidents)),
        open_(std::move(open)),
        timeline_(std::move(timeline)) {}

  Database database_;
  Statement incidents_, open_, timeline_;
};

}  // namespace goldenfour::store
