#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace google::protobuf {
class Message;
class Timestamp;
}  // namespace google::protobuf

namespace goldenfour::client {

/// A moment as the server writes it: UTC, microseconds.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

/// JSON of the wire contract into `message`, ignoring fields that this client does not know; false,
/// and an unspecified content, if `text` is not that message.
bool from_json(std::string_view text, google::protobuf::Message& message);

/// One line of JSON by protobuf's own mapping.
std::string to_json(const google::protobuf::Message& message);

WallTime to_time(const google::protobuf::Timestamp& stamp);
google::protobuf::Timestamp to_stamp(WallTime time);
/// The wall clock of this machine.
WallTime now();

/// Percent-encodes all but RFC 3986's unreserved characters: one path segment or query value.
std::string url_encode(std::string_view text);

/// "wgs84" and "DATUM_WGS84" both name an enumerator: upper-cases `word`, makes '-' a '_', and
/// tries it with `prefix` and without. `parse` is a generated X_Parse function.
template <class Enum, class Parse>
bool parse_word(std::string_view word, std::string_view prefix, Parse parse, Enum* out) {
  std::string name;
  for (const char c : word) {
    name += c == '-' ? '_' : (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return parse(name, out) || parse(std::string(prefix) + name, out);
}

}  // namespace goldenfour::client
