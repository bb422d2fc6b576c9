#pragma once

#include <string>
#include <string_view>

namespace goldenfour::cli {

enum class Language { kEnglish, kChinese };

/// Chooses between the two texts that stand side by side wherever something is said to a person, so
/// that neither language can lag behind. A small value.
class Texts {
 public:
  explicit Texts(Language language) : language_(language) {}

  /// Both must be string literals or outlive the result.
  std::string_view operator()(std::string_view english, std::string_view chinese) const {
    return language_ == Language::kChinese ? chinese : english;
  }
  std::string str(std::string_view english, std::string_view chinese) const {
    return std::string((*this)(english, chinese));
  }
  Language language() const { return language_; }

 private:
  Language language_;
};

/// "--lang zh" or "--lang=en" among the arguments wins; else LC_ALL, LC_MESSAGES, LANG, the first
/// that is set: Chinese when it begins with "zh". Needed before the arguments can be parsed, since
/// their help is in that language.
Language choose_language(int argc, const char* const* argv);

}  // namespace goldenfour::cli
