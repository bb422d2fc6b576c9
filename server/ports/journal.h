#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <tl/expected.hpp>

#include "server/dispatch/fact.h"

namespace goldenfour::ports {

/// Where decisions become durable. Sequences are the node's own: 1, 2, 3 ... over all
/// jurisdictions, without a gap.
class Journal {
 public:
  virtual ~Journal() = default;

  /// Takes a decision for storage and returns at once; what waits is committed together. Called by
  /// one thread, in sequence order. False: the queue is at its limit, nothing was taken.
  [[nodiscard]] virtual bool append(std::uint64_t sequence, const dispatch::Decision& decision) = 0;

  /// Visits every stored decision in order, before the first append. The error names what is
  /// damaged and where.
  virtual tl::expected<std::uint64_t, std::string> replay(
      const std::function<void(std::uint64_t sequence, const dispatch::Decision&)>& visit) = 0;
};

/// Called by the journal, on its own thread: everything up to `sequence` is durable.
using OnDurable = std::function<void(std::uint64_t sequence)>;
/// Called by the journal when a commit failed: memory is ahead of the disk, the process must end.
using OnJournalFailure = std::function<void(const std::string& what)>;

}  // namespace goldenfour::ports
