#include "server/sim/disk.h"

#include "server/registry/check.h"

namespace goldenfour::sim {
namespace {

constexpr std::size_t kMostWaiting = 4096;

}  // namespace

bool Disk::append(std::uint64_t sequence, const dispatch::Decision& decision) {
  registry::check(sequence == written_.size() + 1, "the journal's sequence has no gap");
  if (written_.size() - durable_ >= kMostWaiting) return false;
  written_.push_back(decision);
  if (!busy_) commit();
  return true;
}

void Disk::commit() {
  busy_ = true;
  const bool slow = env_.happens(Fault::kSlowDisk, env_.knobs.slow_disk);
  const Duration takes = slow ? env_.draw(milliseconds(100), milliseconds(900))
                              : env_.draw(milliseconds(1), milliseconds(6));
  const std::uint64_t up_to = written_.size();
  env_.after(takes, [this, up_to, life = life_] {
    if (life == life_) committed(up_to);
  });
}

void Disk::committed(std::uint64_t sequence) {
  durable_ = sequence;
  env_.after(env_.draw(milliseconds(0), milliseconds(2)), [this, sequence, life = life_] {
    if (life != life_ || sequence <= told_up_to_) return;
    told_up_to_ = sequence;
    if (told_) told_(sequence);
  });
  busy_ = false;
  if (durable_ < written_.size()) commit();
}

bool Disk::crash() {
  ++life_;
  busy_ = false;
  told_ = nullptr;
  const bool untold = told_up_to_ < durable_;
  told_up_to_ = durable_;
  written_.resize(durable_);
  return untold;
}

tl::expected<std::uint64_t, std::string> Disk::replay(
    const std::function<void(std::uint64_t, const dispatch::Decision&)>& visit) {
  for (std::uint64_t i = 0; i < durable_; ++i) visit(i + 1, written_[i]);
  return durable_;
}

}  // namespace goldenfour::sim
