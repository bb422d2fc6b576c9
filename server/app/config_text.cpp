#include "server/app/config.h"
#include "server/dispatch/names.h"

namespace goldenfour::app {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') out += '\\';
    out += character;
  }
  return out + '"';
}

template <class T>
std::string rows(const Settings<T>& settings, const T& source) {
  std::string out;
  for (const Setting<T>& setting : settings)
    out += fmt::format("# {} Allowed: {}.\n{} = {}\n", setting.help, setting.allowed, setting.key,
                       to_toml(setting.get(source)));
  return out;
}

}  // namespace

std::string to_toml(const Value& value) {
  return std::visit(
      []<class T>(const T& held) -> std::string {
        if constexpr (std::is_same_v<T, std::string>) {
          return quoted(held);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          std::string out = "[";
          for (const std::string& text : held) out += (out.size() > 1 ? ", " : "") + quoted(text);
          return out + "]";
        } else {
          return fmt::format("{}", held);
        }
      },
      value);
}

std::string default_config_text() {
  const Config config;
  std::string out =
      "# Configuration of goldenfourd: every limit, with its default. A key that is left out "
      "keeps\n"
      "# its default; an unknown key is refused. Written by: goldenfourd --print-config\n"
      "# Check a file with: goldenfourd --config FILE --check-config\n";
  for (const Section& section : sections()) {
    out +=
        fmt::format("\n# {}\n[{}]\n{}", section.help, section.name, rows(section.settings, config));
    if (section.name == "server")
      out += "\n# Where clients connect; repeat the table for more listeners.\n[[listen]]\n" +
             rows(listen_settings(), config.listen.front());
  }
  out +=
      "\n# How incidents are handled. A jurisdiction that deviates writes only what differs, "
      "under\n"
      "# [policies.<jurisdiction>] and [policies.<jurisdiction>.kinds.<KIND>].\n[policy]\n" +
      rows(policy_settings(), config.policy);
  out +=
      "\n# What one kind of incident may summon, and who is of use; all tasks 0: it summons "
      "nobody.\n";
  for (int kind = 0; kind < dispatch::kIncidentKindCount; ++kind) {
    const auto& policy = config.policy.kinds[static_cast<std::size_t>(kind)];
    out += fmt::format("[policy.kinds.{}]\n",
                       dispatch::text_of(static_cast<dispatch::IncidentKind>(kind)));
    if (kind == 0) {
      out += rows(kind_settings(), policy);
      continue;
    }
    for (const auto& setting : kind_settings())
      out += setting.key + " = " + to_toml(setting.get(policy)) + "\n";
  }
  return out;
}

}  // namespace goldenfour::app
