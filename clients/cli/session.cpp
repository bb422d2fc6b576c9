#include "clients/cli/session.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>
#include <openssl/rand.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

#include "clients/cli/advice.h"

namespace goldenfour::cli {

using client::Expected;
using client::Failure;
using client::HttpRequest;
using client::HttpResponse;

Session::Session(Globals globals, Texts texts)
    : globals_(std::move(globals)), texts_(texts), colour_(terminal_has_colour()), io_(1) {}

Session::~Session() = default;

Expected<std::string> Session::find_token() const {
  if (!globals_.token.empty()) return globals_.token;
  if (!globals_.token_file.empty()) {
    std::ifstream in(globals_.token_file);
    std::string token;
    if (!(in >> token)) {
      return client::usage_failure(fmt::format("--token-file {}: {}", globals_.token_file,
                                               texts_("no token can be read there", "读不到令牌")));
    }
    return token;
  }
  const char* token = std::getenv("GOLDENFOUR_TOKEN");
  return std::string(token == nullptr ? "" : token);
}

Expected<void> Session::open() {
  const auto target = client::parse_target(globals_.server);
  if (!target) return client::usage_failure("--server " + target.error());
  auto token = find_token();
  if (!token) return tl::make_unexpected(token.error());
  try {
    http_ = std::make_unique<client::HttpClient>(client::HttpOptions{
        .target = *target, .token = std::move(*token), .ca_file = globals_.ca_file});
  } catch (const std::runtime_error& error) {
    return client::usage_failure(fmt::format("--ca-file {}", error.what()));
  }
  const client::Target socket{.kind = client::Target::Kind::kUnix, .path = globals_.admin_socket};
  admin_ = std::make_unique<client::HttpClient>(client::HttpOptions{.target = socket});
  return {};
}

Expected<HttpResponse> Session::run(client::HttpClient* client, HttpRequest request, int attempts) {
  std::optional<Expected<HttpResponse>> result;
  boost::asio::co_spawn(
      io_, client->send_with_retries(std::move(request), attempts),
      [&](std::exception_ptr, Expected<HttpResponse> answer) { result = std::move(answer); });
  io_.restart();
  while (!result && io_.run_one() > 0) {
  }
  if (!result) return client::unreachable("interrupted");
  return std::move(*result);
}

Expected<HttpResponse> Session::call(HttpRequest request, int attempts) {
  return run(http_.get(), std::move(request), attempts);
}

client::WallTime Session::server_time() {
  const auto answer = call({.method = "GET", .path = "/readyz"}, 2);
  boost::system::error_code failed;
  const auto body = answer ? boost::json::parse(answer->body, failed) : boost::json::value();
  const auto* object = body.if_object();
  const auto* time = object != nullptr ? object->if_contains("time") : nullptr;
  google::protobuf::Timestamp stamp;
  if (time != nullptr && time->is_string() &&
      google::protobuf::util::TimeUtil::FromString(std::string(time->as_string().c_str()), &stamp))
    return client::to_time(stamp);
  return client::now();
}

Expected<HttpResponse> Session::admin(HttpRequest request) {
  auto answer = run(admin_.get(), std::move(request), 1);
  if (!answer && answer.error().kind == Failure::Kind::kUnreachable) {
    answer.error().detail +=
        texts_.str(" (this command speaks to --admin-socket on the server's own machine)",
                   "（此命令须在服务器本机通过 --admin-socket 执行）");
  }
  return answer;
}

bool Session::printed_json() const {
  if (globals_.json) std::cout << body_ << std::endl;
  return globals_.json;
}

int Session::fail(const Failure& failure) const {
  std::cerr << "goldenfour: " << explain_failure(failure, texts_) << std::endl;
  return client::exit_code(failure);
}

std::string random_key() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system gives no random numbers");
  }
  std::string key;
  for (const unsigned char byte : bytes) key += fmt::format("{:02x}", byte);
  return key;
}

}  // namespace goldenfour::cli
