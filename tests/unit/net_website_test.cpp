// One request, one answer: codings, conditions, ranges, methods, protective headers; and over a
// socket.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "server/net/negotiation.h"
#include "server/net/web/gzip.h"
#include "server/net/web/website.h"
#include "tests/unit/net_support.h"

namespace goldenfour::net {
namespace {

namespace fs = std::filesystem;

std::string header(const HttpResponse& response, std::string_view name) {
  std::string all;
  for (const auto& [key, value] : response.headers) {
    if (equals_ignoring_case(key, name)) all += (all.empty() ? "" : "|") + value;
  }
  return all;
}

class WebsiteTest : public ::testing::Test {
 protected:
  WebsiteTest() {
    static int number = 0;
    root_ = fs::path(::testing::TempDir()) /
            ("goldenfour-site-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
    write("index.html", "<html><head></head></html>");
    write("phone/index.html", page_);
    write("phone/sw.js", "self.skipWaiting()");
    write("phone/assets/main-DiwrgTda.js", script_);
    write("phone/assets/main-DiwrgTda.js.br", "brotli");
    write("map/town.pmtiles", tiles_);
    options_.root = root_.string();
    options_.tile_hosts = {"https://tiles.example.org"};
    auto files = web::read_web_files(options_);
    EXPECT_TRUE(files) << (files ? "" : files.error());
    site_.emplace(*files, options_);
  }
  ~WebsiteTest() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& content) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }

  HttpResponse ask(const std::string& path, const std::vector<NameValue>& headers = {},
                   const std::string& method = "GET") {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.headers.add("Host", "example.org:8443");
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    auto response = site_->answer(request);
    HttpResponse none;
    none.status = 0;
    return response ? *response : none;
  }
  std::string coding_for(const std::string& accept) {
    const HttpResponse response =
        ask("/phone/assets/main-DiwrgTda.js", {{"Accept-Encoding", accept}});
    if (response.status != 200) return std::to_string(response.status);
    const std::string coding = header(response, "Content-Encoding");
    return coding.empty() ? "identity" : coding;
  }

  const std::string page_ = std::string(2000, 'p');
  const std::string script_ = std::string(2000, 's');
  const std::string tiles_ = "0123456789";
  fs::path root_;
  WebOptions options_;
  std::optional<Website> site_;
};

TEST_F(WebsiteTest, IndexRedirectAndUnknown) {
  EXPECT_EQ(200, ask("/").status);
  EXPECT_EQ(page_, ask("/phone/").content());
  const HttpResponse moved = ask("/phone");
  EXPECT_EQ(308, moved.status);
  EXPECT_EQ("/phone/", header(moved, "Location"));
  for (const char* path : {"/map/", "/map", "/phone/assets", "/phone//", "/x",
                           "/phone/../index.html", "/PHONE/", "/index.html/", "/phone\\"}) {
    EXPECT_EQ(0, ask(path).status) << path;
  }
}

TEST_F(WebsiteTest, WithoutPagesItSaysSoWhereAPageWouldBe) {
  EXPECT_TRUE(site_->usable());
  site_.emplace(nullptr, options_);
  EXPECT_FALSE(site_->usable());
  EXPECT_EQ(0U, site_->files().size());
  for (const char* path : {"/", "/phone/", "/nothing", "/v1x"}) {
    const HttpResponse page = ask(path, {{"Accept", "text/html, */*;q=0.8"}});
    EXPECT_EQ(503, page.status) << path;
    EXPECT_EQ("text/html; charset=utf-8", page.content_type);
    EXPECT_NE(std::string::npos, page.content().find("deploy/web-build"));
    EXPECT_NE("", header(page, "Content-Security-Policy"));
    EXPECT_EQ(kProblemMediaType, ask(path).content_type);
    EXPECT_EQ(std::string::npos, ask(path).content().find(options_.root));
    EXPECT_EQ(0, ask(path, {}, "POST").status);
  }
  for (const char* path : {"/v1", "/v1/alerts", "/admin/x", "/livez"})
    EXPECT_EQ(0, ask(path).status) << path;
  EXPECT_EQ(12U, site_->metrics().refused.value());
}

TEST_F(WebsiteTest, TheClientChoosesTheCoding) {
  EXPECT_EQ("identity", coding_for(""));
  EXPECT_EQ("br", coding_for("gzip, deflate, br, zstd"));
  EXPECT_EQ("br", coding_for("gzip;q=1.0, *;q=1.0"));
  EXPECT_EQ("gzip", coding_for("gzip"));
  EXPECT_EQ("gzip", coding_for("X-GZIP"));
  EXPECT_EQ("gzip", coding_for("br;q=0, gzip;q=0.5"));
  EXPECT_EQ("gzip", coding_for("br;q=0.4, gzip;q=0.5"));
  EXPECT_EQ("gzip", coding_for("br;q=0, *"));
  EXPECT_EQ("identity", coding_for("identity, gzip;q=0.5"));
  EXPECT_EQ("identity", coding_for("br;q=0, gzip;q=0"));
  EXPECT_EQ("identity", coding_for("zstd"));
  EXPECT_EQ("identity", coding_for("gzip;q=2, br;x=1")) << "a malformed weight is none";
  EXPECT_EQ("406", coding_for("*;q=0"));
  EXPECT_EQ("406", coding_for("identity;q=0"));
  EXPECT_EQ("gzip", coding_for("identity;q=0, gzip"));
  EXPECT_EQ("Accept-Encoding", header(ask("/", {{"Accept-Encoding", "identity;q=0"}}), "Vary"));
}

TEST_F(WebsiteTest, ConditionsAreAboutTheChosenVariant) {
  const std::string path = "/phone/assets/main-DiwrgTda.js";
  const std::string plain = header(ask(path), "ETag");
  const std::string packed = header(ask(path, {{"Accept-Encoding", "gzip"}}), "ETag");
  ASSERT_NE(plain, packed);
  const HttpResponse same = ask(path, {{"If-None-Match", "\"x\", W/" + plain}});
  EXPECT_EQ(304, same.status);
  EXPECT_TRUE(same.content().empty());
  EXPECT_EQ(plain, header(same, "ETag"));
  EXPECT_EQ("Accept-Encoding", header(same, "Vary"));
  EXPECT_EQ("public, max-age=31536000, immutable", header(same, "Cache-Control"));
  EXPECT_NE("", header(same, "Content-Security-Policy"));
  EXPECT_EQ(200, ask(path, {{"If-None-Match", packed}}).status);
  EXPECT_EQ(304, ask(path, {{"If-None-Match", packed}, {"Accept-Encoding", "gzip"}}).status);
  EXPECT_EQ(304, ask(path, {{"If-None-Match", "*"}}).status);
  EXPECT_EQ(200, ask(path, {{"If-None-Match", plain.substr(1)}}).status);
  EXPECT_EQ(200, ask(path, {{"If-None-Match", ""}}).status);
  EXPECT_EQ(200, ask(path, {{"If-Match", plain}}).status);
  EXPECT_EQ(412, ask(path, {{"If-Match", "W/" + plain}}).status);
  EXPECT_EQ(412, ask(path, {{"If-Match", packed}}).status);
}

TEST_F(WebsiteTest, RangesOfAMap) {
  const std::string path = "/map/town.pmtiles";
  const HttpResponse whole = ask(path, {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ("bytes", header(whole, "Accept-Ranges"));
  EXPECT_EQ("", header(whole, "Content-Encoding"));
  const std::string tag = header(whole, "ETag");
  const HttpResponse part = ask(path, {{"Range", "bytes=2-4"}});
  EXPECT_EQ(206, part.status);
  EXPECT_EQ("234", part.content());
  EXPECT_EQ("bytes 2-4/10", header(part, "Content-Range"));
  EXPECT_EQ(tag, header(part, "ETag"));
  EXPECT_EQ(206, ask(path, {{"Range", "bytes=2-4"}, {"If-Range", tag}}).status);
  EXPECT_EQ(200, ask(path, {{"Range", "bytes=2-4"}, {"If-Range", "W/" + tag}}).status);
  EXPECT_EQ(200, ask(path, {{"Range", "bytes=2-4"}, {"If-Range", "\"old\""}}).status);
  EXPECT_EQ(304, ask(path, {{"Range", "bytes=2-4"}, {"If-None-Match", tag}}).status);
  EXPECT_EQ(200, ask(path, {{"Range", "bytes=2-4"}}, "HEAD").status);
  EXPECT_EQ(200, ask(path, {{"Range", "bytes=0-1"}, {"Range", "bytes=2-3"}}).status);
  const HttpResponse beyond = ask(path, {{"Range", "bytes=10-"}});
  EXPECT_EQ(416, beyond.status);
  EXPECT_EQ("bytes */10", header(beyond, "Content-Range"));
  EXPECT_TRUE(beyond.content().empty());
  const HttpResponse packed = ask("/phone/", {{"Range", "bytes=2-4"}, {"Accept-Encoding", "gzip"}});
  EXPECT_EQ(200, packed.status) << "no ranges of what was packed on the way";
  EXPECT_EQ("", header(packed, "Accept-Ranges"));
}

TEST_F(WebsiteTest, CachesKeepNamedByContentForEverAndAskForTheRest) {
  EXPECT_EQ("no-cache", header(ask("/"), "Cache-Control"));
  EXPECT_EQ("no-cache", header(ask("/map/town.pmtiles"), "Cache-Control"));
  const HttpResponse worker = ask("/phone/sw.js");
  EXPECT_EQ("no-cache", header(worker, "Cache-Control"));
  EXPECT_EQ("/phone/", header(worker, "Service-Worker-Allowed"));
  EXPECT_EQ("", header(ask("/"), "Service-Worker-Allowed"));
}

TEST_F(WebsiteTest, EveryAnswerIsProtected) {
  for (const HttpResponse& response :
       {ask("/"), ask("/phone"), ask("/", {{"If-None-Match", "*"}}), ask("/", {}, "POST"),
        ask("/map/town.pmtiles", {{"Range", "bytes=0-1"}}),
        ask("/map/town.pmtiles", {{"Range", "bytes=99-"}})}) {
    const std::string policy = header(response, "Content-Security-Policy");
    EXPECT_EQ(std::string::npos, policy.find("unsafe"));
    for (const char* part :
         {"default-src 'self';", "worker-src 'self' blob:;", "frame-ancestors 'none'",
          "img-src 'self' data: blob: https://tiles.example.org;", "object-src 'none'",
          "connect-src 'self' ws://example.org:8443 wss://example.org:8443 "
          "https://tiles.example.org"}) {
      EXPECT_NE(std::string::npos, policy.find(part)) << part << " in " << policy;
    }
    EXPECT_EQ("no-referrer", header(response, "Referrer-Policy"));
    EXPECT_EQ("same-origin", header(response, "Cross-Origin-Opener-Policy"));
    EXPECT_NE(std::string::npos, header(response, "Permissions-Policy").find("geolocation=(self)"));
  }
}

TEST_F(WebsiteTest, OtherMethodsAndBodies) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    const HttpResponse response = ask("/phone/", {}, method);
    EXPECT_EQ(405, response.status);
    EXPECT_EQ("GET, HEAD", header(response, "Allow"));
  }
  EXPECT_EQ(405, ask("/phone", {}, "POST").status);
  EXPECT_EQ(0, ask("/x", {}, "POST").status);
  HttpRequest request;
  request.method = "GET";
  request.path = "/";
  request.body = "x";
  EXPECT_EQ(400, site_->answer(request)->status);
  EXPECT_EQ(7U, site_->metrics().refused.value());
}

TEST_F(WebsiteTest, NothingIsCopiedAndEverythingCounted) {
  const HttpResponse one = ask("/phone/");
  const HttpResponse two = ask("/phone/");
  EXPECT_EQ(one.content().data(), two.content().data());
  EXPECT_TRUE(one.body.empty());
  ask("/phone/", {}, "HEAD");
  ask("/phone/", {{"If-None-Match", "*"}});
  ask("/map/town.pmtiles", {{"Range", "bytes=0-1"}});
  EXPECT_EQ(3U, site_->metrics().whole.value());
  EXPECT_EQ(1U, site_->metrics().partial.value());
  EXPECT_EQ(1U, site_->metrics().not_modified.value());
  EXPECT_EQ(2 * page_.size() + 2, site_->metrics().bytes.value());
}

TEST(TileHosts, WhatAPolicyCanList) {
  for (const char* good :
       {"https://tiles.example.org", "http://10.0.0.1:8080", "https://*.tile.example.org"}) {
    EXPECT_TRUE(is_tile_host(good)) << good;
  }
  for (const char* bad :
       {"", "https://", "tiles.example.org", "https://a.org/path", "https://a.org; script-src *",
        "https://a.org 'unsafe-inline'", "https://*", "https://a.*", "ftp://a.org",
        "https://a.org:", "https://a.org:123456", "https://a.org:80x", "https://a.org\n"}) {
    EXPECT_FALSE(is_tile_host(bad)) << bad;
  }
}

// Serves one large file to whoever asks.
class LargeFile final : public HttpHandler {
 public:
  boost::asio::awaitable<HttpResponse> handle(HttpRequest) override {
    HttpResponse response;
    response.shared = {bytes, std::string_view(*bytes).substr(1)};
    co_return response;
  }
  boost::asio::awaitable<UpgradeDecision> upgrade(HttpRequest, std::vector<std::string>) override {
    co_return HttpResponse{};
  }
  std::shared_ptr<const std::string> bytes =
      std::make_shared<const std::string>(std::string(3'000'001, 'x') + "end");
};

TEST(SharedContent, ComesWholeAndTheConnectionGoesOn) {
  LargeFile handler;
  test::RunningServer server(handler, {});
  test::RawClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send(test::get("/"));
    const std::string body = test::body_of(client.response());
    EXPECT_EQ(3'000'003U, body.size());
    EXPECT_TRUE(body.ends_with("xend"));
  }
}

// The time-out is of a piece, so a slow line gets all of it, and who reads nothing is cut.
TEST(SharedContent, SlowReadersArePatientlyServedButNotDeadOnes) {
  LargeFile handler;
  ServerOptions options;
  options.http.write_timeout = std::chrono::milliseconds(400);
  test::RunningServer server(handler, options);
  test::RawClient slow(server.port(), 4096);
  slow.send(test::get("/"));
  const auto begin = test::steady_now();
  std::size_t got = 0;
  while (got < 1'500'000) {
    const std::string piece = slow.take(60'000);
    if (piece.empty()) break;
    got += piece.size();
    ::poll(nullptr, 0, 40);
  }
  EXPECT_GE(got, 1'500'000U);
  EXPECT_GT(test::steady_now() - begin, std::chrono::milliseconds(800)) << "longer than one piece";
  test::RawClient dead(server.port(), 4096);
  dead.send(test::get("/"));
  EXPECT_TRUE(test::eventually([&] { return server.metrics.requests.value() == 2; }));
  ::poll(nullptr, 0, 1200);
  EXPECT_LT(dead.receive_all().size(), 3'000'000U);
}

}  // namespace
}  // namespace goldenfour::net
