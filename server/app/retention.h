#pragma once

#include <chrono>
#include <cstddef>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "server/ports/clock.h"
#include "server/runtime/log.h"
#include "server/store/journal.h"

namespace goldenfour::app {

/// Erases personal content whose retention has ended: at the start and then every so often, a
/// bounded number of rows at a time, on the journal's thread.
class Retention {
 public:
  /// All must outlive the executor's last handler.
  Retention(const boost::asio::any_io_executor& executor, store::SqliteJournal& journal,
            const ports::Clock& clock, runtime::Log log);

  /// After the journal's replay. Both on any thread.
  void start();
  void stop();

 private:
  void sweep();

  boost::asio::strand<boost::asio::any_io_executor> strand_;
  boost::asio::steady_timer timer_;
  store::SqliteJournal& journal_;
  const ports::Clock& clock_;
  const runtime::Log log_;
  bool stopped_ = false;  // on the strand
};

}  // namespace goldenfour::app
