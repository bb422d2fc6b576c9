#include "server/net/problem.h"

#include <cstddef>

#include "server/net/utf8.h"

namespace goldenfour::net {
namespace {

void append_control(std::string& out, unsigned char byte) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u00";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, value);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text.front();
    } else if (byte < 0x20) {
      append_control(out, byte);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

std::string write_problem(const Problem& problem) {
  const dispatch::ErrorInfo& info = dispatch::info(problem.code);
  std::string out = "{\"type\":\"urn:goldenfour:error:";
  out += info.text;
  out += '"';
  append_member(out, "title", info.title);
  out += ",\"status\":" + std::to_string(info.http_status);
  append_member(out, "code", info.text);
  out += info.retryable ? ",\"retryable\":true" : ",\"retryable\":false";
  if (!problem.detail.empty()) append_member(out, "detail", problem.detail);
  if (!problem.field.empty()) append_member(out, "field", problem.field);
  out += '}';
  return out;
}

}  // namespace goldenfour::net
