#include "server/app/audit.h"

#include <boost/json.hpp>
#include <cstdio>
#include <iostream>
#include <utility>

#include "server/dispatch/dispatcher.h"
#include "server/registry/directory.h"
#include "server/store/journal.h"
#include "server/store/token_store.h"

namespace goldenfour::app {
namespace {

/// Hashes are 64 bits wide, JSON numbers are not: they are written in hexadecimal.
std::string hexadecimal(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

void add_breaches(AuditReport& report, std::uint64_t sequence,
                  const std::vector<dispatch::Breach>& found) {
  for (const dispatch::Breach& breach : found) {
    if (report.breaches.size() == kMaxBreaches) return;
    report.breaches.push_back(
        {breach.law, "after decision " + std::to_string(sequence) + ": " + breach.what});
  }
}

}  // namespace

tl::expected<AuditReport, std::string> audit(
    ports::Journal& journal, std::span<const dispatch::JurisdictionId> jurisdictions,
    const std::set<std::uint64_t>& hash_at) {
  registry::Directory directory;
  dispatch::Dispatcher dispatcher(jurisdictions, directory);
  AuditReport report;
  const auto visit = [&](std::uint64_t sequence, const dispatch::Decision& decision) {
    dispatcher.replay(decision);
    add_breaches(report, sequence,
                 dispatch::check_touched(dispatcher.state(), decision, report.law_counts));
    if (hash_at.contains(sequence)) report.hash_at[sequence] = dispatcher.hash();
  };
  const auto last = journal.replay(visit);
  if (!last) return tl::unexpected(last.error());
  report.sequence = *last;
  report.hash = dispatcher.hash();
  add_breaches(report, *last, dispatch::check_state(dispatcher.state(), report.law_counts));
  for (const auto& [id, jurisdiction] : dispatcher.state().jurisdictions)
    report.incidents += jurisdiction.incidents.size();
  return report;
}

std::string to_json(const AuditReport& report) {
  boost::json::object hashes;
  for (const auto& [sequence, hash] : report.hash_at)
    hashes[std::to_string(sequence)] = hexadecimal(hash);
  boost::json::object laws;
  for (const auto& [law, count] : report.law_counts) laws[std::to_string(law)] = count;
  boost::json::array breaches;
  for (const dispatch::Breach& breach : report.breaches)
    breaches.push_back({{"law", breach.law}, {"what", breach.what}});
  return boost::json::serialize(boost::json::object{{"sequence", report.sequence},
                                                    {"hash", hexadecimal(report.hash)},
                                                    {"hashAt", std::move(hashes)},
                                                    {"incidents", report.incidents},
                                                    {"lawsMet", std::move(laws)},
                                                    {"breaches", std::move(breaches)}});
}

int run_audit(const Config& config, const std::vector<std::uint64_t>& hash_at) {
  const std::vector<dispatch::JurisdictionId> jurisdictions(config.jurisdictions.begin(),
                                                            config.jurisdictions.end());
  store::SqliteJournalOptions options;
  options.file = config.journal;
  options.file.directory = config.data_dir;
  options.file.node_id = config.node_id;
  options.file.extra_schema = store::kTokenSchema;
  const auto refuse = [](const std::string& why) {
    std::cerr << "the audit refuses the journal: " << why << "\n";
    return 1;
  };
  auto journal = store::SqliteJournal::open(std::move(options), {});
  if (!journal) return refuse(store::to_string(journal.error()));
  const auto report = audit(**journal, jurisdictions, {hash_at.begin(), hash_at.end()});
  (*journal)->stop();
  if (!report) return refuse(report.error());
  std::cout << to_json(*report) << std::endl;
  return report->breaches.empty() ? 0 : 1;
}

}  // namespace goldenfour::app
