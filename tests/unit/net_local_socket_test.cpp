#include <sys/stat.h>
#include <sys/un.h>

#include "tests/unit/net_support.h"

namespace goldenfour::net::test {
namespace {

class WhereFrom : public HttpHandler {
 public:
  boost::asio::awaitable<HttpResponse> handle(HttpRequest request) override {
    HttpResponse response;
    response.content_type = "text/plain";
    response.body = request.local ? "local" : "network";
    if (request.loopback) response.body += " loopback";
    co_return response;
  }
  boost::asio::awaitable<UpgradeDecision> upgrade(HttpRequest, std::vector<std::string>) override {
    co_return HttpResponse{};
  }
};

int connect_to(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

std::string ask(const std::string& path) {
  const int fd = connect_to(path);
  if (fd < 0) return "nobody listens";
  const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(::send(fd, request.data(), request.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(request.size()));
  std::string answer;
  char piece[4096];
  for (ssize_t got = 0; (got = ::recv(fd, piece, sizeof piece, 0)) > 0;)
    answer.append(piece, static_cast<std::size_t>(got));
  ::close(fd);
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

class LocalSocket : public testing::Test {
 protected:
  ServerOptions options() const {
    ServerOptions options;
    options.listen.resize(2);  // the first one stays on the network
    options.listen[1].local_path = path_;
    return options;
  }
  ~LocalSocket() override { ::unlink(path_.c_str()); }

  WhereFrom handler_;
  const std::string path_ = testing::TempDir() + "goldenfour-" + std::to_string(::getpid());
};

TEST_F(LocalSocket, AnswersItsOwnerAndSaysWhereARequestCameFrom) {
  RunningServer server(handler_, options());
  struct stat status{};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(ask(path_), "local loopback");
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(client.receive_all().find("network loopback"), std::string::npos);
}

TEST_F(LocalSocket, ReplacesWhatAKilledServerLeft) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path_.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(fd);  // the file stays, nobody listens
  RunningServer server(handler_, options());
  EXPECT_EQ(ask(path_), "local loopback");
}

TEST_F(LocalSocket, LeavesALiveServerAlone) {
  RunningServer server(handler_, options());
  boost::asio::io_context io;
  NetMetrics metrics;
  HttpServer second(io, options(), handler_, metrics, steady_now);
  const auto up = second.listen();
  ASSERT_FALSE(up);
  EXPECT_NE(up.error().find(path_), std::string::npos);
  EXPECT_EQ(ask(path_), "local loopback");
}

TEST_F(LocalSocket, GoesWithTheServer) {
  RunningServer server(handler_, options());
  server.stop(std::chrono::seconds(1));
  EXPECT_NE(::access(path_.c_str(), F_OK), 0);
}

TEST_F(LocalSocket, RefusesAPathThatIsTooLong) {
  boost::asio::io_context io;
  NetMetrics metrics;
  ServerOptions wrong = options();
  wrong.listen[1].local_path = "/" + std::string(200, 'a');
  HttpServer server(io, wrong, handler_, metrics, steady_now);
  EXPECT_FALSE(server.listen());
}

}  // namespace
}  // namespace goldenfour::net::test
