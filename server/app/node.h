#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "server/app/arguments.h"
#include "server/app/config.h"
#include "server/app/effect_delivery.h"
#include "server/app/retention.h"
#include "server/app/watched_journal.h"
#include "server/dispatch/directory_world.h"
#include "server/net/http_server.h"
#include "server/net/routes/api.h"
#include "server/notify/hub.h"
#include "server/notify/web_push.h"
#include "server/runtime/engine.h"
#include "server/runtime/system_clock.h"
#include "server/store/fault_vfs.h"
#include "server/store/journal.h"
#include "server/store/push_book.h"
#include "server/store/token_store.h"

namespace goldenfour::app {

/// What the command line adds to the configuration.
struct NodeSwitches {
  double drill_clock = 0;  ///< 0: real time
  TestDisk disk = TestDisk::kReal;
};

/// One running goldenfourd. Members stand in the order in which they start and are destroyed in
/// reverse.
class Node {
 public:
  /// Opens the store and puts everything together. Throws std::runtime_error, which says what could
  /// not be opened and why.
  Node(Config config, NodeSwitches switches, runtime::Log log);
  /// Stops if that was not done.
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// Replays the journal, opens the listeners, runs. Throws as the constructor.
  void start();

  /// "goldenfourd ready http=127.0.0.1:7400 admin=/path/admin.sock data=/path": after start().
  std::string ready_line() const;

  /// Takes no more commands, finishes and delivers what was taken, closes connections, ends the
  /// threads. False when that took too long: then the process should end at once.
  bool stop();

  boost::asio::io_context& io() { return io_; }

 private:
  std::unique_ptr<store::SqliteJournal> open_journal();
  std::unique_ptr<notify::Webhook> make_webhook();
  std::unique_ptr<store::VaultPushBook> make_push_book();
  std::unique_ptr<notify::WebPush> make_push();
  ports::OnDelivery other_channel();
  OtherChannels other_channels() const;
  net::ApiParts api_parts();
  net::ReadReceipt receipt_reader() const;
  net::Readiness readiness() const;
  void report(const dispatch::OfferId& offer, dispatch::Channel channel,
              dispatch::DeliveryStage stage);

  const Config config_;
  const runtime::Log log_;
  const runtime::SystemClock system_clock_;
  const std::optional<runtime::ScaledClock> drill_clock_;
  const ports::Clock& clock_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<store::FaultVfs> forgetful_disk_;
  const bool unsynced_;
  runtime::EngineMetrics metrics_;
  runtime::EffectRunner runner_;
  std::unique_ptr<store::SqliteJournal> journal_;
  store::SqliteTokenStore token_store_;
  std::unique_ptr<store::VaultPushBook> push_book_;  ///< null: no push
  net::Tokens tokens_;
  net::Tickets tickets_;
  net::Enrolments enrolments_;
  net::PublicGate public_gate_;
  net::Chronicle chronicle_;
  WatchedJournal told_journal_;  ///< the chronicle hears what the engine decides and replays
  registry::Directory directory_;
  dispatch::Dispatcher dispatcher_;
  dispatch::DirectoryWorld world_;
  runtime::Engine engine_;
  Retention retention_;
  net::FrameSender sender_;
  notify::Hub hub_;
  std::unique_ptr<notify::Webhook> webhook_;
  std::unique_ptr<notify::WebPush> push_;
  std::optional<EffectDelivery> delivery_;
  net::NetMetrics net_metrics_;
  const std::unique_ptr<net::Website> website_;  ///< null: no files are served
  net::Api api_;
  net::HttpServer http_;
  std::atomic<bool> ready_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace goldenfour::app
