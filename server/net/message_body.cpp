#include "server/net/message_body.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "server/net/json_shape.h"
#include "server/net/strict_json.h"

namespace goldenfour::net {
namespace {

namespace json = boost::json;
namespace pb = google::protobuf;

// protobuf's converter prefixes some errors with "(path): " or "path: "; what it quotes after that
// may be the client's text, so only the path is taken.
std::string field_in(std::string_view error) {
  const std::size_t colon = error.find(':');
  std::string_view path = error.substr(0, colon == std::string_view::npos ? 0 : colon);
  if (path.starts_with('(')) path.remove_prefix(1);
  if (const std::size_t end = path.find_first_of(" )"); end != std::string_view::npos) {
    path = path.substr(0, end);
  }
  return path == "INVALID_ARGUMENT" ? std::string() : std::string(path);
}

}  // namespace

tl::expected<void, Problem> parse_json(std::string_view text, pb::Message& message) {
  if (auto ok = check_json(text); !ok) return ok;
  json::parse_options depth;
  depth.max_depth = kJsonDepth;
  boost::system::error_code error;
  const json::value value =
      json::parse(json::string_view(text.data(), text.size()), error, {}, depth);
  if (error) return tl::make_unexpected(Problem{ErrorCode::kMalformedJson});
  if (auto ok = check_shape(value, *message.GetDescriptor()); !ok) return ok;
  message.Clear();
  const auto parsed = pb::util::JsonStringToMessage(pb::StringPiece(text.data(), text.size()),
                                                    &message, pb::util::JsonParseOptions());
  if (parsed.ok()) return {};
  const std::string_view why(parsed.message().data(), parsed.message().size());
  return tl::make_unexpected(
      Problem{ErrorCode::kInvalidField, "the value does not fit the field", field_in(why)});
}

tl::expected<void, Problem> parse_protobuf(std::string_view bytes, pb::Message& message) {
  pb::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                              static_cast<int>(bytes.size()));
  in.SetRecursionLimit(kJsonDepth);
  if (!message.ParseFromCodedStream(&in) || !in.ConsumedEntireMessage()) {
    return tl::make_unexpected(Problem{ErrorCode::kMalformedProtobuf});
  }
  return check_values(message);
}

tl::expected<std::string, Problem> write_json(const pb::Message& message) {
  std::string out;
  if (pb::util::MessageToJsonString(message, &out).ok()) return out;
  return tl::make_unexpected(Problem{ErrorCode::kInternal, "the answer has no JSON form"});
}

std::string write_protobuf(const pb::Message& message) {
  return message.SerializeAsString();
}

}  // namespace goldenfour::net
