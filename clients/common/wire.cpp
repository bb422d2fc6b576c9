#include "clients/common/wire.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>

namespace goldenfour::client {

using std::chrono::microseconds;
using std::chrono::seconds;

bool from_json(std::string_view text, google::protobuf::Message& message) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const google::protobuf::StringPiece piece(text.data(), text.size());
  return google::protobuf::util::JsonStringToMessage(piece, &message, options).ok();
}

std::string to_json(const google::protobuf::Message& message) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text);
  return status.ok() ? text : std::string("{}");
}

WallTime to_time(const google::protobuf::Timestamp& stamp) {
  return WallTime(seconds(stamp.seconds()) + microseconds(stamp.nanos() / 1000));
}

google::protobuf::Timestamp to_stamp(WallTime time) {
  const auto whole = std::chrono::floor<seconds>(time);
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(whole.time_since_epoch().count());
  stamp.set_nanos(static_cast<int>((time - whole).count() * 1000));
  return stamp;
}

WallTime now() {
  return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

std::string url_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace goldenfour::client
