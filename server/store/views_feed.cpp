#include "server/store/views_feed.h"

#include <future>
#include <limits>
#include <utility>

#include "server/store/record.h"

namespace goldenfour::store {
namespace {

constexpr std::uint64_t kStop = std::numeric_limits<std::uint64_t>::max();

// The views show nothing personal, so nothing personal is looked up.
Expected<std::optional<std::string>> no_vault(std::string_view, std::string_view) {
  return std::nullopt;
}

}  // namespace

ViewsFeed::ViewsFeed(std::unique_ptr<Views> views, std::uint64_t durable, Post post,
                     ViewsFeedOptions options, std::function<void(const StoreError&)> on_failure)
    : views_(std::move(views)),
      post_(std::move(post)),
      options_(options),
      on_failure_(std::move(on_failure)),
      stored_(durable),
      signal_(durable) {
  thread_ = std::thread([this] { run(); });
}

ViewsFeed::~ViewsFeed() {
  request_stop();
  join();
}

void ViewsFeed::durable(std::uint64_t sequence) {
  std::uint64_t before = signal_.load();
  while (before < sequence && !signal_.compare_exchange_weak(before, sequence)) {
  }
  signal_.notify_one();
}

void ViewsFeed::request_stop() {
  signal_.store(kStop);
  signal_.notify_one();
}

void ViewsFeed::join() {
  if (thread_.joinable()) thread_.join();
}

void ViewsFeed::run() {
  for (;;) {
    const std::uint64_t stored = stored_.load();
    signal_.wait(stored);
    if (signal_.load() == kStop) return;
    auto batch = fetch(stored + 1);
    auto folded = batch ? fold(stored + 1, *batch) : Expected<void>(pass_on(batch));
    if (!folded) {
      if (signal_.load() != kStop && on_failure_) on_failure_(folded.error());
      return;
    }
  }
}

Expected<ViewsFeed::Batch> ViewsFeed::fetch(std::uint64_t from) {
  auto promise = std::make_shared<std::promise<Expected<Batch>>>();
  auto answer = promise->get_future();
  const bool taken = post_([promise, from, limit = options_.records_per_turn](JournalFile& file) {
    Batch batch;
    auto read = file.read(
        from,
        [&](std::uint64_t, std::string_view record) {
          batch.records.emplace_back(record);
          return Expected<void>{};
        },
        limit);
    auto hash = file.chain_hash_at(from + batch.records.size() - 1);
    if (!read) return promise->set_value(pass_on(read));
    if (!hash) return promise->set_value(pass_on(hash));
    batch.hash = hash->value_or(ChainHash{});
    promise->set_value(std::move(batch));
  });
  // A queue that is full now says so again with the next durable record; nothing is skipped.
  if (!taken) return Batch{};
  try {
    return answer.get();
  } catch (const std::future_error&) {
    return failure(StoreErrorCode::kFailedEarlier, "the journal thread has ended", {});
  }
}

Expected<void> ViewsFeed::fold(std::uint64_t from, const Batch& batch) {
  if (batch.records.empty()) {
    const std::uint64_t seen = signal_.load();
    if (seen != kStop) signal_.wait(seen);
    return {};
  }
  std::uint64_t sequence = from;
  for (const std::string& record : batch.records) {
    auto decision = decode(sequence, record, no_vault);
    if (!decision) return pass_on(decision);
    auto applied = views_->apply(sequence, *decision);
    if (!applied) return applied;
    ++sequence;
  }
  auto flushed = views_->flush(batch.hash);
  if (flushed) stored_.store(sequence - 1);
  return flushed;
}

}  // namespace goldenfour::store
