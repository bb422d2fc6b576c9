// The client library against the server's own network layer, in one thread.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "clients/common/http_client.h"
#include "clients/common/registry_client.h"
#include "clients/common/stream_client.h"
#include "server/net/http_server.h"

namespace goldenfour::client {
namespace {

using std::chrono::milliseconds;

v1::ServerFrame reset_at(std::uint64_t sequence) {
  v1::ServerFrame frame;
  frame.mutable_reset()->mutable_position()->set_epoch(1);
  frame.mutable_reset()->mutable_position()->set_sequence(sequence);
  return frame;
}

v1::ServerFrame offer_at(std::uint64_t sequence) {
  v1::ServerFrame frame;
  frame.mutable_position()->set_epoch(1);
  frame.mutable_position()->set_sequence(sequence);
  frame.mutable_offer()->set_offer("j-1-1-" + std::to_string(sequence));
  return frame;
}

/// What one connection does after its hello: sends `frames`, then, if `hang_up`, closes.
struct Act {
  std::vector<v1::ServerFrame> frames;
  bool hang_up = false;
};

/// A server whose streams follow a script, and whose registry holds one record.
class Stage : public net::HttpHandler {
 public:
  explicit Stage(std::vector<Act> script) : script_(std::move(script)) {}

  boost::asio::awaitable<net::HttpResponse> handle(net::HttpRequest request) override;
  boost::asio::awaitable<net::UpgradeDecision> upgrade(net::HttpRequest request,
                                                       std::vector<std::string> offered) override;

  net::HttpServer* server = nullptr;
  std::vector<v1::ClientFrame> heard;
  std::vector<std::string> requests;
  std::size_t acts_played = 0;
  std::string etag;
  int ticket_status = 200;

 private:
  friend class Actor;
  std::vector<Act> script_;
};

class Actor : public net::StreamSink {
 public:
  explicit Actor(Stage* stage) : stage_(stage) {}
  void on_open(net::ConnectionHandle self) override { self_ = self; }
  boost::asio::awaitable<void> on_message(std::string message) override {
    v1::ClientFrame frame;
    EXPECT_TRUE(frame.ParseFromString(message));
    stage_->heard.push_back(frame);
    if (frame.has_hello()) play(frame.hello());
    co_return;
  }
  void on_written(std::uint64_t) override {}
  void on_close(std::uint16_t) override {}

 private:
  void send(const v1::ServerFrame& frame) {
    stage_->server->send(self_,
                         {.bytes = std::make_shared<std::string>(frame.SerializeAsString())});
  }
  void play(const v1::Hello& hello) {
    v1::ServerFrame welcome;
    welcome.mutable_welcome()->set_resumed(hello.has_resume());
    send(welcome);
    if (stage_->acts_played >= stage_->script_.size()) return;
    const Act& act = stage_->script_[stage_->acts_played++];
    for (const auto& frame : act.frames) send(frame);
    if (act.hang_up) stage_->server->close(self_, net::kCloseSlowReader);
  }

  Stage* stage_;
  net::ConnectionHandle self_;
};

boost::asio::awaitable<net::HttpResponse> Stage::handle(net::HttpRequest request) {
  requests.push_back(request.method + " " + request.path + " " +
                     std::string(request.headers.get("Authorization")));
  if (request.path == "/v1/stream-tickets") {
    co_return net::HttpResponse{
        .status = ticket_status, .content_type = "application/json", .body = R"({"ticket":"t-1"})"};
  }
  if (request.method == "GET") {
    co_return net::HttpResponse{.headers = {{"ETag", etag}}, .body = request.body};
  }
  const bool fresh = request.headers.get("If-Match") == etag;
  co_return net::HttpResponse{.status = etag.empty() ? 201
                                        : fresh      ? 200
                                                     : 428,
                              .content_type = "application/problem+json",
                              .body = R"({"code":"PRECONDITION_REQUIRED"})"};
}

boost::asio::awaitable<net::UpgradeDecision> Stage::upgrade(net::HttpRequest,
                                                            std::vector<std::string> offered) {
  EXPECT_EQ(offered, std::vector<std::string>{std::string(net::kProtobufSubprotocol)});
  co_return net::AcceptUpgrade{std::string(net::kProtobufSubprotocol),
                               std::make_unique<Actor>(this)};
}

class Audience : public StreamListener {
 public:
  void on_link(Link link, const std::string&, milliseconds) override { links.push_back(link); }
  void on_frame(const v1::ServerFrame& frame) override {
    if (frame.has_offer()) offers.push_back(frame.offer().offer());
    if (frame.has_reset()) ++resets;
  }
  std::vector<Link> links;
  std::vector<std::string> offers;
  int resets = 0;
};

class ClientTransport : public testing::Test {
 protected:
  void serve(std::vector<Act> script) {
    stage_ = std::make_unique<Stage>(std::move(script));
    server_ = std::make_unique<net::HttpServer>(
        io_, net::ServerOptions{.listen = {net::ListenOptions{}}}, *stage_, metrics_,
        [] { return std::chrono::steady_clock::now().time_since_epoch(); });
    const auto up = server_->listen();
    ASSERT_TRUE(up) << up.error();
    stage_->server = server_.get();
    target_ = parse_target("http://127.0.0.1:" + std::to_string(server_->ports().front())).value();
    http_ = std::make_unique<HttpClient>(HttpOptions{.target = target_, .token = "secret"});
    connector_ = std::make_unique<Connector>(target_, "");
  }

  template <class Done>
  void run_until(Done done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!done() && std::chrono::steady_clock::now() < limit) io_.run_one_for(milliseconds(50));
    EXPECT_TRUE(done());
  }

  template <class Result>
  Result wait_for(asio::awaitable<Result> work) {
    std::optional<Result> result;
    asio::co_spawn(io_, std::move(work),
                   [&](std::exception_ptr, Result value) { result.emplace(std::move(value)); });
    run_until([&] { return result.has_value(); });
    return std::move(*result);
  }

  // A stream that runs until `done`, then stops politely.
  template <class Done>
  void watch(Done done) {
    StreamClient stream(io_.get_executor(), http_.get(), connector_.get(),
                        {.token = "device", .first_pause = milliseconds(10)}, &audience_);
    bool ended = false;
    asio::co_spawn(io_, stream.run(), [&](std::exception_ptr) { ended = true; });
    run_until(done);
    stream.stop();
    run_until([&] { return ended; });
  }

  asio::io_context io_{1};
  net::NetMetrics metrics_;
  std::unique_ptr<Stage> stage_;
  std::unique_ptr<net::HttpServer> server_;
  Target target_;
  std::unique_ptr<HttpClient> http_;
  std::unique_ptr<Connector> connector_;
  Audience audience_;
};

TEST_F(ClientTransport, KeepsItsConnectionAndSendsTheToken) {
  serve({});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(wait_for(http_->send({.path = "/x"})));
  EXPECT_EQ(stage_->requests[0], "GET /x Bearer secret");
  EXPECT_EQ(metrics_.connections_accepted.value(), 1u);
}

TEST_F(ClientTransport, ARefusalIsAProblemAndNobodyThereIsUnreachable) {
  serve({});
  stage_->etag = "\"7\"";
  const auto refused = wait_for(http_->send({.method = "PUT", .path = "/x", .body = "{}"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "PRECONDITION_REQUIRED");
  EXPECT_EQ(refused.error().status, 428);
  HttpClient nobody({.target = parse_target("unix:/nonexistent.sock").value()});
  const auto silent = wait_for(nobody.send({.path = "/x"}));
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().kind, Failure::Kind::kUnreachable);
}

TEST_F(ClientTransport, ARecordThatExistsIsReplacedWithItsEtag) {
  serve({});
  EXPECT_EQ(wait_for(put_record(http_.get(), "/v1/aeds/a", "{}", {})).value(), PutResult::kCreated);
  stage_->etag = "\"7\"";
  EXPECT_EQ(wait_for(put_record(http_.get(), "/v1/aeds/a", "{}", {})).value(),
            PutResult::kReplaced);
}

TEST_F(ClientTransport, AStreamSaysHelloHearsOffersAndAcknowledgesThem) {
  serve({{.frames = {reset_at(4), offer_at(5)}}});
  watch([&] { return stage_->heard.size() >= 3; });
  EXPECT_EQ(audience_.offers, std::vector<std::string>{"j-1-1-5"});
  EXPECT_EQ(stage_->requests.front(), "POST /v1/stream-tickets Bearer device");
  EXPECT_EQ(stage_->heard[0].hello().ticket(), "t-1");
  EXPECT_FALSE(stage_->heard[0].hello().has_resume());
  EXPECT_EQ(stage_->heard[2].ack().position().sequence(), 5u);
  EXPECT_EQ(audience_.links.back(), Link::kStopped);
}

TEST_F(ClientTransport, AfterABreakItResumesWhereItStood) {
  serve({{.frames = {reset_at(4), offer_at(5)}, .hang_up = true},
         {.frames = {offer_at(5), offer_at(6)}}});
  watch([&] { return audience_.offers.size() >= 2; });
  EXPECT_EQ(audience_.offers, (std::vector<std::string>{"j-1-1-5", "j-1-1-6"}));
  std::vector<v1::Hello> hellos;
  for (const auto& frame : stage_->heard) {
    if (frame.has_hello()) hellos.push_back(frame.hello());
  }
  ASSERT_EQ(hellos.size(), 2u);
  EXPECT_EQ(hellos[1].resume().sequence(), 5u);
}

TEST_F(ClientTransport, AGapLeadsToASnapshot) {
  serve({{.frames = {reset_at(4), offer_at(6)}}, {.frames = {reset_at(6), offer_at(7)}}});
  watch([&] { return !audience_.offers.empty(); });
  EXPECT_EQ(audience_.offers, std::vector<std::string>{"j-1-1-7"});
  EXPECT_EQ(audience_.resets, 2);
  EXPECT_FALSE(stage_->heard.back().hello().has_resume());
}

TEST_F(ClientTransport, ATokenThatIsNotWantedEndsTheStream) {
  serve({});
  stage_->ticket_status = 401;
  watch([&] { return !audience_.links.empty() && audience_.links.back() == Link::kRefused; });
}

}  // namespace
}  // namespace goldenfour::client
