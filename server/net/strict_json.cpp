#include "server/net/strict_json.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace goldenfour::net {
namespace {

namespace json = boost::json;
using boost::system::error_code;

// Where the parser stands: one level per open object or array.
struct Level {
  bool is_array = false;
  std::size_t items = 0;  // of an array, so far
  std::string key = {};   // of an object, the present one
  std::set<std::string, std::less<>> keys = {};
};

// Called by Boost.JSON's parser; builds nothing, only watches.
class Watcher {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open(false); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code&) { return open(true); }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(json::string_view part, std::size_t, error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, error_code& error) {
    key_.append(part.data(), part.size());
    Level& level = levels_.back();
    level.key = std::move(key_);
    key_.clear();
    if (level.keys.insert(level.key).second) return true;
    return stop(ErrorCode::kDuplicateKey, error);
  }
  bool on_string_part(json::string_view, std::size_t, error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, error_code&) { return value(); }
  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, error_code&) { return value(); }
  bool on_uint64(std::uint64_t, json::string_view, error_code&) { return value(); }
  bool on_double(double number, json::string_view, error_code& error) {
    value();
    return std::isfinite(number) || stop(ErrorCode::kNumberNotFinite, error);
  }
  bool on_bool(bool, error_code&) { return value(); }
  bool on_null(error_code&) { return value(); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

  std::optional<ErrorCode> found() const { return found_; }
  std::string path() const;

 private:
  bool value() {
    if (!levels_.empty() && levels_.back().is_array) ++levels_.back().items;
    return true;
  }
  bool open(bool is_array) {
    value();
    levels_.push_back(Level{is_array});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }
  bool stop(ErrorCode code, error_code& error) {
    found_ = code;
    error = json::error::syntax;
    return false;
  }

  std::vector<Level> levels_;
  std::string key_;
  std::optional<ErrorCode> found_;
};

std::string Watcher::path() const {
  std::string path;
  for (const Level& level : levels_) {
    if (level.is_array) {
      if (level.items > 0) path += "[" + std::to_string(level.items - 1) + "]";
    } else if (!level.key.empty()) {
      path += path.empty() ? level.key : "." + level.key;
    }
  }
  return path;
}

}  // namespace

tl::expected<void, Problem> check_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepth;
  json::basic_parser<Watcher> parser(options);
  error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  const Watcher& watcher = parser.handler();
  if (watcher.found()) {
    return tl::make_unexpected(Problem{*watcher.found(), {}, watcher.path()});
  }
  if (error == json::error::too_deep) {
    return tl::make_unexpected(Problem{ErrorCode::kJsonTooDeep,
                                       "at most " + std::to_string(kJsonDepth) + " levels",
                                       watcher.path()});
  }
  if (error || used != text.size()) {
    return tl::make_unexpected(Problem{
        ErrorCode::kMalformedJson, "syntax error at byte " + std::to_string(used), watcher.path()});
  }
  return {};
}

}  // namespace goldenfour::net
