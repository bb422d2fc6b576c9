#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include <spdlog/logger.h>

namespace goldenfour::runtime {

struct LogOptions {
  std::string level = "info";              ///< debug, info, warn, error
  std::string file;                        ///< empty: standard error
  std::size_t max_file_bytes = 64U << 20;  ///< then it is rotated
  std::size_t max_files = 5;
};

/// How spdlog writes a line; `%v` is what Log puts together.
inline constexpr std::string_view kLogPattern =
    R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

/// One figure or code beside an event. Ids and codes only: never a name, a phone number, a text
/// that a person wrote, or a position.
struct LogField {
  std::string_view key;
  std::variant<std::int64_t, double, bool, std::string> value;
};

/// One JSON object per line: {"time":…,"level":…,"event":"engine_started","sequence":12}. A value;
/// copies write to the same place. Thread-safe.
class Log {
 public:
  /// Writes nowhere: for tests.
  Log();
  /// Throws spdlog::spdlog_ex when the file cannot be opened: at start-up only.
  explicit Log(const LogOptions& options);
  /// Writes through a logger that the caller made.
  explicit Log(std::shared_ptr<spdlog::logger> logger);

  using Fields = std::initializer_list<LogField>;
  void debug(std::string_view event, Fields fields = {}) const;
  void info(std::string_view event, Fields fields = {}) const;
  void warn(std::string_view event, Fields fields = {}) const;
  void error(std::string_view event, Fields fields = {}) const;
  void flush() const;

 private:
  void write(spdlog::level::level_enum level, std::string_view event, Fields fields) const;
  std::shared_ptr<spdlog::logger> logger_;
};

/// True for the levels that LogOptions knows.
bool is_log_level(const std::string& level);

}  // namespace goldenfour::runtime
