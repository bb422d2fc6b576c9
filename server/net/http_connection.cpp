// One HTTP connection: a coroutine that owns its stream and buffer and answers request after
// request.
#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>

#include "server/net/chunk_decoder.h"
#include "server/net/guard.h"
#include "server/net/request_parser.h"
#include "server/net/server_core.h"

namespace goldenfour::net {
namespace {

constexpr auto kResult = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadPiece = 4 * 1024;
constexpr std::size_t kBodyPiece = 32 * 1024;
constexpr std::size_t kWritePiece = 64 * 1024;

enum class Next : std::uint8_t { kKeepAlive, kClose, kUpgraded };

// Why a request could not be read: a problem to answer, or nothing to say (gone, timed out).
struct ReadFailure {
  std::optional<Problem> problem = {};
};
template <typename T>
using Read = tl::expected<T, ReadFailure>;

tl::unexpected<ReadFailure> fail(Problem problem) {
  return tl::make_unexpected(ReadFailure{std::move(problem)});
}

bool list_has(const Headers& headers, std::string_view name, std::string_view token) {
  const std::string list = headers.list(name);
  const std::vector<std::string_view> items = split_list(list);
  return std::any_of(items.begin(), items.end(),
                     [&](std::string_view item) { return equals_ignoring_case(item, token); });
}

bool is_upgrade(const HttpRequest& request) {
  return request.method == "GET" && list_has(request.headers, "Upgrade", "websocket") &&
         list_has(request.headers, "Connection", "upgrade");
}

bool host_allowed(const HttpOptions& options, const HttpRequest& request) {
  if (options.allowed_hosts.empty()) return true;
  std::string_view host = request.headers.get("Host");
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && !host.ends_with(']')) host = host.substr(0, colon);
  return std::any_of(options.allowed_hosts.begin(), options.allowed_hosts.end(),
                     [&](const std::string& name) { return equals_ignoring_case(name, host); });
}

// Browsers send Origin on every upgrade; programs send none and carry a token instead.
bool origin_allowed(const WebSocketOptions& options, const HttpRequest& request) {
  if (!request.headers.has("Origin")) return true;
  const std::string_view origin = request.headers.get("Origin");
  std::string own = request.secure ? "https://" : "http://";
  own += request.headers.get("Host");
  const auto matches = [&](const std::string& each) { return equals_ignoring_case(each, origin); };
  return matches(own) ||
         std::any_of(options.allowed_origins.begin(), options.allowed_origins.end(), matches);
}

class HttpConnection final : public LiveConnection {
 public:
  HttpConnection(ServerCore* core, Slot* slot, AnyStream stream, Peer peer)
      : core_(*core), slot_(*slot), stream_(std::move(stream)), peer_(std::move(peer)) {}

  asio::awaitable<void> run();
  void begin_stop() override {
    if (idle_) stream_.close();
  }
  void cut() override { stream_.close(); }

 private:
  const HttpOptions& limits() const { return core_.options.http; }

  asio::awaitable<bool> read_more(std::size_t piece);
  asio::awaitable<Read<std::string>> read_header();
  asio::awaitable<Read<HttpRequest>> read_request();
  asio::awaitable<Next> serve_one();
  asio::awaitable<Next> answer(HttpRequest request);
  asio::awaitable<Next> upgrade(HttpRequest request);
  asio::awaitable<Next> refuse(Problem problem);

  tl::expected<void, Problem> admit(const HttpRequest& request);
  asio::awaitable<bool> invite_body();
  asio::awaitable<Read<std::string>> next_piece();
  asio::awaitable<Read<std::string>> collect_body();
  asio::awaitable<Read<HttpResponse>> stream_body(BodySink* sink);
  asio::awaitable<HttpResponse> ask_handler(HttpRequest request);
  asio::awaitable<Next> write(HttpResponse response, ResponseFraming framing);
  void count(const HttpResponse& response);

  ServerCore& core_;
  Slot& slot_;
  AnyStream stream_;
  const Peer peer_;
  std::string in_;      // read, not yet used
  std::string header_;  // of the request in hand
  Framing framing_;
  std::uint64_t body_left_ = 0;  // of a body with a length
  ChunkDecoder chunks_;
  bool idle_ = true;
};

asio::awaitable<bool> HttpConnection::read_more(std::size_t piece) {
  const std::size_t before = in_.size();
  in_.resize(before + piece);
  auto [error, got] =
      co_await stream_.async_read_some(asio::buffer(in_.data() + before, piece), kResult);
  in_.resize(before + got);
  if (error == boost::beast::error::timeout && !idle_) core_.metrics.request_timeouts.add();
  co_return !error;
}

asio::awaitable<Read<std::string>> HttpConnection::read_header() {
  idle_ = in_.empty();
  if (idle_) std::string().swap(in_);  // thousands of idle connections keep no buffer
  stream_.expires_after(idle_ ? limits().idle_timeout : limits().read_timeout);
  if (core_.stopping) co_return tl::make_unexpected(ReadFailure{});
  std::size_t seen = 0;
  while (true) {
    const auto end = find_header_end(in_, seen, limits().header);
    if (!end) co_return fail(end.error());
    if (*end) {
      std::string header = in_.substr(0, **end);
      in_.erase(0, **end);
      idle_ = false;
      co_return header;
    }
    seen = in_.size();
    if (!co_await read_more(kReadPiece)) co_return tl::make_unexpected(ReadFailure{});
    // The clock for the whole request starts with its first byte.
    if (std::exchange(idle_, false)) stream_.expires_after(limits().read_timeout);
  }
}

asio::awaitable<Read<HttpRequest>> HttpConnection::read_request() {
  auto header = co_await read_header();
  if (!header) co_return tl::make_unexpected(header.error());
  header_ = *std::move(header);
  const auto framing = check_header(header_, limits().header);
  if (!framing) co_return fail(framing.error());
  framing_ = *framing;
  body_left_ = framing_.content_length.value_or(0);
  chunks_ = ChunkDecoder();
  auto request = parse_request_header(header_);
  if (!request) co_return fail(request.error());
  request->remote_address = peer_.address;
  request->network = peer_.network;
  request->local = peer_.local;
  request->loopback = peer_.loopback;
  request->secure = peer_.secure;
  if (peer_.secure) request->peer_subject = stream_.peer_subject();
  co_return *std::move(request);
}

tl::expected<void, Problem> HttpConnection::admit(const HttpRequest& request) {
  RateLimiter& limiter = peer_.loopback ? core_.loopback_limiter : core_.address_limiter;
  const auto wait = limiter.take(std::hash<std::string>()(peer_.network), core_.steady_now());
  if (wait.count() > 0) {
    core_.metrics.requests_rate_limited.add();
    return tl::make_unexpected(Problem{ErrorCode::kRateLimited, "too many requests per second"});
  }
  if (!host_allowed(limits(), request)) return tl::make_unexpected(Problem{ErrorCode::kBadHost});
  return {};
}

asio::awaitable<bool> HttpConnection::invite_body() {
  if (!framing_.expects_continue || !in_.empty()) co_return true;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  auto [error, sent] = co_await asio::async_write(
      stream_, asio::buffer(kContinue.data(), kContinue.size()), kResult);
  co_return !error;
}

// The next decoded bytes of the body; empty at its end.
asio::awaitable<Read<std::string>> HttpConnection::next_piece() {
  std::string piece;
  while (piece.empty() && (framing_.chunked ? !chunks_.done() : body_left_ > 0)) {
    if (in_.empty() && !co_await read_more(kBodyPiece)) {
      co_return tl::make_unexpected(ReadFailure{});
    }
    if (framing_.chunked) {
      const auto used = chunks_.feed(in_, piece);
      if (!used) co_return fail(used.error());
      in_.erase(0, *used);
    } else {
      piece = in_.substr(0, body_left_);
      in_.erase(0, piece.size());
      body_left_ -= piece.size();
    }
  }
  co_return piece;
}

asio::awaitable<Read<std::string>> HttpConnection::collect_body() {
  const Problem too_large{ErrorCode::kBodyTooLarge,
                          "at most " + std::to_string(limits().body_bytes) + " bytes"};
  if (body_left_ > limits().body_bytes) co_return fail(too_large);
  if (!co_await invite_body()) co_return tl::make_unexpected(ReadFailure{});
  std::string body;
  body.reserve(body_left_);
  while (true) {
    auto piece = co_await next_piece();
    if (!piece || piece->empty()) co_return piece ? Read<std::string>(std::move(body)) : piece;
    if (body.size() + piece->size() > limits().body_bytes) co_return fail(too_large);
    body += *piece;
  }
}

asio::awaitable<Read<HttpResponse>> HttpConnection::stream_body(BodySink* sink) {
  if (!co_await invite_body()) co_return tl::make_unexpected(ReadFailure{});
  while (true) {
    stream_.expires_after(limits().read_timeout);
    auto piece = co_await next_piece();
    if (!piece) co_return tl::make_unexpected(piece.error());
    stream_.expires_after({});
    if (piece->empty()) break;
    auto taken = co_await sink->on_bytes(*std::move(piece));
    if (!taken) co_return fail(taken.error());
  }
  co_return co_await sink->on_end();
}

asio::awaitable<HttpResponse> HttpConnection::ask_handler(HttpRequest request) {
  stream_.expires_after({});
  co_return co_await core_.handler.handle(std::move(request));
}

asio::awaitable<Next> HttpConnection::answer(HttpRequest request) {
  ResponseFraming framing{framing_.keep_alive, request.method != "HEAD"};
  HttpResponse response;
  std::optional<ReadFailure> failure;
  try {
    BodyPlan plan = framing_.has_body() ? core_.handler.plan_body(request) : CollectBody{};
    if (const Problem* problem = std::get_if<Problem>(&plan)) co_return co_await refuse(*problem);
    if (auto* sink = std::get_if<std::unique_ptr<BodySink>>(&plan)) {
      auto streamed = co_await stream_body(sink->get());
      if (streamed) response = *std::move(streamed);
      if (!streamed) failure = streamed.error();
    } else {
      auto body = co_await collect_body();
      if (!body) failure = body.error();
      if (body) {
        request.body = *std::move(body);
        response = co_await ask_handler(std::move(request));
      }
    }
  } catch (const std::exception& thrown) {
    core_.metrics.handler_failures.add();
    core_.trouble(std::string("a handler threw: ") + thrown.what());
    response = problem_response(Problem{ErrorCode::kInternal});
    framing.keep_alive = false;
  }
  if (failure && !failure->problem) co_return Next::kClose;
  if (failure) co_return co_await refuse(*std::move(failure->problem));
  co_return co_await write(std::move(response), framing);
}

asio::awaitable<Next> HttpConnection::upgrade(HttpRequest request) {
  if (framing_.has_body() || !in_.empty()) {
    co_return co_await refuse(Problem{ErrorCode::kBadFraming, "an upgrade has no body"});
  }
  if (core_.stopping) co_return co_await refuse(Problem{ErrorCode::kShuttingDown});
  if (!origin_allowed(core_.options.websocket, request)) {
    co_return co_await refuse(Problem{ErrorCode::kOriginRefused});
  }
  const std::string protocols = request.headers.list("Sec-WebSocket-Protocol");
  const std::vector<std::string_view> names = split_list(protocols);
  std::vector<std::string> offered(names.begin(), names.end());
  stream_.expires_after({});
  std::optional<UpgradeDecision> decision;
  try {
    decision = co_await core_.handler.upgrade(std::move(request), std::move(offered));
  } catch (const std::exception& thrown) {
    core_.metrics.handler_failures.add();
    core_.trouble(std::string("an upgrade handler threw: ") + thrown.what());
    decision = problem_response(Problem{ErrorCode::kInternal});
  }
  if (auto* response = std::get_if<HttpResponse>(&*decision)) {
    co_return co_await write(std::move(*response), ResponseFraming{framing_.keep_alive, true});
  }
  std::string().swap(in_);
  WebSocketStart start{std::move(stream_), std::move(header_),
                       std::get<AcceptUpgrade>(std::move(*decision))};
  co_await serve_websocket(&core_, &slot_, std::move(start));
  co_return Next::kUpgraded;
}

// Answers a problem and ends the connection: what else the client sends is not understood any more.
asio::awaitable<Next> HttpConnection::refuse(Problem problem) {
  co_return co_await write(problem_response(problem), ResponseFraming{false, true});
}

void HttpConnection::count(const HttpResponse& response) {
  NetMetrics& metrics = core_.metrics;
  const int status = response.status;
  if (response.problem != ErrorCode::kNone)
    metrics.problems[static_cast<std::size_t>(response.problem)].add();
  (status >= 500   ? metrics.responses_server_error
   : status >= 400 ? metrics.responses_client_error
                   : metrics.responses_ok)
      .add();
}

asio::awaitable<Next> HttpConnection::write(HttpResponse response, ResponseFraming framing) {
  if (core_.stopping) framing.keep_alive = false;
  count(response);
  const std::string head = write_response_head(response, framing);
  const bool bodiless = !framing.with_body || response.status == 204 || response.status == 304;
  std::string_view left = bodiless ? std::string_view() : response.content();
  std::size_t head_left = head.size();
  error_code failed;
  do {  // every piece has the time-out, so that a large file may take as long as a slow line needs
    const std::string_view piece = left.substr(0, kWritePiece);
    left.remove_prefix(piece.size());
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head.data(), head_left),
                                                       asio::buffer(piece.data(), piece.size())};
    stream_.expires_after(limits().write_timeout);
    auto [error, sent] = co_await asio::async_write(stream_, buffers, kResult);
    failed = error;
    head_left = 0;
  } while (!failed && !left.empty());
  co_return !failed && framing.keep_alive ? Next::kKeepAlive : Next::kClose;
}

asio::awaitable<Next> HttpConnection::serve_one() {
  auto request = co_await read_request();
  if (!request) {
    if (!request.error().problem) co_return Next::kClose;
    core_.metrics.requests_malformed.add();
    co_return co_await refuse(*request.error().problem);
  }
  core_.metrics.requests.add();
  if (const auto admitted = admit(*request); !admitted) co_return co_await refuse(admitted.error());
  if (is_upgrade(*request)) co_return co_await upgrade(*std::move(request));
  co_return co_await answer(*std::move(request));
}

asio::awaitable<void> HttpConnection::run() {
  slot_.live = this;
  stream_.expires_after(limits().read_timeout);
  idle_ = false;
  auto [error] = co_await stream_.async_handshake(kResult);
  if (error) {
    core_.metrics.tls_failures.add();
    co_return;
  }
  Next next = Next::kKeepAlive;
  while (next == Next::kKeepAlive) next = co_await serve_one();
  if (next == Next::kClose) co_await close_gently(&stream_);
}

}  // namespace

asio::awaitable<void> close_gently(AnyStream* stream) {
  constexpr std::chrono::seconds kPatience{1};
  constexpr int kPieces = 64;
  stream->expires_after(kPatience);
  auto [shut] = co_await stream->async_shutdown(kResult);
  std::array<char, 4096> rest;
  for (int i = 0; !shut && i < kPieces; ++i) {
    auto [error, got] = co_await stream->async_read_some(asio::buffer(rest), kResult);
    if (error) break;
  }
  stream->close();
}

asio::awaitable<void> serve_http(ServerCore* core, Slot* slot, AnyStream stream, Peer peer) {
  HttpConnection connection(core, slot, std::move(stream), std::move(peer));
  std::exception_ptr failure;
  try {
    co_await connection.run();
  } catch (...) {
    failure = std::current_exception();
  }
  slot->live = nullptr;  // before the connection dies, so that nobody is asked who is gone
  if (failure) std::rethrow_exception(failure);
}

}  // namespace goldenfour::net
