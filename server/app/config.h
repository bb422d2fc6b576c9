#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/app/settings.h"
#include "server/dispatch/policy.h"
#include "server/net/options.h"
#include "server/net/routes/api.h"
#include "server/net/web/web_files.h"
#include "server/notify/hub.h"
#include "server/notify/web_push.h"
#include "server/notify/webhook.h"
#include "server/runtime/engine.h"
#include "server/runtime/log.h"
#include "server/store/journal_file.h"
#include "server/store/journal_writer.h"
#include "server/store/record.h"
#include "server/store/views_feed.h"

namespace goldenfour::app {

struct ListenConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7400;
  net::TlsOptions tls;  ///< no TLS when the certificate is empty
};

/// All that can be set: every limit of every room, with its default. Nothing is read from anywhere
/// else.
struct Config {
  std::string node_id = "goldenfour";
  std::string data_dir = "goldenfour-data";
  std::string admin_socket;  ///< empty: admin.sock in the data directory
  std::vector<std::string> jurisdictions{"demo"};
  std::uint32_t io_threads = 2;
  std::chrono::milliseconds stop_patience{10'000};
  bool drills_only = false;

  std::vector<ListenConfig> listen{ListenConfig{}};
  net::HttpOptions http;
  net::WebSocketOptions websocket;
  runtime::EngineOptions engine;
  runtime::LogOptions log;
  notify::HubOptions stream;
  store::JournalOptions journal;
  store::JournalWriterOptions journal_queue;
  store::RecordOptions record;
  store::ViewsFeedOptions views;
  net::ApiOptions api;
  net::TokenLimits tokens;
  std::chrono::milliseconds ticket_lifetime{30'000};
  net::EnrolmentLimits enrolment;
  net::PublicLimits publicly;
  net::WebOptions web;
  /// What web.root holds, read by load_config(); null without a root, and with a bad one.
  std::shared_ptr<const net::web::WebFiles> web_files;
  /// What is wrong with the folder, with file, line and key; the server runs without pages then.
  std::string web_error;
  notify::WebhookOptions webhook;
  std::string webhook_secret_file;
  notify::PushOptions push;

  dispatch::Policy policy = dispatch::default_policy();
  /// Of jurisdictions that deviate from `policy`.
  std::map<std::string, dispatch::Policy> policies;

  std::string admin_socket_path() const;
};

/// Every error of one file, each a line that names file, line, key, value and remedy.
using ConfigErrors = std::vector<std::string>;

/// Reads and checks a configuration: unknown keys, wrong types, values out of range, files that
/// cannot be used, limits that contradict each other. All errors are found, not only the first.
/// Reads the files that it names (secret, certificates, web clients) but opens nothing for writing.
/// A web.root that cannot be used is told in `web_error` alone.
tl::expected<Config, ConfigErrors> load_config(const std::string& file);

/// The same for text that is already read; `name` stands in the errors.
tl::expected<Config, ConfigErrors> parse_config(const std::string& text, const std::string& name);

/// The defaults as a commented TOML file that load_config() takes.
std::string default_config_text();

/// A named part of the file.
struct Section {
  std::string name;
  std::string help;
  Settings<Config> settings;
};
const std::vector<Section>& sections();
/// Those about requests: [http], [websocket], [stream], [api], [public], [enrolment], [web],
/// [texts].
const std::vector<Section>& network_sections();
const Settings<ListenConfig>& listen_settings();
const Settings<dispatch::Policy>& policy_settings();
const Settings<dispatch::Policy>& hazard_settings();
/// Those of policy_settings() about arrivals, acceptance and what a plan is worth.
const Settings<dispatch::Policy>& arrival_settings();
const Settings<dispatch::Policy>& major_settings();
const Settings<dispatch::KindPolicy>& kind_settings();

}  // namespace goldenfour::app
