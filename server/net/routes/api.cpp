#include "server/net/routes/api.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "server/net/routes/router.h"
#include "server/net/routes/stream_session.h"

namespace goldenfour::net {
namespace {

constexpr std::array<std::string_view, 1> kCsvAnswers{kJsonMediaType};

/// Checks what the header says about the body, before the body is read.
Result<Encodings> encodings_of(const Route& route, const HttpRequest& request, bool has_body) {
  if (route.body == Body::kRaw) return Encodings{};
  if (route.body != Body::kCsv) return choose_encodings(request.headers, has_body);
  const auto type = content_type(request.headers);
  if (!type) return tl::make_unexpected(type.error());
  if (*type != "text/csv") {
    return refuse(ErrorCode::kUnsupportedMediaType, "text/csv", "Content-Type");
  }
  const auto answer = choose_representation(request.headers, kCsvAnswers);
  if (!answer) return tl::make_unexpected(answer.error());
  return Encodings{};
}

/// A file where no route has this path. The admin socket is for administration alone.
std::optional<HttpResponse> answer_file(const ApiContext& api, const Match& match,
                                        const HttpRequest& request) {
  if (api.website == nullptr || !match.allow.empty() || request.local) return std::nullopt;
  return api.website->answer(request);
}

HttpResponse refuse_route(const Match& match) {
  if (match.allow.empty()) return problem_response({ErrorCode::kNotFound});
  HttpResponse response = problem_response({ErrorCode::kMethodNotAllowed, match.allow});
  response.headers.emplace_back("Allow", match.allow);
  return response;
}

}  // namespace

BodyPlan Api::plan_body(const HttpRequest& header) {
  const Match match = find_route(header.method, header.path);
  if (match.route == nullptr) return CollectBody{};
  const auto caller = authorize(context_, *match.route, header);
  if (!caller) return caller.error();
  const auto encodings = encodings_of(*match.route, header, true);
  if (!encodings) return encodings.error();
  return CollectBody{};
}

boost::asio::awaitable<HttpResponse> Api::handle(HttpRequest request) {
  Match match = find_route(request.method, request.path);
  if (match.route == nullptr) {
    auto file = answer_file(context_, match, request);
    co_return file ? *std::move(file) : refuse_route(match);
  }
  auto caller = authorize(context_, *match.route, request);
  if (!caller) co_return problem_response(caller.error());
  const auto encodings = encodings_of(*match.route, request, !request.body.empty());
  if (!encodings) co_return problem_response(encodings.error());
  if (match.route->body == Body::kNone && !request.body.empty()) {
    co_return problem_response({ErrorCode::kBadMessage, "this method takes no body"});
  }
  Exchange exchange{std::move(request), std::move(*caller), std::move(match.parameters),
                    *encodings};
  co_return co_await match.route->handler(&context_, std::move(exchange));
}

boost::asio::awaitable<UpgradeDecision> Api::upgrade(HttpRequest request,
                                                     std::vector<std::string> offered) {
  const Match match = find_route(request.method, request.path);
  if (match.route == nullptr || match.route->handler != get_stream) {
    co_return match.route == nullptr ? refuse_route(match)
                                     : problem_response({ErrorCode::kBadMessage, "not a stream"});
  }
  co_return open_stream(&context_, offered);
}

}  // namespace goldenfour::net
