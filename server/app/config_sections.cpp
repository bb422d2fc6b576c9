#include <boost/asio/ip/address.hpp>

#include "server/app/config.h"
#include "server/registry/ids.h"

// The rows of the configuration, but for policy.
namespace goldenfour::app {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kGiB = 1024 * kMiB;

bool anything(const std::string&) {
  return true;
}
bool not_empty(const std::string& text) {
  return !text.empty();
}
bool is_url_or_empty(const std::string& text) {
  return text.empty() || notify::parse_target(text).has_value();
}
bool is_address(const std::string& text) {
  boost::system::error_code error;
  boost::asio::ip::make_address(text, error);
  return !error;
}

const Section kServer{
    "server",
    "The node as a whole.",
    {text<Config>("node_id", "Names this node; its journal is refused to another one.",
                  "1 to 64 letters, digits, '-', '_', '.'", registry::is_valid_id,
                  [](auto& c) -> auto& { return c.node_id; }),
     text<Config>("data_dir", "Where journal and admin socket live; made when missing.",
                  "a directory's path", not_empty, [](auto& c) -> auto& { return c.data_dir; }),
     text<Config>(
         "admin_socket", "Unix socket of the administration; empty: in data_dir.",
         "a path of at most 100 bytes, or empty",
         [](const std::string& path) { return path.size() <= 100; },
         [](auto& c) -> auto& { return c.admin_socket; }),
     texts<Config>("jurisdictions", "Decision domains that this node decides.",
                   "a list of ids: 1 to 64 letters, digits, '-', '_', '.'", registry::is_valid_id,
                   [](auto& c) -> auto& { return c.jurisdictions; }),
     integer<Config>("io_threads", "Threads for sockets, codecs and effects.", 1, 64,
                     [](auto& c) -> auto& { return c.io_threads; }),
     seconds<Config>("stop_patience_seconds", "How long a graceful stop may take.", 1, 300,
                     [](auto& c) -> auto& { return c.stop_patience; }),
     flag<Config>("drills_only",
                  "Refuse every alert that is not an exercise or test (409 DRILL_ONLY).",
                  [](auto& c) -> auto& { return c.drills_only; })}};

const Section kHttp{
    "http",
    "Requests, per connection and per client.",
    {integer<Config>("header_bytes", "Request line and header together.", kKiB, 64 * kKiB,
                     [](auto& c) -> auto& { return c.http.header.header_bytes; }),
     integer<Config>("header_fields", "Fields of a header.", 8, 512,
                     [](auto& c) -> auto& { return c.http.header.header_fields; }),
     integer<Config>("body_bytes", "A request's body.", kKiB, 16 * kMiB,
                     [](auto& c) -> auto& { return c.http.body_bytes; }),
     seconds<Config>("read_timeout_seconds", "For a whole request, from its first byte.", 0.1, 120,
                     [](auto& c) -> auto& { return c.http.read_timeout; }),
     seconds<Config>("write_timeout_seconds", "For a whole answer.", 0.1, 120,
                     [](auto& c) -> auto& { return c.http.write_timeout; }),
     seconds<Config>("idle_timeout_seconds", "Between two requests.", 1, 3600,
                     [](auto& c) -> auto& { return c.http.idle_timeout; }),
     integer<Config>("connections", "HTTP and WebSocket connections together.", 16, 1'000'000,
                     [](auto& c) -> auto& { return c.http.connections; }),
     integer<Config>("connections_per_address", "From one address; loopback is exempt.", 1,
                     1'000'000, [](auto& c) -> auto& { return c.http.connections_per_address; }),
     integer<Config>("requests_per_second", "Of one address, on average; 0: unlimited.", 0, 100'000,
                     [](auto& c) -> auto& { return c.http.requests_per_address.per_second; }),
     integer<Config>("requests_burst", "Of one address, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.http.requests_per_address.burst; }),
     integer<Config>("loopback_requests_per_second", "From this machine; 0: unlimited.", 0,
                     1'000'000,
                     [](auto& c) -> auto& { return c.http.requests_from_loopback.per_second; }),
     integer<Config>("loopback_requests_burst", "From this machine, at once.", 0, 1'000'000,
                     [](auto& c) -> auto& { return c.http.requests_from_loopback.burst; }),
     texts<Config>("allowed_hosts", "Host names that are answered, without port; none: any.",
                   "a list of host names", not_empty,
                   [](auto& c) -> auto& { return c.http.allowed_hosts; })}};

const Section kWebSocket{
    "websocket",
    "Streams, per connection.",
    {integer<Config>("message_bytes", "An incoming message.", kKiB, kMiB,
                     [](auto& c) -> auto& { return c.websocket.message_bytes; }),
     integer<Config>("queue_bytes", "What waits to be written; beyond it: closed, resumable.",
                     16 * kKiB, 64 * kMiB,
                     [](auto& c) -> auto& { return c.websocket.queue_bytes; }),
     integer<Config>("ephemeral_frames", "Waiting figures that newer ones replace.", 1, 65'536,
                     [](auto& c) -> auto& { return c.websocket.ephemeral_frames; }),
     seconds<Config>("dead_after_seconds", "Silence that ends a connection.", 1, 600,
                     [](auto& c) -> auto& { return c.websocket.dead_after; }),
     seconds<Config>("close_grace_seconds", "For the closing handshake.", 0.1, 30,
                     [](auto& c) -> auto& { return c.websocket.close_grace; }),
     integer<Config>("messages_per_second", "Incoming, on average; beyond it reading pauses.", 1,
                     100'000, [](auto& c) -> auto& { return c.websocket.messages.per_second; }),
     integer<Config>("messages_burst", "Incoming, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.websocket.messages.burst; }),
     texts<Config>("allowed_origins", "Origins of web pages that may connect beside the own host.",
                   "a list of origins such as \"https://console.example.org\"", not_empty,
                   [](auto& c) -> auto& { return c.websocket.allowed_origins; })}};

const Section kStream{
    "stream",
    "Subscriptions of responders and consoles.",
    {integer<Config>("connections", "Subscribed connections.", 1, 1'000'000,
                     [](auto& c) -> auto& { return c.stream.connections; }),
     integer<Config>("connections_per_subject", "Of one responder or token; the oldest goes.", 1,
                     1000, [](auto& c) -> auto& { return c.stream.connections_per_subject; }),
     integer<Config>("tracked_offers", "Per connection, not yet acknowledged.", 1, 1000,
                     [](auto& c) -> auto& { return c.stream.tracked_offers; }),
     seconds<Config>("counts_every_seconds", "Figures to consoles.", 0.1, 60,
                     [](auto& c) -> auto& { return c.stream.counts_every; }),
     seconds<Config>("lost_after_seconds", "Without a connection for so long: lost.", 1, 600,
                     [](auto& c) -> auto& { return c.stream.lost_after; }),
     integer<Config>("console_missed_events", "More than so many: a reset instead.", 1, 8192,
                     [](auto& c) -> auto& { return c.stream.console.missed_events; }),
     integer<Config>("console_incidents", "Incidents in a console's reset.", 1, 10'000,
                     [](auto& c) -> auto& { return c.stream.console.incidents; })}};

const Section kEngine{
    "engine",
    "The state thread: what may wait for it, and how much it does in one turn.",
    {integer<Config>("commands", "Commands; a quarter is kept for alerts, answers, cancels.", 16,
                     10'000'000, [](auto& c) -> auto& { return c.engine.inboxes.commands; }),
     integer<Config>("registry_commands", "Changes of the registry, each up to 256 rows.", 1,
                     100'000, [](auto& c) -> auto& { return c.engine.inboxes.registry_commands; }),
     integer<Config>("presences", "Responders with a position that waits.", 16, 10'000'000,
                     [](auto& c) -> auto& { return c.engine.inboxes.presences; }),
     integer<Config>("queries", "Reads; the first to be refused.", 16, 1'000'000,
                     [](auto& c) -> auto& { return c.engine.inboxes.queries; }),
     integer<Config>("replies", "Commands whose sender waits.", 16, 10'000'000,
                     [](auto& c) -> auto& { return c.engine.replies.waiting; }),
     seconds<Config>("reply_timeout_seconds", "Then the sender hears OVERLOADED.", 0.1, 120,
                     [](auto& c) -> auto& { return c.engine.replies.timeout; }),
     integer<Config>("commands_per_turn", "Before presence has a look in.", 1, 4096,
                     [](auto& c) -> auto& { return c.engine.commands_per_turn; }),
     integer<Config>("presences_per_turn", "Positions applied in one turn.", 1, 4096,
                     [](auto& c) -> auto& { return c.engine.presences_per_turn; }),
     wrapped<Config>(
         "queries_per_turn_seconds", "Time for reads in one turn.", " of seconds", 0.0001, 0.1,
         [](auto& c) -> auto& { return c.engine.queries_per_turn; },
         [](double s) { return std::chrono::microseconds(std::llround(s * 1e6)); },
         [](auto t) { return std::chrono::duration<double>(t).count(); }),
     integer<Config>("undurable_decisions", "Decisions ahead of the disk; then commands wait.", 1,
                     1'000'000, [](auto& c) -> auto& { return c.engine.undurable_decisions; }),
     integer<Config>("waiting_effects", "Effects ahead of their runner; then commands wait.", 16,
                     10'000'000, [](auto& c) -> auto& { return c.engine.waiting_effects; })}};

const Section kJournal{
    "journal",
    "What is durable.",
    {integer<Config>("queue", "Decisions and tasks that wait for the disk.", 16, 10'000'000,
                     [](auto& c) -> auto& { return c.journal_queue.max_queue; }),
     integer<Config>("queue_bytes", "Their size.", kMiB, 16 * kGiB,
                     [](auto& c) -> auto& { return c.journal_queue.max_queue_bytes; }),
     integer<Config>("batch", "Decisions per transaction.", 1, 65'536,
                     [](auto& c) -> auto& { return c.journal_queue.max_batch; }),
     integer<Config>("checkpoint_pages", "Pages of the log after which it is folded in.", 16,
                     1'000'000, [](auto& c) -> auto& { return c.journal.checkpoint_pages; }),
     integer<Config>("record_bytes", "One decision.", 64 * kKiB, 64 * kMiB,
                     [](auto& c) -> auto& { return c.journal.max_record_bytes; }),
     integer<Config>("vault_content_bytes", "One row of personal content.", 4 * kKiB, 64 * kMiB,
                     [](auto& c) -> auto& { return c.journal.max_vault_content_bytes; })}};

const Section kWebhook{
    "webhook",
    "The gateway for SMS, voice or push, and for alarms when no console watches.",
    {text<Config>("url", "Where offers and alarms are posted; empty: nowhere.",
                  "empty, or a URL such as \"https://sms.example.org/goldenfour\"", is_url_or_empty,
                  [](auto& c) -> auto& { return c.webhook.url; }),
     text<Config>("secret_file", "File with the shared secret, at least 32 bytes.",
                  "a file's path, or empty without url", anything,
                  [](auto& c) -> auto& { return c.webhook_secret_file; }),
     text<Config>("ca_file", "PEM of who signs the gateway; empty: the system's.",
                  "a file's path, or empty", anything,
                  [](auto& c) -> auto& { return c.webhook.ca_file; }),
     integer<Config>("queue", "Messages in hand; beyond it they fail at once.", 1, 1'000'000,
                     [](auto& c) -> auto& { return c.webhook.queue; }),
     integer<Config>("concurrent", "Requests at the same time.", 1, 1000,
                     [](auto& c) -> auto& { return c.webhook.concurrent; }),
     seconds<Config>("attempt_timeout_seconds", "For one request.", 0.1, 60,
                     [](auto& c) -> auto& { return c.webhook.attempt_timeout; }),
     seconds<Config>("first_backoff_seconds", "Before the first retry; doubles.", 0.01, 60,
                     [](auto& c) -> auto& { return c.webhook.first_backoff; }),
     seconds<Config>("longest_backoff_seconds", "Between two retries at most.", 0.01, 600,
                     [](auto& c) -> auto& { return c.webhook.longest_backoff; }),
     seconds<Config>("alarm_patience_seconds", "Then an alarm is not retried.", 1, 86'400,
                     [](auto& c) -> auto& { return c.webhook.alarm_patience; })}};

const Section kLog{
    "log",
    "One JSON object per line; ids and codes, no personal data.",
    {text<Config>("level", "What is written.", "\"debug\", \"info\", \"warn\" or \"error\"",
                  runtime::is_log_level, [](auto& c) -> auto& { return c.log.level; }),
     text<Config>("file", "Where; empty: standard error.", "a file's path, or empty", anything,
                  [](auto& c) -> auto& { return c.log.file; }),
     integer<Config>("file_bytes", "Then the file is rotated.", 64 * kKiB, kGiB,
                     [](auto& c) -> auto& { return c.log.max_file_bytes; }),
     integer<Config>("files", "Rotated files that are kept.", 1, 100,
                     [](auto& c) -> auto& { return c.log.max_files; })}};

}  // namespace

const std::vector<Section>& sections() {
  static const std::vector<Section> all{kServer, kHttp,    kWebSocket, kStream,
                                        kEngine, kJournal, kWebhook,   kLog};
  return all;
}

const Settings<ListenConfig>& listen_settings() {
  static const Settings<ListenConfig> all{
      text<ListenConfig>("address", "Numeric address to listen on.",
                         "a numeric IPv4 or IPv6 address", is_address,
                         [](auto& l) -> auto& { return l.address; }),
      integer<ListenConfig>("port", "0: any free one, printed at the start.", 0, 65'535,
                            [](auto& l) -> auto& { return l.port; }),
      text<ListenConfig>("tls_certificate", "PEM chain; empty: no TLS.", "a file's path, or empty",
                         anything, [](auto& l) -> auto& { return l.tls.certificate_file; }),
      text<ListenConfig>("tls_key", "PEM key of the certificate.", "a file's path, or empty",
                         anything, [](auto& l) -> auto& { return l.tls.key_file; }),
      text<ListenConfig>("tls_client_ca", "PEM of who signs clients; empty: none are asked.",
                         "a file's path, or empty", anything,
                         [](auto& l) -> auto& { return l.tls.client_ca_file; }),
      flag<ListenConfig>("tls_require_client", "Refuse clients without a certificate.",
                         [](auto& l) -> auto& { return l.tls.require_client; })};
  return all;
}

}  // namespace goldenfour::app
