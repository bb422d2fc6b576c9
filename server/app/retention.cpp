#include "server/app/retention.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace goldenfour::app {
namespace {

constexpr std::chrono::seconds kInterval{60};
constexpr std::size_t kRowsAtOnce = 500;

}  // namespace

Retention::Retention(const boost::asio::any_io_executor& executor, store::SqliteJournal& journal,
                     const ports::Clock& clock, runtime::Log log)
    : strand_(boost::asio::make_strand(executor)),
      timer_(strand_),
      journal_(journal),
      clock_(clock),
      log_(std::move(log)) {}

void Retention::start() {
  boost::asio::post(strand_, [this] { sweep(); });
}

void Retention::stop() {
  boost::asio::post(strand_, [this] {
    stopped_ = true;
    timer_.cancel();
  });
}

void Retention::sweep() {
  if (stopped_) return;
  const std::int64_t now = clock_.now().utc.since_epoch.count();
  const bool taken = journal_.post([log = log_, now](store::JournalFile& file) {
    const auto erased = file.erase_expired(now, kRowsAtOnce);
    if (!erased) {
      log.error("retention_failed", {{"what", store::to_string(erased.error())}});
    } else if (!erased->empty()) {
      log.info("retention", {{"erased", static_cast<std::int64_t>(erased->size())}});
    }
  });
  if (!taken) log_.warn("retention_postponed");
  timer_.expires_after(kInterval);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) sweep();
  });
}

}  // namespace goldenfour::app
