#include "server/runtime/effect_runner.h"

#include <boost/asio/post.hpp>

namespace goldenfour::runtime {

EffectRunner::EffectRunner(const boost::asio::any_io_executor& executor)
    : strand_(boost::asio::make_strand(executor)) {}

void EffectRunner::put(Batch batch) {
  if (batch.empty()) return;
  pending_ += batch.size();
  boost::asio::post(strand_, [this, batch = std::move(batch)]() mutable {
    for (auto& [gate, continuation] : batch) outbox_.put(gate, std::move(continuation));
    drain();
  });
}

void EffectRunner::durable(std::uint64_t sequence) {
  durable_ = sequence;
  boost::asio::post(strand_, [this, sequence] {
    outbox_.durable(sequence);
    drain();
    if (progress_) progress_();
  });
}

void EffectRunner::drain() {
  while (outbox_.ready()) {
    outbox_.take()();
    --pending_;
  }
}

}  // namespace goldenfour::runtime
