#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "server/dispatch/fact.h"
#include "server/ports/journal.h"
#include "server/sim/env.h"

namespace goldenfour::sim {

/// A disk with a journal on it. What was committed survives a crash; what only waits does not.
/// Commits take time and go in groups, as the real journal's do. Outlives every node.
class Disk final : public ports::Journal {
 public:
  explicit Disk(Env& env) : env_(env) {}

  bool append(std::uint64_t sequence, const dispatch::Decision& decision) override;
  tl::expected<std::uint64_t, std::string> replay(
      const std::function<void(std::uint64_t, const dispatch::Decision&)>& visit) override;

  /// Who hears of commits; replaced at each start.
  void on_durable(ports::OnDurable told) { told_ = std::move(told); }

  /// The process dies: what is not durable is lost, nobody is told any more. Returns true when a
  /// commit was on the disk that nobody had heard of.
  bool crash();

  std::uint64_t durable() const { return durable_; }
  /// Everything appended, durable or not.
  const std::vector<dispatch::Decision>& written() const { return written_; }

 private:
  void commit();
  void committed(std::uint64_t sequence);

  Env& env_;
  std::vector<dispatch::Decision> written_;
  std::uint64_t durable_ = 0;
  std::uint64_t told_up_to_ = 0;
  std::uint64_t life_ = 0;
  bool busy_ = false;
  ports::OnDurable told_;
};

}  // namespace goldenfour::sim
