#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "server/ports/journal.h"

namespace goldenfour::app {

/// A journal of which somebody hears every decision, stored or new, in order and before the journal
/// takes it. `journal` must outlive this; `hear` is called on whatever thread calls.
class WatchedJournal final : public ports::Journal {
 public:
  using Hear = std::function<void(const dispatch::Decision&)>;
  using Visit = std::function<void(std::uint64_t sequence, const dispatch::Decision&)>;

  WatchedJournal(ports::Journal& journal, Hear hear) : journal_(journal), hear_(std::move(hear)) {}

  bool append(std::uint64_t sequence, const dispatch::Decision& decision) override {
    hear_(decision);
    return journal_.append(sequence, decision);
  }

  tl::expected<std::uint64_t, std::string> replay(const Visit& visit) override {
    return journal_.replay([&](std::uint64_t sequence, const dispatch::Decision& decision) {
      hear_(decision);
      visit(sequence, decision);
    });
  }

 private:
  ports::Journal& journal_;
  const Hear hear_;
};

}  // namespace goldenfour::app
