#include "server/net/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace goldenfour::net {
namespace {

namespace http = boost::beast::http;
namespace urls = boost::urls;

constexpr std::size_t kMaxParameters = 64;

tl::unexpected<Problem> refuse(ErrorCode code, std::string detail, std::string field = {}) {
  return tl::make_unexpected(Problem{code, std::move(detail), std::move(field)});
}

bool is_plain_segment(std::string_view segment) {
  return segment != "." && segment != ".." && segment.find('/') == std::string_view::npos &&
         segment.find('\0') == std::string_view::npos;
}

tl::expected<std::string, Problem> decode_path(const urls::url_view& target) {
  if (target.encoded_path() == "/") return "/";
  std::string path;
  const auto segments = target.segments();
  std::size_t left = segments.size();
  for (const std::string segment : segments) {
    // One empty last segment is a trailing slash.
    const bool trailing_slash = --left == 0 && segment.empty();
    if (!is_plain_segment(segment) || (segment.empty() && !trailing_slash)) {
      return refuse(ErrorCode::kInvalidField, "the path has an ambiguous segment", "path");
    }
    path.append("/").append(segment);
  }
  return path;
}

tl::expected<void, Problem> split_target(std::string_view text, HttpRequest& request) {
  const auto target = urls::parse_origin_form(text);
  if (!target) return refuse(ErrorCode::kInvalidField, "the target is malformed", "path");
  auto path = decode_path(*target);
  if (!path) return tl::make_unexpected(path.error());
  request.path = *std::move(path);
  for (const urls::param parameter : target->params()) {
    if (request.query.size() == kMaxParameters) {
      return refuse(ErrorCode::kInvalidField, "too many parameters", "query");
    }
    request.query.emplace_back(parameter.key, parameter.value);
  }
  return {};
}

}  // namespace

tl::expected<HttpRequest, Problem> parse_request_header(std::string_view block) {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(block.size()));
  boost::system::error_code error;
  parser.put(boost::asio::buffer(block.data(), block.size()), error);
  if (error || !parser.is_header_done()) {
    return refuse(ErrorCode::kBadFraming, "the header is malformed");
  }
  const auto& message = parser.get();
  HttpRequest request;
  request.method = std::string(message.method_string());
  for (const auto& field : message) {
    request.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  const std::string_view target(message.target().data(), message.target().size());
  if (const auto ok = split_target(target, request); !ok) return tl::make_unexpected(ok.error());
  return request;
}

}  // namespace goldenfour::net
