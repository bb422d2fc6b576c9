#include "server/runtime/log.h"

#include <utility>
#include <vector>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace goldenfour::runtime {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      out += {'\\', character};
    } else if (byte < 0x20) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += character;
    }
  }
  return out + '"';
}

std::string written(const LogField& field) {
  return std::visit(
      []<class T>(const T& value) -> std::string {
        if constexpr (std::is_same_v<T, std::string>) {
          return quoted(value);
        } else {
          return fmt::format("{}", value);
        }
      },
      field.value);
}

std::shared_ptr<spdlog::logger> make_logger(const LogOptions& options) {
  spdlog::sink_ptr sink;
  if (options.file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        options.file, options.max_file_bytes, options.max_files);
  }
  auto logger = std::make_shared<spdlog::logger>("goldenfour", std::move(sink));
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      std::string(kLogPattern), spdlog::pattern_time_type::utc));
  logger->set_level(spdlog::level::from_str(options.level));
  logger->flush_on(spdlog::level::info);
  return logger;
}

}  // namespace

bool is_log_level(const std::string& level) {
  return level == "debug" || level == "info" || level == "warn" || level == "error";
}

Log::Log()
    : logger_(std::make_shared<spdlog::logger>("none",
                                               std::make_shared<spdlog::sinks::null_sink_mt>())) {}
Log::Log(const LogOptions& options) : logger_(make_logger(options)) {}
Log::Log(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

void Log::write(spdlog::level::level_enum level, std::string_view event, Fields fields) const {
  if (!logger_->should_log(level)) return;
  std::string line = "\"event\":" + quoted(event);
  for (const LogField& field : fields) line += "," + quoted(field.key) + ":" + written(field);
  logger_->log(level, spdlog::string_view_t(line));
}

void Log::debug(std::string_view event, Fields fields) const {
  write(spdlog::level::debug, event, fields);
}
void Log::info(std::string_view event, Fields fields) const {
  write(spdlog::level::info, event, fields);
}
void Log::warn(std::string_view event, Fields fields) const {
  write(spdlog::level::warn, event, fields);
}
void Log::error(std::string_view event, Fields fields) const {
  write(spdlog::level::err, event, fields);
}
void Log::flush() const {
  logger_->flush();
}

}  // namespace goldenfour::runtime
