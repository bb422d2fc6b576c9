#pragma once

#include <cstdint>
#include <memory>

#include "server/dispatch/dispatcher.h"
#include "server/registry/directory.h"
#include "server/sim/city.h"

namespace goldenfour::sim {

/// A second copy of the state that only reads decisions, as a replay or another node does. Equal
/// hashes say that the journal holds everything.
class Standby {
 public:
  explicit Standby(const City& city) : city_(city) { forget(); }

  void forget() {
    copy_ = std::make_unique<Copy>(city_);
    sequence_ = 0;
  }
  void read(const dispatch::Decision& decision) {
    copy_->dispatcher.replay(decision);
    ++sequence_;
  }
  std::uint64_t sequence() const { return sequence_; }
  std::uint64_t hash() const { return copy_->dispatcher.hash(); }

 private:
  struct Copy {
    explicit Copy(const City& city) : dispatcher(city.jurisdictions, directory) {}
    registry::Directory directory;
    dispatch::Dispatcher dispatcher;
  };
  const City& city_;
  std::unique_ptr<Copy> copy_;
  std::uint64_t sequence_ = 0;
};

}  // namespace goldenfour::sim
