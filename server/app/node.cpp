#include "server/app/node.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>

#include "server/app/calendar_watch.h"
#include "server/app/push_key.h"
#include "server/app/room_metrics.h"
#include "server/net/routes/secrets.h"
#include "server/net/tls.h"

namespace goldenfour::app {

namespace fs = std::filesystem;

namespace {

std::vector<registry::JurisdictionId> ids_of(const Config& config) {
  return {config.jurisdictions.begin(), config.jurisdictions.end()};
}

registry::Duration scaled(registry::Duration real, double rate) {
  return registry::Duration(std::llround(static_cast<double>(real.count()) * rate));
}

/// Networks and devices answer in real time, however fast a drill's clock runs.
dispatch::Policy at_rate(dispatch::Policy policy, double rate) {
  policy = dispatch::with_strategy(std::move(policy));
  policy.reachable_for = scaled(policy.reachable_for, rate);
  policy.delivery_timeout = scaled(policy.delivery_timeout, rate);
  return policy;
}

std::map<registry::JurisdictionId, dispatch::Policy> policies_of(const Config& config,
                                                                 double rate) {
  std::map<registry::JurisdictionId, dispatch::Policy> policies;
  for (const auto& [id, policy] : config.policies)
    policies.emplace(registry::JurisdictionId(id), at_rate(policy, rate));
  return policies;
}

runtime::EngineOptions engine_options(const Config& config) {
  runtime::EngineOptions options = config.engine;
  options.drills_only = config.drills_only;
  options.presence_kept = config.policy.presence_kept;
  for (const auto& [id, policy] : config.policies)
    options.presence_kept = std::max(options.presence_kept, policy.presence_kept);
  return options;
}

net::ServerOptions server_options(const Config& config) {
  net::ServerOptions options{.http = config.http, .websocket = config.websocket};
  for (const ListenConfig& listen : config.listen) {
    net::ListenOptions& added = options.listen.emplace_back();
    added.address = listen.address;
    added.port = listen.port;
    if (!listen.tls.certificate_file.empty()) added.tls = listen.tls;
  }
  options.listen.emplace_back().local_path = config.admin_socket_path();
  return options;
}

net::ApiOptions api_options(const Config& config) {
  net::ApiOptions options = config.api;
  options.import.texts = options.texts;
  options.jurisdictions = ids_of(config);
  options.presence_kept = engine_options(config).presence_kept;
  return options;
}

std::unique_ptr<net::Website> website_of(const Config& config) {
  if (config.web.root.empty()) return nullptr;
  return std::make_unique<net::Website>(config.web_files, config.web);
}

std::optional<runtime::ScaledClock> drill_clock(const ports::Clock& real, double rate) {
  if (rate == 0) return std::nullopt;
  return std::optional<runtime::ScaledClock>(std::in_place, real, rate);
}

/// Waits for the requests in flight.
template <class Channel>
void finish(Channel& channel) {
  std::promise<void> ended;
  channel.stop([&ended] { ended.set_value(); });
  ended.get_future().wait();
}

/// The value, or an exception with the error's text: at start-up only.
template <class T, class E>
T or_throw(tl::expected<T, E> result) {
  if (result) {
    if constexpr (std::is_void_v<T>) {
      return;
    } else {
      return std::move(*result);
    }
  }
  if constexpr (std::is_same_v<E, store::StoreError>) {
    throw std::runtime_error(store::to_string(result.error()));
  } else {
    throw std::runtime_error(result.error());
  }
}

}  // namespace

Node::Node(Config config, NodeSwitches switches, runtime::Log log)
    : config_(std::move(config)),
      log_(std::move(log)),
      drill_clock_(drill_clock(system_clock_, switches.drill_clock)),
      clock_(drill_clock_ ? static_cast<const ports::Clock&>(*drill_clock_) : system_clock_),
      work_(io_.get_executor()),
      forgetful_disk_(switches.disk == TestDisk::kReal
                          ? nullptr
                          : std::make_unique<store::FaultVfs>("goldenfour-forgetful")),
      unsynced_(switches.disk == TestDisk::kVolatileUnsynced),
      runner_(io_.get_executor()),
      journal_(open_journal()),
      token_store_(*journal_),
      push_book_(make_push_book()),
      tokens_(token_store_, config_.tokens),
      tickets_(scaled(config_.ticket_lifetime, clock_.rate())),
      enrolments_(config_.enrolment, clock_.rate()),
      public_gate_(config_.publicly, clock_.rate()),
      told_journal_(*journal_, [this](const auto& decision) { chronicle_.note(decision); }),
      dispatcher_(ids_of(config_), directory_),
      world_(directory_, at_rate(config_.policy, clock_.rate()),
             policies_of(config_, clock_.rate())),
      engine_({clock_, told_journal_, dispatcher_, directory_, world_, runner_, metrics_, log_},
              engine_options(config_)),
      retention_(io_.get_executor(), *journal_, clock_, log_),
      sender_(chronicle_),
      hub_(runner_.strand(), engine_, sender_, clock_, config_.stream),
      webhook_(make_webhook()),
      push_(make_push()),
      website_(website_of(config_)),
      api_(api_parts(), api_options(config_)),
      http_(io_, server_options(config_), api_, net_metrics_, runtime::monotonic_now,
            [log = log_](const std::string& what) { log.error("network", {{"what", what}}); }) {
  metrics_.add([this] { return families_of(net_metrics_); });
  metrics_.add([this] { return families_of(enrolments_.metrics()); });
  metrics_.add([this] { return families_of(public_gate_.metrics()); });
  if (webhook_) metrics_.add([this] { return families_of("webhook", webhook_->counts()); });
  if (push_) metrics_.add([this] { return families_of("push", push_->counts()); });
  if (website_) metrics_.add([this] { return families_of(*website_); });
  if (!config_.web_error.empty())
    log_.error("no_pages", {{"what", config_.web_error},
                            {"remedy",
                             "mend the folder or build it anew with deploy/web-build, "
                             "then restart; alerts and enrolled phones need no pages"}});
  metrics_.add([this] { return calendar_families(config_); });
  for (const std::string& jurisdiction : outdated_calendars(config_, clock_.now().utc))
    log_.warn("calendar_ends", {{"jurisdiction", jurisdiction},
                                {"remedy",
                                 "opening hours with holidays are unknown beyond it; "
                                 "name a newer file in policy.calendar"}});
}

Node::~Node() {
  stop();
}

std::unique_ptr<store::SqliteJournal> Node::open_journal() {
  std::error_code failed;
  fs::create_directories(config_.data_dir, failed);
  if (failed) throw std::runtime_error(config_.data_dir + ": " + failed.message());
  fs::permissions(config_.data_dir, fs::perms::owner_all, failed);
  store::SqliteJournalOptions options;
  options.file = config_.journal;
  options.writer = config_.journal_queue;
  options.record = config_.record;
  options.views = config_.views;
  options.file.directory = config_.data_dir;
  options.file.node_id = config_.node_id;
  options.file.extra_schema = store::kTokenSchema;
  if (forgetful_disk_) options.file.vfs = forgetful_disk_->name();
  if (unsynced_) options.file.synchronous = store::Synchronous::kOff;
  options.views_path = config_.data_dir + "/views.db";
  store::SqliteJournalEvents events;
  events.on_durable = [this](std::uint64_t sequence) { runner_.durable(sequence); };
  events.on_failure = [this](const std::string& what) { runtime::die(log_, what); };
  events.on_checkpoint_failure = [this](const std::string& what) {
    log_.error("checkpoint_failed", {{"what", what}});
  };
  events.on_views_failure = [this](const std::string& what) {
    log_.error("views_failed", {{"what", what}});
  };
  return or_throw(store::SqliteJournal::open(std::move(options), std::move(events)));
}

std::unique_ptr<notify::Webhook> Node::make_webhook() {
  if (config_.webhook.url.empty()) return nullptr;
  return std::make_unique<notify::Webhook>(
      io_.get_executor(), config_.webhook, or_throw(notify::parse_target(config_.webhook.url)),
      or_throw(notify::make_client_tls(config_.webhook.ca_file)), clock_, system_clock_,
      other_channel());
}

std::unique_ptr<store::VaultPushBook> Node::make_push_book() {
  if (config_.push.key_file.empty()) return nullptr;
  return std::make_unique<store::VaultPushBook>(*journal_, config_.push.devices);
}

std::unique_ptr<notify::WebPush> Node::make_push() {
  if (!push_book_) return nullptr;
  return std::make_unique<notify::WebPush>(io_.get_executor(), config_.push,
                                           or_throw(load_or_make_key(config_.push.key_file)),
                                           or_throw(notify::make_client_tls(config_.push.ca_file)),
                                           *push_book_, clock_, system_clock_, other_channel());
}

/// What a channel other than the socket reports goes where its notices came from.
ports::OnDelivery Node::other_channel() {
  return [this](const dispatch::OfferId& offer, dispatch::Channel channel,
                dispatch::DeliveryStage stage) {
    boost::asio::post(runner_.strand(),
                      [this, offer, channel, stage] { delivery_->told(offer, channel, stage); });
  };
}

OtherChannels Node::other_channels() const {
  OtherChannels channels;
  if (push_) channels.offers.push_back(push_.get());
  if (webhook_) channels.offers.push_back(webhook_.get());
  channels.alarms = webhook_.get();
  return channels;
}

net::ApiParts Node::api_parts() {
  return {.engine = engine_,
          .clock = clock_,
          .hub = hub_,
          .tokens = tokens_,
          .tickets = tickets_,
          .enrolments = enrolments_,
          .public_gate = public_gate_,
          .sender = sender_,
          .chronicle = chronicle_,
          .io = io_.get_executor(),
          .readiness = [this] { return readiness(); },
          .metrics = [this] { return metrics_.text(); },
          .read_receipt = webhook_ ? receipt_reader() : nullptr,
          .usability =
              [this](const registry::Aed& aed, registry::WallTime at) {
                const dispatch::Policy& policy = world_.policy(aed.jurisdiction);
                return registry::usability_at(policy.usability, aed, at, policy.calendar,
                                              policy.local_time);
              },
          .website = website_.get(),
          .push = push_book_.get(),
          .push_key = push_ ? push_->public_key() : std::string()};
}

net::ReadReceipt Node::receipt_reader() const {
  return [this](const net::Headers& headers,
                const std::string& body) -> tl::expected<net::Receipt, net::Problem> {
    if (!notify::verify(config_.webhook.secret, headers.get(notify::kTimestampHeader),
                        headers.get(notify::kSignatureHeader), body, system_clock_.now().utc))
      return tl::unexpected(net::Problem{dispatch::ErrorCode::kUnauthenticated,
                                         "the signature does not fit body, time and secret", ""});
    const auto receipt = notify::parse_receipt(body);
    if (!receipt)
      return tl::unexpected(net::Problem{receipt.error().empty()
                                             ? dispatch::ErrorCode::kMalformedJson
                                             : dispatch::ErrorCode::kInvalidField,
                                         "", receipt.error()});
    return net::Receipt{receipt->offer, receipt->stage};
  };
}

net::Readiness Node::readiness() const {
  net::Readiness readiness;
  readiness.ready = ready_;
  if (!readiness.ready) readiness.reason = "starting or stopping";
  readiness.node = config_.node_id;
  readiness.journal = "OK";  // a failed journal ends the process
  readiness.sequence = engine_.last_sequence();
  readiness.durable = runner_.durable();
  readiness.drill_clock = clock_.rate();
  readiness.drills_only = config_.drills_only;
  if (website_) readiness.pages = website_->usable() ? net::Pages::kServed : net::Pages::kUnusable;
  return readiness;
}

void Node::report(const dispatch::OfferId& offer, dispatch::Channel channel,
                  dispatch::DeliveryStage stage) {
  dispatch::Command command;
  command.jurisdiction = offer.incident.jurisdiction;
  command.body = dispatch::ReportDelivery{offer, channel, stage};
  // When it is refused the offer's own timers decide, as they do when nothing is ever heard.
  if (engine_.submit(std::move(command), {}) != dispatch::ErrorCode::kNone)
    log_.warn("delivery_report_lost", {{"offer", dispatch::to_string(offer)}});
}

void Node::start() {
  or_throw(tokens_.load());
  if (push_book_) or_throw(push_book_->load());
  const auto begin = runtime::monotonic_now();
  const std::uint64_t sequence = or_throw(engine_.replay());
  const std::chrono::duration<double> took = runtime::monotonic_now() - begin;
  log_.info("replayed", {{"sequence", static_cast<std::int64_t>(sequence)},
                         {"aeds", static_cast<std::int64_t>(directory_.aeds().size())},
                         {"responders", static_cast<std::int64_t>(directory_.responders().size())},
                         {"seconds", took.count()}});
  delivery_.emplace(
      dispatcher_.state(), hub_, other_channels(),
      [this](const auto& offer, auto channel, auto stage) { report(offer, channel, stage); }, log_);
  sender_.attach(http_);
  or_throw(http_.listen());
  for (std::uint32_t i = 0; i < config_.io_threads; ++i)
    threads_.emplace_back([this] { io_.run(); });
  engine_.open(*delivery_);
  hub_.start();
  retention_.start();
  ready_ = true;
}

std::string Node::ready_line() const {
  return "goldenfourd ready http=" + config_.listen.front().address + ":" +
         std::to_string(http_.ports().front()) + " admin=" + config_.admin_socket_path() +
         " data=" + config_.data_dir;
}

bool Node::stop() {
  if (threads_.empty()) return true;
  ready_ = false;
  log_.info("stopping");
  const auto end = runtime::monotonic_now() + config_.stop_patience;
  const auto left = [end] {
    return std::max(
        std::chrono::duration_cast<std::chrono::milliseconds>(end - runtime::monotonic_now()),
        std::chrono::milliseconds(100));
  };
  retention_.stop();
  if (!engine_.stop(left())) return false;
  hub_.stop();
  std::promise<void> closed;
  http_.stop(left(), [&closed] { closed.set_value(); });
  closed.get_future().wait();
  if (webhook_) finish(*webhook_);
  if (push_) finish(*push_);
  journal_->stop();
  work_.reset();
  io_.stop();
  threads_.clear();
  log_.info("stopped", {{"sequence", static_cast<std::int64_t>(engine_.last_sequence())}});
  return true;
}

}  // namespace goldenfour::app
