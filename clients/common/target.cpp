#include "clients/common/target.h"

#include <fmt/format.h>
#include <boost/url/parse.hpp>

namespace goldenfour::client {

std::string Target::host_header() const {
  if (kind == Kind::kUnix) return "localhost";
  const bool v6 = host.find(':') != std::string::npos;
  const std::string name = v6 ? "[" + host + "]" : host;
  const bool usual = port == (kind == Kind::kTls ? "443" : "80");
  return usual ? name : name + ":" + port;
}

std::string Target::to_string() const {
  if (kind == Kind::kUnix) return "unix:" + path;
  return (kind == Kind::kTls ? "https://" : "http://") + host_header();
}

tl::expected<Target, std::string> parse_target(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return tl::make_unexpected(fmt::format("\"{}\": {}", text, why));
  };
  if (text.starts_with("unix:")) {
    std::string_view path = text.substr(5);
    if (path.starts_with("//")) path.remove_prefix(2);
    if (!path.starts_with('/')) return wrong("the path of a Unix socket begins with /");
    return Target{.kind = Target::Kind::kUnix, .path = std::string(path)};
  }
  const auto url = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
  if (!url || url->host_address().empty()) return wrong("expected http://host:port");
  const bool tls = url->scheme() == "https";
  if (!tls && url->scheme() != "http") return wrong("the scheme must be http, https or unix");
  if (url->has_userinfo() || url->has_query() || url->has_fragment() ||
      (!url->encoded_path().empty() && url->encoded_path() != "/")) {
    return wrong("only scheme, host and port belong here");
  }
  Target target;
  target.kind = tls ? Target::Kind::kTls : Target::Kind::kTcp;
  target.host = url->host_address();
  target.port = url->port().empty() ? (tls ? "443" : "80") : std::string(url->port());
  return target;
}

}  // namespace goldenfour::client
