#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/dispatch/invariants.h"
#include "server/sim/clock.h"

namespace goldenfour::sim {

/// What the laws saw: how often each was met, and what broke.
class LawBook {
 public:
  struct Entry {
    Duration at;
    dispatch::Breach breach;
  };

  void met(int law, std::uint64_t times = 1) { counts_[law] += times; }
  void broken(Duration at, int law, std::string what) {
    ++broken_;
    if (entries_.size() < kMostEntries) entries_.push_back({at, {law, std::move(what)}});
  }
  void add(Duration at, std::vector<dispatch::Breach> breaches) {
    for (auto& breach : breaches) broken(at, breach.law, std::move(breach.what));
  }
  void add(const dispatch::LawCounts& counts) {
    for (const auto& [law, times] : counts) counts_[law] += times;
  }

  const dispatch::LawCounts& counts() const { return counts_; }
  const std::vector<Entry>& entries() const { return entries_; }
  std::size_t broken_count() const { return broken_; }

 private:
  static constexpr std::size_t kMostEntries = 50;
  dispatch::LawCounts counts_;
  std::vector<Entry> entries_;
  std::size_t broken_ = 0;
};

}  // namespace goldenfour::sim
