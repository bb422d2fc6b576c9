#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/app/config.h"
#include "server/dispatch/invariants.h"
#include "server/dispatch/types.h"
#include "server/ports/journal.h"

namespace goldenfour::app {

/// What a journal says when it is replayed from its first decision, and whether the laws hold.
struct AuditReport {
  std::uint64_t sequence = 0;                      ///< of the last decision
  std::uint64_t hash = 0;                          ///< of the state after it
  std::map<std::uint64_t, std::uint64_t> hash_at;  ///< after the decisions asked for
  std::uint64_t incidents = 0;
  dispatch::LawCounts law_counts;          ///< how often each law had something to say
  std::vector<dispatch::Breach> breaches;  ///< at most kMaxBreaches
};
inline constexpr std::size_t kMaxBreaches = 100;

/// Replays all of `journal` offline and checks the invariants after each decision. `hash_at` names
/// decisions whose state hash is wanted, to be compared with what a live server said. The error is
/// the journal's own word. O(decisions * what each touched).
tl::expected<AuditReport, std::string> audit(
    ports::Journal& journal, std::span<const dispatch::JurisdictionId> jurisdictions,
    const std::set<std::uint64_t>& hash_at);

/// The report as one JSON object.
std::string to_json(const AuditReport& report);

/// `goldenfourd --audit`: prints the report of the configured journal, which must not be in use.
/// Returns the process's status: 0, or 1 when the journal is refused or a law is broken.
int run_audit(const Config& config, const std::vector<std::uint64_t>& hash_at);

}  // namespace goldenfour::app
