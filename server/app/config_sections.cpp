#include <boost/asio/ip/address.hpp>

#include "server/app/config.h"
#include "server/registry/ids.h"

// The rows of the configuration, but for the network's and policy.
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
                     [](auto& c) -> auto& { return c.journal.max_vault_content_bytes; }),
     integer<Config>("views_records_per_turn", "Decisions folded into views.db at once.", 1, 65'536,
                     [](auto& c) -> auto& { return c.views.records_per_turn; }),
     seconds<Config>("scene_retention_seconds",
                     "How long place, patient and caller of an incident are kept.", 86'400,
                     315'360'000, [](auto& c) -> auto& { return c.record.scene_retention; })}};

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

bool is_contact_or_empty(const std::string& text) {
  return text.empty() || text.starts_with("mailto:") || text.starts_with("https://");
}

const Section kPush{
    "push",
    "Web Push: rings phones whose page is closed, through the push services of their browsers.",
    {text<Config>("vapid_key", "File of the server's key, made when missing; empty: no push.",
                  "a file's path, or empty", anything,
                  [](auto& c) -> auto& { return c.push.key_file; }),
     text<Config>("contact", "Of the operator, for who runs a push service; needed with a key.",
                  "empty, or such as \"mailto:operator@example.org\"", is_contact_or_empty,
                  [](auto& c) -> auto& { return c.push.contact; }),
     texts<Config>("hosts", "Push services that the server connects to; *. means all below.",
                   "a list of host names", not_empty,
                   [](auto& c) -> auto& { return c.api.push.hosts; }),
     flag<Config>("loopback", "Take this machine for a push service too, by http: for tests.",
                  [](auto& c) -> auto& { return c.api.push.loopback; }),
     integer<Config>("endpoint_bytes", "Of a subscription's URL.", 64, 16 * kKiB,
                     [](auto& c) -> auto& { return c.api.push.endpoint_bytes; }),
     integer<Config>("devices", "Of one responder; the oldest goes.", 1, 100,
                     [](auto& c) -> auto& { return c.push.devices; }),
     text<Config>("ca_file", "PEM of who signs push services; empty: the system's.",
                  "a file's path, or empty", anything,
                  [](auto& c) -> auto& { return c.push.ca_file; }),
     integer<Config>("queue", "Messages in hand; beyond it they fail at once.", 1, 1'000'000,
                     [](auto& c) -> auto& { return c.push.queue; }),
     integer<Config>("concurrent", "Requests at the same time.", 1, 1000,
                     [](auto& c) -> auto& { return c.push.concurrent; }),
     seconds<Config>("attempt_timeout_seconds", "For one request.", 0.1, 60,
                     [](auto& c) -> auto& { return c.push.attempt_timeout; }),
     seconds<Config>("first_backoff_seconds", "Before the first retry; doubles.", 0.01, 60,
                     [](auto& c) -> auto& { return c.push.first_backoff; }),
     seconds<Config>("longest_backoff_seconds", "Between two retries at most.", 0.01, 600,
                     [](auto& c) -> auto& { return c.push.longest_backoff; })}};

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
  static const std::vector<Section> all = [] {
    std::vector<Section> sections{kServer};
    sections.insert(sections.end(), network_sections().begin(), network_sections().end());
    sections.insert(sections.end(), {kEngine, kJournal, kWebhook, kPush, kLog});
    return sections;
  }();
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
