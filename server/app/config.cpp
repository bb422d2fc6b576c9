#include "server/app/config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "server/app/config_reader.h"
#include "server/dispatch/names.h"
#include "server/net/tls.h"

namespace goldenfour::app {
namespace {

constexpr std::size_t kConfigBytes = 1 << 20;
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kListeners = 16;

std::optional<std::string> read_file(const std::string& path, std::size_t limit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(limit, '\0');
  file.read(text.data(), static_cast<std::streamsize>(limit));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

void read_kinds(ConfigReader& reader, const toml::table& kinds, const std::string& path,
                dispatch::Policy& policy) {
  for (const auto& [key, node] : kinds) {
    const auto kind = dispatch::value_of<dispatch::IncidentKind>(key.str());
    const toml::table* caps = node.as_table();
    if (!kind) {
      const auto& known = dispatch::EnumNames<dispatch::IncidentKind>::kTexts;
      reader.unknown(node, path, std::string(key.str()), {known.begin(), known.end()});
    } else if (caps == nullptr) {
      reader.wrong(node, reader.join(path, std::string(key.str())), "a table of a kind's policy");
    } else {
      reader.read(*caps, reader.join(path, std::string(key.str())), kind_settings(),
                  policy.kinds[static_cast<std::size_t>(*kind)]);
    }
  }
}

void read_policy(ConfigReader& reader, const toml::table& table, const std::string& path,
                 dispatch::Policy& policy) {
  if (const toml::table* kinds = reader.table(table, path, "kinds"))
    read_kinds(reader, *kinds, reader.join(path, "kinds"), policy);
  reader.read(table, path, policy_settings(), policy, "kinds");
}

void read_policies(ConfigReader& reader, const toml::table& root, Config& config) {
  if (const toml::table* policy = reader.table(root, "", "policy"))
    read_policy(reader, *policy, "policy", config.policy);
  const toml::table* policies = reader.table(root, "", "policies");
  if (policies == nullptr) return;
  for (const auto& [key, node] : *policies) {
    const std::string jurisdiction(key.str());
    const std::string path = "policies." + jurisdiction;
    if (std::ranges::find(config.jurisdictions, jurisdiction) == config.jurisdictions.end()) {
      reader.unknown(node, "policies", jurisdiction, config.jurisdictions);
    } else if (const toml::table* table = reader.table(*policies, "policies", jurisdiction)) {
      read_policy(reader, *table, path,
                  config.policies.emplace(jurisdiction, config.policy).first->second);
    }
  }
}

void read_listeners(ConfigReader& reader, const toml::table& root, Config& config) {
  const toml::node* node = root.get("listen");
  if (node == nullptr) return;
  const toml::array* array = node->as_array();
  if (array == nullptr || array->empty() || array->size() > kListeners) {
    reader.wrong(*node, "listen", "1 to 16 tables, each under [[listen]]");
    return;
  }
  config.listen.clear();
  for (const toml::node& item : *array) {
    const toml::table* table = item.as_table();
    if (table == nullptr) {
      reader.wrong(item, "listen", "1 to 16 tables, each under [[listen]]");
    } else {
      reader.read(*table, "listen", listen_settings(), config.listen.emplace_back());
    }
  }
}

void read_root(ConfigReader& reader, const toml::table& root, Config& config) {
  std::vector<std::string> known{"listen", "policy", "policies"};
  for (const Section& section : sections()) {
    known.push_back(section.name);
    if (const toml::table* table = reader.table(root, "", section.name))
      reader.read(*table, section.name, section.settings, config);
  }
  for (const auto& [key, node] : root)
    if (std::ranges::find(known, key.str()) == known.end())
      reader.unknown(node, "", std::string(key.str()), known);
  read_listeners(reader, root, config);
  read_policies(reader, root, config);
}

void check_jurisdictions(ConfigReader& reader, const Config& config) {
  const std::set<std::string> unique(config.jurisdictions.begin(), config.jurisdictions.end());
  if (unique.empty())
    reader.contradiction("server.jurisdictions", "names none; a node decides at least one");
  if (unique.size() != config.jurisdictions.size())
    reader.contradiction("server.jurisdictions", "names one twice; remove the second");
}

void check_tls(ConfigReader& reader, const Config& config) {
  for (const ListenConfig& listen : config.listen) {
    const net::TlsOptions& tls = listen.tls;
    if (tls.certificate_file.empty()) {
      if (!tls.key_file.empty() || !tls.client_ca_file.empty() || tls.require_client)
        reader.contradiction("listen.tls_certificate", "is missing although TLS is configured");
    } else if (const auto context = net::make_tls_context(tls); !context) {
      reader.contradiction("listen.tls_certificate", context.error());
    }
  }
}

void check_webhook(ConfigReader& reader, Config& config) {
  if (config.webhook.url.empty()) return;
  const auto secret = read_file(config.webhook_secret_file, 4096);
  if (!secret) {
    reader.contradiction("webhook.secret_file", "'" + config.webhook_secret_file +
                                                    "' cannot be read; name a file with the "
                                                    "secret that the gateway knows");
    return;
  }
  config.webhook.secret = *secret;
  while (!config.webhook.secret.empty() && config.webhook.secret.back() == '\n')
    config.webhook.secret.pop_back();
  if (config.webhook.secret.size() < kSecretBytes)
    reader.contradiction("webhook.secret_file",
                         "holds fewer than 32 bytes; make one with: "
                         "openssl rand -hex 32");
  if (const auto tls = notify::make_client_tls(config.webhook.ca_file); !tls)
    reader.contradiction("webhook.ca_file", tls.error());
}

void check_push(ConfigReader& reader, const Config& config) {
  if (config.push.key_file.empty()) return;
  if (config.push.contact.empty())
    reader.contradiction("push.contact",
                         "is missing; name one, such as \"mailto:operator@example.org\"");
  if (config.push.first_backoff > config.push.longest_backoff)
    reader.contradiction("push.first_backoff_seconds", "is above longest_backoff_seconds");
  if (const auto tls = notify::make_client_tls(config.push.ca_file); !tls)
    reader.contradiction("push.ca_file", tls.error());
}

/// A bad folder is no error of the file: alerts matter more than pages, so the server must start.
void check_web(const ConfigReader& reader, Config& config) {
  if (config.web.root.empty()) return;
  auto files = net::web::read_web_files(config.web);
  if (files) {
    config.web_files = *std::move(files);
  } else {
    config.web_error = reader.about("web.root", files.error());
  }
}

void check_limits(ConfigReader& reader, const Config& config) {
  if (config.engine.undurable_decisions > config.journal_queue.max_queue)
    reader.contradiction("engine.undurable_decisions",
                         "is above journal.queue; lower it or raise that one");
  if (config.stream.connections < config.http.connections)
    reader.contradiction("stream.connections",
                         "is below http.connections; a connection could never subscribe");
  if (config.api.page_size > config.api.max_page_size)
    reader.contradiction("api.page_size", "is above api.max_page_size");
  if (config.api.page_size > config.api.max_aed_page)
    reader.contradiction("api.page_size", "is above api.max_aed_page");
  if (config.publicly.usual_aeds > config.publicly.aeds)
    reader.contradiction("public.usual_aeds", "is above public.aeds");
  if (config.publicly.usual_radius_meters > config.publicly.radius_meters)
    reader.contradiction("public.usual_radius_meters", "is above public.max_radius_meters");
  if (config.enrolment.lifetime > config.enrolment.max_lifetime)
    reader.contradiction("enrolment.lifetime_seconds", "is above max_lifetime_seconds");
  if (config.webhook.first_backoff > config.webhook.longest_backoff)
    reader.contradiction("webhook.first_backoff_seconds", "is above longest_backoff_seconds");
}

}  // namespace

std::string Config::admin_socket_path() const {
  return admin_socket.empty() ? data_dir + "/admin.sock" : admin_socket;
}

tl::expected<Config, ConfigErrors> parse_config(const std::string& text, const std::string& name) {
  ConfigReader reader(name);
  Config config;
  try {
    read_root(reader, toml::parse(text, name), config);
  } catch (const toml::parse_error& error) {
    reader.error(error.source().begin.line, "not TOML: " + std::string(error.description()));
    return tl::unexpected(reader.errors());
  }
  check_jurisdictions(reader, config);
  check_tls(reader, config);
  check_webhook(reader, config);
  check_push(reader, config);
  check_web(reader, config);
  check_limits(reader, config);
  if (!reader.errors().empty()) return tl::unexpected(reader.errors());
  return config;
}

tl::expected<Config, ConfigErrors> load_config(const std::string& file) {
  const auto text = read_file(file, kConfigBytes + 1);
  if (!text)
    return tl::unexpected(
        ConfigErrors{file + ": cannot be read; write one with: goldenfourd --print-config"});
  if (text->size() > kConfigBytes)
    return tl::unexpected(ConfigErrors{file + ": is larger than 1 MiB"});
  return parse_config(*text, file);
}

}  // namespace goldenfour::app
