#include <boost/asio/awaitable.hpp>

#include <mutex>

#include "tests/unit/net_support.h"

namespace goldenfour::net::test {
namespace {

using boost::asio::awaitable;
using std::chrono::milliseconds;

// What the sinks of all connections saw, for the test's thread.
struct Seen {
  std::mutex mutex;
  std::vector<ConnectionHandle> opened;
  std::vector<std::string> messages;
  std::vector<std::uint64_t> written;
  std::vector<std::uint16_t> closed;

  template <typename T>
  std::vector<T> copy(std::vector<T> Seen::* member) {
    const std::scoped_lock lock(mutex);
    return this->*member;
  }
};

class RecordingSink final : public StreamSink {
 public:
  explicit RecordingSink(Seen* seen) : seen_(*seen) {}
  void on_open(ConnectionHandle self) override {
    const std::scoped_lock lock(seen_.mutex);
    seen_.opened.push_back(self);
  }
  awaitable<void> on_message(std::string message) override {
    if (message == "throw") throw std::runtime_error("planned");
    const std::scoped_lock lock(seen_.mutex);
    seen_.messages.push_back(std::move(message));
    co_return;
  }
  void on_written(std::uint64_t tag) override {
    const std::scoped_lock lock(seen_.mutex);
    seen_.written.push_back(tag);
  }
  void on_close(std::uint16_t code) override {
    const std::scoped_lock lock(seen_.mutex);
    seen_.closed.push_back(code);
  }

 private:
  Seen& seen_;
};

class StreamHandler final : public HttpHandler {
 public:
  awaitable<HttpResponse> handle(HttpRequest) override { co_return HttpResponse{}; }
  awaitable<UpgradeDecision> upgrade(HttpRequest request,
                                     std::vector<std::string> offered) override {
    if (request.path != "/v1/stream") co_return problem_response(Problem{ErrorCode::kNotFound});
    std::string chosen;
    for (const std::string& each : offered) {
      if (each == "ticket.bad") co_return problem_response(Problem{ErrorCode::kTicketInvalid});
      if (chosen.empty() && (each == kJsonSubprotocol || each == kProtobufSubprotocol))
        chosen = each;
    }
    co_return AcceptUpgrade{chosen, std::make_unique<RecordingSink>(&seen)};
  }

  Seen seen;
};

std::string upgrade_request(std::string_view subprotocols, std::string_view extra = {},
                            std::string_view path = "/v1/stream") {
  return get(path,
             "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
             "Sec-WebSocket-Protocol: " +
                 std::string(subprotocols) + "\r\n" + std::string(extra));
}

enum Opcode : unsigned char { kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

std::string client_frame(Opcode opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  const std::size_t size = payload.size();
  if (size < 126) {
    frame += static_cast<char>(0x80 | size);
  } else if (size < 65536) {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(size >> 8);
    frame += static_cast<char>(size);
  } else {
    frame += static_cast<char>(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(size >> shift);
  }
  frame += std::string(4, '\0');  // a mask of zeros
  return frame.append(payload);
}

struct ServerFrame {
  int opcode = -1;  // -1: the connection ended
  std::string payload = {};

  std::uint16_t close_code() const {
    if (opcode != kClose || payload.size() < 2) return 0;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 |
                                      static_cast<unsigned char>(payload[1]));
  }
};

ServerFrame read_frame(RawClient& client) {
  const std::string head = client.take(2);
  if (head.size() < 2) return {};
  std::size_t size = static_cast<unsigned char>(head[1]);
  const int extra = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (extra > 0) {
    size = 0;
    for (const char c : client.take(static_cast<std::size_t>(extra))) {
      size = size << 8 | static_cast<unsigned char>(c);
    }
  }
  return {head[0] & 15, client.take(size)};
}

// Skips data and pings up to the close frame; its code, or 0 when the connection just ended.
std::uint16_t read_close(RawClient& client) {
  while (true) {
    const ServerFrame frame = read_frame(client);
    if (frame.opcode == -1) return 0;
    if (frame.opcode == kClose) {
      client.send(client_frame(kClose, frame.payload));
      return frame.close_code();
    }
  }
}

Frame durable(std::string bytes, std::uint64_t tag = 0) {
  return Frame{std::make_shared<std::string>(std::move(bytes)), FrameClass::kDurable, 0, tag};
}

class WebSocketTest : public testing::Test {
 protected:
  RunningServer& start(ServerOptions options = {}) { return server_.emplace(handler_, options); }

  // Upgrades and waits for on_open.
  ConnectionHandle open(RawClient& client, std::string_view subprotocol = kJsonSubprotocol) {
    const std::size_t before = seen().copy(&Seen::opened).size();
    client.send(upgrade_request(subprotocol));
    EXPECT_EQ(101, status_of(client.response()));
    EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::opened).size() == before + 1; }));
    return seen().copy(&Seen::opened).back();
  }
  Seen& seen() { return handler_.seen; }
  bool closed_with(std::uint16_t code) {
    return eventually(
        [&] { return seen().copy(&Seen::closed) == std::vector<std::uint16_t>{code}; });
  }

  StreamHandler handler_;
  std::optional<RunningServer> server_;
};

TEST_F(WebSocketTest, ChoosesASubprotocolAmongThoseOffered) {
  start();
  RawClient client(server_->port());
  client.send(upgrade_request("ticket.abc, goldenfour.v1.protobuf, goldenfour.v1.json"));
  const std::string response = client.response();
  EXPECT_EQ(101, status_of(response));
  EXPECT_NE(std::string::npos, response.find("Sec-WebSocket-Protocol: goldenfour.v1.protobuf\r\n"));
  EXPECT_EQ(std::string::npos, response.find("permessage-deflate"));
  EXPECT_EQ(std::string::npos, response.find("ticket"));
}

TEST_F(WebSocketTest, RefusalsAreOrdinaryAnswers) {
  start();
  RawClient client(server_->port());
  client.send(upgrade_request("ticket.bad, goldenfour.v1.json"));
  EXPECT_EQ(401, status_of(client.response()));
  client.send(upgrade_request("goldenfour.v1.json", "", "/elsewhere"));
  EXPECT_EQ(404, status_of(client.response()));
  client.send(upgrade_request("goldenfour.v1.json"));
  EXPECT_EQ(101, status_of(client.response()));
}

TEST_F(WebSocketTest, OriginsAreOnAList) {
  ServerOptions options;
  options.websocket.allowed_origins = {"https://console.example"};
  start(options);
  const auto status = [&](std::string_view origin) {
    RawClient client(server_->port());
    client.send(upgrade_request(kJsonSubprotocol, "Origin: " + std::string(origin) + "\r\n"));
    return status_of(client.response());
  };
  EXPECT_EQ(101, status("https://console.example"));
  EXPECT_EQ(101, status("http://localhost"));  // the page came from here
  EXPECT_EQ(403, status("https://localhost"));
  EXPECT_EQ(403, status("https://evil.example"));
  EXPECT_EQ(403, status("null"));
}

TEST_F(WebSocketTest, MessagesBothWays) {
  start();
  RawClient client(server_->port());
  const ConnectionHandle handle = open(client);
  client.send(client_frame(kText, "hello") + client_frame(kText, "again"));
  EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::messages).size() == 2; }));
  EXPECT_EQ((std::vector<std::string>{"hello", "again"}), seen().copy(&Seen::messages));
  for (std::uint64_t i = 1; i <= 100; ++i)
    server_->server().send(handle, durable(std::to_string(i), i));
  for (int i = 1; i <= 100; ++i) {
    const ServerFrame frame = read_frame(client);
    EXPECT_EQ(kText, frame.opcode);
    EXPECT_EQ(std::to_string(i), frame.payload);
  }
  EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::written).size() == 100; }));
  client.send(client_frame(kClose, "\x03\xE8"));
  EXPECT_EQ(1000, read_frame(client).close_code());
  EXPECT_TRUE(closed_with(1000));
}

TEST_F(WebSocketTest, BinaryOnProtobuf) {
  start();
  RawClient client(server_->port());
  const ConnectionHandle handle = open(client, kProtobufSubprotocol);
  client.send(client_frame(kBinary, std::string("\0\xFF", 2)));
  EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::messages).size() == 1; }));
  server_->server().send(handle, durable("x"));
  EXPECT_EQ(kBinary, read_frame(client).opcode);
}

TEST_F(WebSocketTest, TheWrongKindOfMessageClosesWith1003) {
  start();
  RawClient text(server_->port());
  open(text, kProtobufSubprotocol);
  text.send(client_frame(kText, "{}"));
  EXPECT_EQ(1003, read_close(text));
  EXPECT_TRUE(closed_with(1003));
  RawClient binary(server_->port());
  open(binary, kJsonSubprotocol);
  binary.send(client_frame(kBinary, "{}"));
  EXPECT_EQ(1003, read_close(binary));
  EXPECT_TRUE(seen().copy(&Seen::messages).empty());
}

TEST_F(WebSocketTest, OversizedMessagesCloseWith1009) {
  start();
  RawClient client(server_->port());
  open(client);
  client.send(client_frame(kText, std::string(64 * 1024, 'x')));
  EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::messages).size() == 1; }));
  client.send(client_frame(kText, std::string(64 * 1024 + 1, 'x')));
  EXPECT_EQ(1009, read_close(client));
  EXPECT_TRUE(closed_with(1009));
}

TEST_F(WebSocketTest, InvalidUtf8ClosesWith1007) {
  start();
  RawClient client(server_->port());
  open(client);
  client.send(client_frame(kText, "\xFF\xFE"));
  EXPECT_EQ(1007, read_close(client));
}

TEST_F(WebSocketTest, UnmaskedFramesCloseWith1002) {
  start();
  RawClient client(server_->port());
  open(client);
  client.send("\x81\x02hi");
  EXPECT_EQ(1002, read_close(client));
  EXPECT_TRUE(closed_with(1002));
}

TEST_F(WebSocketTest, AnExceptionClosesWith1011) {
  start();
  RawClient client(server_->port());
  open(client);
  client.send(client_frame(kText, "throw"));
  EXPECT_EQ(1011, read_close(client));
}

TEST_F(WebSocketTest, SlowReadersAreCutWith4008) {
  start();
  RawClient client(server_->port(), 4096);
  const ConnectionHandle handle = open(client);
  // The kernel takes some megabytes on loopback before the queue fills.
  const std::string big(32 * 1024, 'x');
  ASSERT_TRUE(eventually([&] {
    for (int i = 0; i < 4; ++i) server_->server().send(handle, durable(big));
    return server_->metrics.websockets_cut_slow.value() == 1;
  }));
  EXPECT_EQ(4008, read_close(client));
  EXPECT_TRUE(closed_with(4008));
}

TEST_F(WebSocketTest, SlowReadersThatNeverReadAreCutAfterTheGrace) {
  ServerOptions options;
  options.websocket.close_grace = milliseconds(100);
  start(options);
  RawClient client(server_->port(), 4096);
  const ConnectionHandle handle = open(client);
  const std::string big(32 * 1024, 'x');
  ASSERT_TRUE(eventually([&] {
    for (int i = 0; i < 4; ++i) server_->server().send(handle, durable(big));
    return server_->metrics.websockets_cut_slow.value() == 1;
  }));
  EXPECT_TRUE(closed_with(4008));
  EXPECT_TRUE(eventually([&] { return server_->metrics.connections_open.value() == 0; }));
}

TEST_F(WebSocketTest, SilentPeersArePingedAndThenDead) {
  ServerOptions options;
  options.websocket.dead_after = milliseconds(400);
  start(options);
  RawClient client(server_->port());
  open(client);
  EXPECT_EQ(kPing, read_frame(client).opcode);
  EXPECT_TRUE(closed_with(1006));
}

TEST_F(WebSocketTest, AnsweringPingsKeepsAlive) {
  ServerOptions options;
  options.websocket.dead_after = milliseconds(200);
  start(options);
  RawClient client(server_->port());
  open(client);
  for (int i = 0; i < 5; ++i) {
    const ServerFrame ping = read_frame(client);
    ASSERT_EQ(kPing, ping.opcode);
    client.send(client_frame(kPong, ping.payload));
  }
  EXPECT_TRUE(seen().copy(&Seen::closed).empty());
}

TEST_F(WebSocketTest, FloodsArePacedNotCut) {
  ServerOptions options;
  options.websocket.messages = {100, 10};
  start(options);
  RawClient client(server_->port());
  open(client);
  const auto begin = steady_now();
  for (int i = 0; i < 40; ++i) client.send(client_frame(kText, "x"));
  EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::messages).size() == 40; }));
  EXPECT_GE(steady_now() - begin, milliseconds(290));
}

TEST_F(WebSocketTest, OldHandlesAddressNobody) {
  start();
  ConnectionHandle old;
  {
    RawClient client(server_->port());
    old = open(client);
  }
  EXPECT_TRUE(closed_with(1006));
  EXPECT_TRUE(eventually([&] { return server_->metrics.connections_open.value() == 0; }));
  for (int i = 0; i < 4; ++i) {
    RawClient client(server_->port());
    const ConnectionHandle fresh = open(client);
    server_->server().send(old, durable("stray"));
    server_->server().close(old, 1000);
    server_->server().send(fresh, durable("yours"));
    EXPECT_EQ("yours", read_frame(client).payload);
  }
  server_->server().send({9999, 1}, durable("nobody"));
}

TEST_F(WebSocketTest, CloseFlushesFirst) {
  start();
  RawClient client(server_->port());
  const ConnectionHandle handle = open(client);
  server_->server().send(handle, durable("last words"));
  server_->server().close(handle, 1008);
  server_->server().send(handle, durable("too late"));
  EXPECT_EQ("last words", read_frame(client).payload);
  EXPECT_EQ(1008, read_close(client));
  EXPECT_TRUE(closed_with(1008));
}

TEST_F(WebSocketTest, StopClosesWith1001AfterWhatIsQueued) {
  start();
  RawClient client(server_->port());
  const ConnectionHandle handle = open(client);
  server_->server().send(handle, durable("stand down"));
  auto code = std::async(std::launch::async, [&] {
    EXPECT_EQ("stand down", read_frame(client).payload);
    return read_close(client);
  });
  EXPECT_LT(server_->stop(std::chrono::seconds(5)), std::chrono::seconds(2));
  EXPECT_EQ(1001, code.get());
  EXPECT_EQ(std::vector<std::uint16_t>{1001}, seen().copy(&Seen::closed));
}

TEST_F(WebSocketTest, HostileFramesNeverHarm) {
  start();
  const std::vector<std::string> hostile = {
      std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 14),
      std::string("\x83\x80\0\0\0\0", 6),                     // reserved opcode
      std::string("\xC1\x80\0\0\0\0", 6),                     // compressed bit
      std::string("\x89\xFE\x01\x00\0\0\0\0", 8),             // long ping
      std::string("\x09\x80\0\0\0\0", 6),                     // fragmented ping
      std::string("\x80\x80\0\0\0\0", 6),                     // continuation of nothing
      std::string("\x88\x81\0\0\0\0\x03", 7),                 // close with half a code
      std::string("\x88\x82\0\0\0\0\x03\xED", 8),             // close with a reserved code
      std::string("\x81\xFF\x80\0\0\0\0\0\0\0\0\0\0\0", 14),  // length above 2^63
      client_frame(kText, "ok").substr(0, 5),
  };
  for (const std::string& bytes : hostile) {
    RawClient client(server_->port());
    open(client);
    client.send(bytes);
    client.finish_sending();
    client.receive_all();
  }
  EXPECT_TRUE(eventually([&] { return seen().copy(&Seen::closed).size() == hostile.size(); }));
  EXPECT_TRUE(seen().copy(&Seen::messages).empty());
}

}  // namespace
}  // namespace goldenfour::net::test
