#include "server/net/guard.h"

#include <algorithm>
#include <charconv>

#include "server/net/http_message.h"

namespace goldenfour::net {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

tl::unexpected<Problem> refuse(std::string_view rule, ErrorCode code = ErrorCode::kBadFraming) {
  return tl::make_unexpected(Problem{code, std::string(rule)});
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// tchar of RFC 9110, 5.6.2.
bool is_token_char(char c) {
  return is_alpha(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

// field-vchar, space and tab; obs-text (bytes above 0x7F) is refused, nothing we serve needs it.
bool is_value_char(char c) {
  return c == '\t' || (c >= 0x20 && c < 0x7F);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// origin-form only ("/path?query"): no proxy forms, no "*", no fragment. Beast and Boost.URL check
// the rest of the grammar.
bool is_origin_form(std::string_view target) {
  const auto allowed = [](char c) {
    return c > 0x20 && c < 0x7F &&
           std::string_view("#\"<>\\^`{|}").find(c) == std::string_view::npos;
  };
  return !target.empty() && target.front() == '/' && !target.starts_with("//") &&
         std::all_of(target.begin(), target.end(), allowed);
}

// host[:port] with a name, an IPv4 address or a bracketed IPv6 address.
bool is_host(std::string_view host) {
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t close = host.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view address = host.substr(1, close - 1);
    const auto in_address = [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
             c == '.';
    };
    if (address.empty() || !std::all_of(address.begin(), address.end(), in_address)) return false;
    port = host.substr(close + 1);
    if (port.empty()) return true;
    if (port.front() != ':') return false;
    port.remove_prefix(1);
  } else {
    const std::size_t colon = host.find(':');
    const std::string_view name = host.substr(0, colon);
    const auto in_name = [](char c) {
      return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), in_name)) return false;
    if (colon == std::string_view::npos) return true;
    port = host.substr(colon + 1);
  }
  return !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
}

// Whether `list` is a comma-separated list of tokens; empty elements are allowed. `close` is set
// when it is among them.
bool read_connection(std::string_view list, bool& close) {
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view option = trim(list.substr(0, comma));
    if (!option.empty() && !is_token(option)) return false;
    if (equals_ignoring_case(option, "close")) close = true;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

// What the fields said so far.
struct Fields {
  std::size_t count = 0;
  bool host = false;
  Framing framing = {};
};

using Checked = tl::expected<void, Problem>;

Checked check_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return refuse("the request line needs three parts");
  const std::string_view method = line.substr(0, first);
  if (!is_token(method) || method.size() > 16) return refuse("the method is not a token");
  if (!is_origin_form(line.substr(first + 1, second - first - 1))) {
    return refuse("the target must be an absolute path");
  }
  if (line.substr(second + 1) != "HTTP/1.1") return refuse("only HTTP/1.1 is spoken here");
  return {};
}

Checked note_content_length(Fields& fields, std::string_view value) {
  if (fields.framing.content_length) return refuse("more than one Content-Length");
  // 15 digits are far beyond any limit and far below overflow.
  if (value.empty() || value.size() > 15 || !std::all_of(value.begin(), value.end(), is_digit)) {
    return refuse("Content-Length must be digits");
  }
  std::uint64_t length = 0;
  std::from_chars(value.data(), value.data() + value.size(), length);
  fields.framing.content_length = length;
  return {};
}

Checked note_host(Fields& fields, std::string_view value) {
  if (fields.host) return refuse("more than one Host", ErrorCode::kBadHost);
  if (!is_host(value)) return refuse("Host is malformed", ErrorCode::kBadHost);
  fields.host = true;
  return {};
}

Checked note_field(Fields& fields, std::string_view name, std::string_view value) {
  if (equals_ignoring_case(name, "host")) return note_host(fields, value);
  if (equals_ignoring_case(name, "content-length")) return note_content_length(fields, value);
  if (equals_ignoring_case(name, "transfer-encoding")) {
    if (fields.framing.chunked) return refuse("more than one Transfer-Encoding");
    if (!equals_ignoring_case(value, "chunked")) return refuse("only chunked is understood");
    fields.framing.chunked = true;
  } else if (equals_ignoring_case(name, "trailer")) {
    return refuse("trailers are not accepted");
  } else if (equals_ignoring_case(name, "connection")) {
    bool close = false;
    if (!read_connection(value, close)) return refuse("Connection is not a list of tokens");
    if (close) fields.framing.keep_alive = false;
  } else if (equals_ignoring_case(name, "expect")) {
    if (!equals_ignoring_case(value, "100-continue")) return refuse("the expectation is not known");
    fields.framing.expects_continue = true;
  }
  return {};
}

Checked check_field_line(Fields& fields, std::string_view line, const GuardLimits& limits) {
  if (++fields.count > limits.header_fields) {
    return refuse("too many header fields", ErrorCode::kHeaderTooLarge);
  }
  if (line.front() == ' ' || line.front() == '\t') return refuse("folded header line");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return refuse("header line without a colon");
  const std::string_view name = line.substr(0, colon);
  if (!is_token(name)) return refuse("header name is not a token");
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_value_char)) {
    return refuse("header value has a forbidden byte");
  }
  return note_field(fields, name, value);
}

Checked check_whole(const Fields& fields) {
  if (!fields.host) return refuse("Host is missing", ErrorCode::kBadHost);
  if (fields.framing.chunked && fields.framing.content_length) {
    return refuse("both Content-Length and Transfer-Encoding");
  }
  return {};
}

// Cuts the next line off `rest`, without its CRLF; nothing when a CR or LF stands alone.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find_first_of(kLineEnd);
  if (end == std::string_view::npos || rest.substr(end, 2) != kLineEnd) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + kLineEnd.size());
  return line;
}

}  // namespace

tl::expected<std::optional<std::size_t>, Problem> find_header_end(std::string_view bytes,
                                                                  std::size_t from,
                                                                  const GuardLimits& limits) {
  const std::string_view window = bytes.substr(0, limits.header_bytes);
  for (std::size_t i = std::min(from, window.size()); i < window.size(); ++i) {
    if (window[i] != '\n') continue;
    if (i == 0 || window[i - 1] != '\r') return refuse("line feed without carriage return");
    if (i == 1) return refuse("empty request line");
    if (i >= 3 && window[i - 2] == '\n') return i + 1;
  }
  if (bytes.size() >= limits.header_bytes) {
    return refuse("the header exceeds its limit", ErrorCode::kHeaderTooLarge);
  }
  return std::nullopt;
}

tl::expected<Framing, Problem> check_header(std::string_view block, const GuardLimits& limits) {
  if (block.size() > limits.header_bytes) {
    return refuse("the header exceeds its limit", ErrorCode::kHeaderTooLarge);
  }
  const auto request_line = take_line(block);
  if (!request_line) return refuse("bare CR or LF");
  if (const auto ok = check_request_line(*request_line); !ok)
    return tl::make_unexpected(ok.error());
  Fields fields;
  while (true) {
    const auto line = take_line(block);
    if (!line) return refuse("bare CR or LF");
    if (line->empty()) break;
    const auto ok = check_field_line(fields, *line, limits);
    if (!ok) return tl::make_unexpected(ok.error());
  }
  if (!block.empty()) return refuse("bytes after the header");
  if (const auto ok = check_whole(fields); !ok) return tl::make_unexpected(ok.error());
  return fields.framing;
}

}  // namespace goldenfour::net
