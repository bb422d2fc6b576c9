#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/unit/net_support.h"

namespace goldenfour::net::test {
namespace {

using boost::asio::awaitable;
using std::chrono::milliseconds;

class CountingSink final : public BodySink {
 public:
  awaitable<tl::expected<void, Problem>> on_bytes(std::string bytes) override {
    if (bytes.find('!') != std::string::npos) {
      co_return tl::make_unexpected(Problem{ErrorCode::kInvalidField, "no '!'", "row"});
    }
    total_ += bytes.size();
    co_return tl::expected<void, Problem>();
  }
  awaitable<HttpResponse> on_end() override {
    HttpResponse response;
    response.body = std::to_string(total_);
    co_return response;
  }

 private:
  std::size_t total_ = 0;
};

class EchoHandler final : public HttpHandler {
 public:
  BodyPlan plan_body(const HttpRequest& header) override {
    if (header.path == "/import") return std::make_unique<CountingSink>();
    if (header.path == "/nobody") return Problem{ErrorCode::kUnsupportedMediaType};
    return CollectBody{};
  }

  awaitable<HttpResponse> handle(HttpRequest request) override {
    if (request.path == "/throw") throw std::runtime_error("planned");
    if (request.path == "/slow") {
      boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, milliseconds(300));
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    HttpResponse response;
    response.content_type = "text/plain";
    response.headers.emplace_back("X-Good", "1");
    response.headers.emplace_back("X-Bad", "1\r\nInjected: 1");
    response.body = request.method + " " + request.path;
    for (const auto& [key, value] : request.query) response.body += " " + key + "=" + value;
    response.body += " [" + request.body + "] " + request.remote_address;
    co_return response;
  }

  awaitable<UpgradeDecision> upgrade(HttpRequest, std::vector<std::string>) override {
    co_return problem_response(Problem{ErrorCode::kNotFound});
  }
};

class HttpServerTest : public testing::Test {
 protected:
  RunningServer& start(ServerOptions options = {}) { return server_.emplace(handler_, options); }
  std::string ask(std::string_view bytes) {
    RawClient client(server_->port());
    client.send(bytes);
    return client.response();
  }

  EchoHandler handler_;
  std::optional<RunningServer> server_;
};

TEST_F(HttpServerTest, AnswersWithDecodedTargetAndBody) {
  start();
  EXPECT_EQ("GET /v1/a b:cancel q=1 2 r=x y [] 127.0.0.1",
            body_of(ask(get("/v1/a%20b:cancel?q=1+2&r=x%20y"))));
  EXPECT_EQ("POST /v1 [hello] 127.0.0.1", body_of(ask(post("/v1", "hello"))));
  const std::string response = ask(get("/"));
  EXPECT_NE(std::string::npos, response.find("X-Good: 1\r\n"));
  EXPECT_NE(std::string::npos, response.find("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_EQ(std::string::npos, response.find("Injected"));
}

TEST_F(HttpServerTest, KeepsConnectionsAliveAndServesPipelinedRequests) {
  start();
  RawClient client(server_->port());
  client.send(get("/one") + post("/two", "xyz") + get("/three", "Connection: close\r\n"));
  EXPECT_EQ("GET /one [] 127.0.0.1", body_of(client.response()));
  EXPECT_EQ("POST /two [xyz] 127.0.0.1", body_of(client.response()));
  EXPECT_EQ("GET /three [] 127.0.0.1", body_of(client.response()));
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(1u, server_->metrics.connections_accepted.value());
}

TEST_F(HttpServerTest, HeadTellsTheLengthOnly) {
  start();
  RawClient client(server_->port());
  client.send("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string response = client.receive_all();
  EXPECT_NE(std::string::npos, response.find("Content-Length: 20\r\n"));
  EXPECT_EQ("", body_of(response));
}

TEST_F(HttpServerTest, ChunkedBodies) {
  start();
  const std::string head = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ("POST /c [hello world] 127.0.0.1",
            body_of(ask(head + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")));
  EXPECT_EQ(400, status_of(ask(head + "5;x=1\r\nhello\r\n0\r\n\r\n")));
  EXPECT_EQ(400, status_of(ask(head + "5\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n")));
  EXPECT_EQ(400, status_of(ask(head + "5\r\nhelloo\r\n0\r\n\r\n")));
  EXPECT_EQ(400, status_of(ask(head + "-1\r\n")));
}

TEST_F(HttpServerTest, BodiesAboveTheLimitAreRefused) {
  ServerOptions options;
  options.http.body_bytes = 1000;
  start(options);
  EXPECT_EQ(200, status_of(ask(post("/b", std::string(1000, 'x')))));
  const std::string refused = ask(post("/b", std::string(1001, 'x')));
  EXPECT_EQ(413, status_of(refused));
  EXPECT_NE(std::string::npos, refused.find("\"code\":\"BODY_TOO_LARGE\""));
  // Also when the whole body is on its way already: the answer must not be lost in a reset.
  EXPECT_EQ(413, status_of(ask(post("/b", std::string(200'000, 'x')))));
  std::string chunked = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 11; ++i) chunked += "64\r\n" + std::string(100, 'x') + "\r\n";
  EXPECT_EQ(413, status_of(ask(chunked)));
}

TEST_F(HttpServerTest, StreamsImportsBeyondTheBodyLimit) {
  ServerOptions options;
  options.http.body_bytes = 1000;
  start(options);
  EXPECT_EQ("300000", body_of(ask(post("/import", std::string(300'000, 'x')))));
  const std::string refused = ask(post("/import", std::string(5000, 'x') + "!"));
  EXPECT_EQ(400, status_of(refused));
  EXPECT_NE(std::string::npos, refused.find("\"field\":\"row\""));
  EXPECT_EQ(415, status_of(ask(post("/nobody", "x"))));
}

TEST_F(HttpServerTest, ContinuesWhenAsked) {
  start();
  RawClient client(server_->port());
  client.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ("HTTP/1.1 100 Continue\r\n\r\n", client.take(25));
  client.send("ok");
  EXPECT_EQ("POST /e [ok] 127.0.0.1", body_of(client.response()));
}

TEST_F(HttpServerTest, AnExceptionIsAnInternalError) {
  start();
  const std::string response = ask(get("/throw"));
  EXPECT_EQ(500, status_of(response));
  EXPECT_EQ(std::string::npos, response.find("planned"));
  EXPECT_EQ(1u, server_->metrics.handler_failures.value());
}

TEST_F(HttpServerTest, AmbiguousPathsAreRefused) {
  start();
  for (const char* path : {"/a/../b", "/a/./b", "/a%2Fb", "/a%00", "/a//b", "/a%zz", "/%2e%2e/b"}) {
    EXPECT_EQ(400, status_of(ask(get(path)))) << path;
  }
  EXPECT_EQ(200, status_of(ask(get("/a/"))));
}

TEST_F(HttpServerTest, SlowRequestsAreCut) {
  ServerOptions options;
  options.http.read_timeout = milliseconds(150);
  start(options);
  RawClient client(server_->port());
  client.send("GET / HTTP/1.1\r\nHo");
  EXPECT_TRUE(client.closed());
  // A byte now and then does not extend the time.
  RawClient dripping(server_->port());
  const auto begin = steady_now();
  bool cut = false;
  for (int i = 0; i < 40 && !cut; ++i) {
    dripping.send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "x");
    cut = !dripping.receive(milliseconds(20)) && steady_now() - begin > milliseconds(400);
  }
  EXPECT_TRUE(eventually([&] { return server_->metrics.request_timeouts.value() == 2; }));
}

TEST_F(HttpServerTest, IdleConnectionsAreClosed) {
  ServerOptions options;
  options.http.idle_timeout = milliseconds(100);
  start(options);
  RawClient client(server_->port());
  client.send(get("/"));
  EXPECT_EQ(200, status_of(client.response()));
  EXPECT_TRUE(client.closed());
}

TEST_F(HttpServerTest, ConnectionsAreLimited) {
  ServerOptions options;
  options.http.connections = 3;  // one place is held for whoever connects next
  start(options);
  RawClient one(server_->port());
  RawClient two(server_->port());
  RawClient three(server_->port());
  RawClient four(server_->port());
  four.send(get("/"));
  EXPECT_TRUE(four.closed());
  one.send(get("/", "Connection: close\r\n"));
  EXPECT_EQ(200, status_of(one.receive_all()));
  EXPECT_TRUE(eventually([&] { return status_of(ask(get("/"))) == 200; }));
  EXPECT_GE(server_->metrics.connections_refused.value(), 1u);
}

TEST_F(HttpServerTest, RequestsAreRateLimited) {
  ServerOptions options;
  options.http.requests_from_loopback = {1, 3};
  start(options);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(200, status_of(ask(get("/"))));
  const std::string refused = ask(get("/"));
  EXPECT_EQ(429, status_of(refused));
  EXPECT_NE(std::string::npos, refused.find("Retry-After: 1\r\n"));
}

TEST_F(HttpServerTest, OnlyItsOwnHostsAreServed) {
  ServerOptions options;
  options.http.allowed_hosts = {"localhost"};
  start(options);
  EXPECT_EQ(200, status_of(ask("GET / HTTP/1.1\r\nHost: LOCALHOST:8080\r\n\r\n")));
  EXPECT_EQ(400, status_of(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")));
}

TEST_F(HttpServerTest, StopFinishesWhatIsInFlight) {
  start();
  RawClient idle(server_->port());
  idle.send(get("/"));
  idle.response();
  RawClient busy(server_->port());
  busy.send(get("/slow"));
  ASSERT_TRUE(eventually([&] { return server_->metrics.requests.value() == 2; }));
  const auto took = server_->stop(std::chrono::seconds(5));
  EXPECT_LT(took, std::chrono::seconds(3));
  const std::string response = busy.response();
  EXPECT_EQ(200, status_of(response));
  EXPECT_NE(std::string::npos, response.find("Connection: close\r\n"));
  EXPECT_TRUE(idle.closed());
}

TEST_F(HttpServerTest, StopCutsAtTheDeadline) {
  ServerOptions options;
  options.http.read_timeout = std::chrono::seconds(60);
  start(options);
  RawClient stuck(server_->port());
  stuck.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nx");
  ASSERT_TRUE(eventually([&] { return server_->metrics.requests.value() == 1; }));
  EXPECT_LT(server_->stop(milliseconds(100)), std::chrono::seconds(2));
  EXPECT_TRUE(stuck.closed());
}

TEST_F(HttpServerTest, DestroyedWithConnectionsOpen) {
  boost::asio::io_context io;
  NetMetrics metrics;
  ServerOptions options;
  options.listen.emplace_back();
  options.http.connections = 8;
  auto server = std::make_unique<HttpServer>(io, options, handler_, metrics, steady_now);
  ASSERT_TRUE(server->listen());
  RawClient client(server->ports().at(0));
  client.send(get("/slow"));
  while (metrics.requests.value() == 0) io.run_one_for(milliseconds(10));
  server.reset();
}

TEST_F(HttpServerTest, SaysWhichListenerFailed) {
  boost::asio::io_context io;
  NetMetrics metrics;
  ServerOptions options;
  options.listen.push_back({"127.0.0.1", start().port(), {}});
  options.http.connections = 1;
  HttpServer server(io, options, handler_, metrics, steady_now);
  const auto up = server.listen();
  ASSERT_FALSE(up);
  EXPECT_NE(std::string::npos, up.error().find("127.0.0.1 port")) << up.error();
}

}  // namespace
}  // namespace goldenfour::net::test
