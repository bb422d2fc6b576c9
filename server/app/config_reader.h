#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "server/app/config.h"

namespace goldenfour::app {

/// Reads tables of one file by their rows and collects what is wrong, with file and line.
class ConfigReader {
 public:
  explicit ConfigReader(std::string file) : file_(std::move(file)) {}

  /// Every key of `table` must be a row, but for `apart`, which is read elsewhere; `path` is the
  /// table's name.
  template <class T>
  void read(const toml::table& table, const std::string& path, const Settings<T>& rows, T& target,
            std::string_view apart = {}) {
    for (const auto& [key, node] : table) {
      if (key.str() == apart) continue;
      const Setting<T>* row = find(rows, key.str());
      if (row == nullptr) {
        unknown(node, path, std::string(key.str()), keys_of(rows));
      } else if (const auto value = value_of(node); !value || !row->set(target, *value)) {
        wrong(node, join(path, row->key), row->allowed);
      } else {
        lines_[join(path, row->key)] = line_of(node);
      }
    }
  }

  /// The table's own table `key`; null, with an error unless absent, when there is none.
  const toml::table* table(const toml::table& parent, const std::string& path,
                           const std::string& key);

  void unknown(const toml::node& node, const std::string& path, const std::string& key,
               const std::vector<std::string>& known);
  void wrong(const toml::node& node, const std::string& key, const std::string& allowed);
  /// An error about a key that was read, or about the file when it was not.
  void contradiction(const std::string& key, const std::string& what);
  /// "file:line: key: what", as errors are told.
  std::string about(const std::string& key, const std::string& what) const;
  void error(std::uint32_t line, const std::string& what);

  const ConfigErrors& errors() const { return errors_; }

  static std::string join(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
  }

 private:
  std::string placed(std::uint32_t line, const std::string& what) const;
  template <class T>
  static const Setting<T>* find(const Settings<T>& rows, std::string_view key) {
    for (const Setting<T>& row : rows)
      if (row.key == key) return &row;
    return nullptr;
  }
  template <class T>
  static std::vector<std::string> keys_of(const Settings<T>& rows) {
    std::vector<std::string> keys;
    for (const Setting<T>& row : rows) keys.push_back(row.key);
    return keys;
  }
  static std::optional<Value> value_of(const toml::node& node);
  static std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

  std::string file_;
  ConfigErrors errors_;
  std::map<std::string, std::uint32_t> lines_;
};

}  // namespace goldenfour::app
