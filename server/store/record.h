// Decisions as journal records, and back. Here, and in record_*.cpp, the stored schema
// goldenfour.journal.v1 ends: nothing else knows it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/dispatch/fact.h"
#include "server/store/error.h"
#include "server/store/journal_file.h"

namespace goldenfour::store {

struct RecordOptions {
  // How long the place, patient and caller of an incident are kept if nobody erases them before.
  registry::Duration scene_retention = std::chrono::hours(24 * 180);
};

// The journal entry of a decision. Its record holds identifiers, codes, numbers and the published
// texts of AEDs. Personal parts become vault rows: an incident's scene, a responder's particulars,
// an AED's door code. What a fact no longer has, or whose subject is gone, is erased; of several
// facts about one subject the last decides. Pure; linear.
Entry encode(std::uint64_t sequence, const dispatch::Decision& decision,
             const RecordOptions& options);

// The content of a vault row; none if it was erased.
using VaultLookup = std::function<Expected<std::optional<std::string>>(
    std::string_view subject, std::string_view field_class)>;

// The decision of a record. Personal parts that are no longer in the vault are absent; those that
// later facts changed appear as they are now. An error (kCorrupt, or the vault's) names the record:
// it is damaged or of a newer version, and must not be guessed at.
Expected<dispatch::Decision> decode(std::uint64_t sequence, std::string_view record,
                                    const VaultLookup& vault);

}  // namespace goldenfour::store
