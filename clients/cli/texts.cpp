#include "clients/cli/texts.h"

#include <cstdlib>

namespace goldenfour::cli {
namespace {

Language of_name(std::string_view name) {
  return name.starts_with("zh") ? Language::kChinese : Language::kEnglish;
}

}  // namespace

Language choose_language(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("--lang=")) return of_name(argument.substr(7));
    if (argument == "--lang" && i + 1 < argc) return of_name(argv[i + 1]);
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') return of_name(value);
  }
  return Language::kEnglish;
}

}  // namespace goldenfour::cli
