#include "server/runtime/reply_table.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "server/runtime/system_clock.h"

namespace goldenfour::runtime {

ReplyTable::ReplyTable(EffectRunner& runner, ReplyOptions options)
    : runner_(runner), options_(options), timer_(runner.strand()) {}

std::optional<std::uint64_t> ReplyTable::add(ports::OnReply on_reply) {
  if (waiting_.fetch_add(1) >= options_.waiting) {
    --waiting_;
    return std::nullopt;
  }
  const std::uint64_t correlation = next_++;
  const std::chrono::nanoseconds deadline = monotonic_now() + options_.timeout;
  boost::asio::post(runner_.strand(),
                    [this, correlation, deadline, on_reply = std::move(on_reply)]() mutable {
                      table_.emplace(correlation, Waiting{std::move(on_reply), deadline});
                      if (!sweeping_) sweep();
                    });
  return correlation;
}

void ReplyTable::forget(std::uint64_t correlation) {
  boost::asio::post(runner_.strand(),
                    [this, correlation] { waiting_ -= table_.erase(correlation); });
}

void ReplyTable::complete(const dispatch::Reply& reply) {
  auto node = table_.extract(reply.correlation);
  if (node.empty()) return;
  --waiting_;
  node.mapped().on_reply(reply);
}

void ReplyTable::refuse_oldest(dispatch::ErrorCode error, const char* detail) {
  dispatch::Reply refusal;
  refusal.correlation = table_.begin()->first;
  refusal.error = error;
  refusal.detail = detail;
  complete(refusal);
}

void ReplyTable::complete_all(dispatch::ErrorCode error, const char* detail) {
  while (!table_.empty()) refuse_oldest(error, detail);
}

void ReplyTable::sweep() {
  const std::chrono::nanoseconds now = monotonic_now();
  while (!table_.empty() && table_.begin()->second.deadline <= now)
    refuse_oldest(dispatch::ErrorCode::kOverloaded,
                  "no outcome in time; ask again with the same key to learn what became of it");
  sweeping_ = !table_.empty();
  if (!sweeping_) return;
  timer_.expires_after(options_.timeout / 10);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) sweep();
  });
}

}  // namespace goldenfour::runtime
