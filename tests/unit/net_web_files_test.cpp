// What may be served and what keeps the server from starting; types, hashes, gzip, ranges.
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <variant>

#include "server/net/web/byte_range.h"
#include "server/net/web/gzip.h"
#include "server/net/web/media_types.h"
#include "server/net/web/web_files.h"

namespace goldenfour::net::web {
namespace {

namespace fs = std::filesystem;

class WebFilesTest : public ::testing::Test {
 protected:
  WebFilesTest() {
    static int number = 0;
    root_ = fs::path(::testing::TempDir()) /
            ("goldenfour-web-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
    fs::create_directories(root_ / "site");
    options_.root = (root_ / "site").string();
  }
  ~WebFilesTest() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& content) {
    const fs::path file = root_ / "site" / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  // The error; empty when it was read.
  std::string error() const {
    const auto files = read_web_files(options_);
    return files ? "" : files.error();
  }
  void expect_error(const std::string& part) const {
    const std::string said = error();
    EXPECT_NE(std::string::npos, said.find(part)) << said;
  }

  fs::path root_;
  WebOptions options_;
};

std::string text_of(const Variant& variant) {
  return variant.bytes ? *variant.bytes : "(none)";
}

TEST_F(WebFilesTest, FoldersHaveAnIndexAndUnknownPathsNothing) {
  write("index.html", "root");
  write("console/index.html", "console");
  write("map/assets/x.pmtiles", "tiles");
  write(".well-known/assetlinks.json", "[]");
  write(".git/config", "secret");
  write(".env", "secret");
  const auto files = read_web_files(options_);
  ASSERT_TRUE(files) << files.error();
  EXPECT_EQ(4U, (*files)->size());
  EXPECT_EQ("root", text_of((*files)->find("/")->in(Coding::kIdentity)));
  EXPECT_EQ("console", text_of((*files)->find("/console/")->in(Coding::kIdentity)));
  EXPECT_EQ("application/vnd.pmtiles", (*files)->find("/map/assets/x.pmtiles")->media_type);
  EXPECT_NE(nullptr, (*files)->find("/.well-known/assetlinks.json"));
  for (const char* path : {"", "/console", "/map/", "/.env", "/.git/config", "/../site/index.html",
                           "index.html", "/index.html/", "//index.html", "/INDEX.HTML"}) {
    EXPECT_EQ(nullptr, (*files)->find(path)) << path;
  }
}

TEST_F(WebFilesTest, VariantsHaveTagsOfTheirOwn) {
  const std::string script(4000, 'x');
  write("a.js", script);
  write("a.js.br", "brotli");
  write("b.js", script);
  write("b.js.gz", *gzip(script));
  write("tiny.js", "x");
  write("photo.png", script);
  write("lone.gz", "no file beside it");
  const auto files = read_web_files(options_);
  ASSERT_TRUE(files) << files.error();
  EXPECT_EQ(5U, (*files)->size());
  const WebFile& a = *(*files)->find("/a.js");
  EXPECT_EQ("brotli", text_of(a.in(Coding::kBrotli)));
  EXPECT_TRUE(gzip_holds(text_of(a.in(Coding::kGzip)), script));
  EXPECT_EQ(66U, a.in(Coding::kIdentity).etag.size());
  EXPECT_NE(a.in(Coding::kIdentity).etag, a.in(Coding::kGzip).etag);
  EXPECT_NE(a.in(Coding::kBrotli).etag, a.in(Coding::kGzip).etag);
  EXPECT_EQ(a.in(Coding::kIdentity).etag, (*files)->find("/b.js")->in(Coding::kIdentity).etag);
  EXPECT_EQ(nullptr, (*files)->find("/a.js.br"));
  EXPECT_EQ(nullptr, (*files)->find("/b.js.gz"));
  EXPECT_EQ(nullptr, (*files)->find("/tiny.js")->in(Coding::kGzip).bytes) << "saves nothing";
  EXPECT_EQ(nullptr, (*files)->find("/photo.png")->in(Coding::kGzip).bytes) << "is packed already";
  EXPECT_EQ("application/gzip", (*files)->find("/lone.gz")->media_type);
}

TEST_F(WebFilesTest, AStaleVariantIsRefused) {
  write("a.js", "new");
  write("a.js.gz", *gzip("old"));
  expect_error("a.js.gz' does not hold the file beside it");
}

TEST_F(WebFilesTest, MissingOrNoFolder) {
  options_.root = (root_ / "nowhere").string();
  expect_error("nowhere' cannot be read: No such file");
  write("file", "x");
  options_.root = (root_ / "site" / "file").string();
  expect_error("is not a folder");
}

TEST_F(WebFilesTest, UnreadableFilesAreNamed) {
  if (::geteuid() == 0) {
    // Root reads everything; a link to nothing is as unreadable.
    fs::create_symlink("nothing", root_ / "site" / "a.js");
  } else {
    write("a.js", "x");
    fs::permissions(root_ / "site" / "a.js", fs::perms::none);
  }
  expect_error("a.js' cannot be read");
}

TEST_F(WebFilesTest, LinksStayInside) {
  write("a.js", "inside");
  fs::create_symlink("a.js", root_ / "site" / "b.js");
  EXPECT_EQ("", error());
  std::ofstream(root_ / "outside") << "secret";
  fs::create_symlink("../outside", root_ / "site" / "c.js");
  expect_error("c.js' is a link that leaves the folder");
  fs::remove(root_ / "site" / "c.js");
  fs::create_directories(root_ / "site-2");
  std::ofstream(root_ / "site-2" / "x") << "a neighbour whose name begins alike";
  fs::create_symlink("../site-2/x", root_ / "site" / "d.js");
  expect_error("leaves the folder");
  fs::remove(root_ / "site" / "d.js");
  fs::create_directory_symlink(".", root_ / "site" / "loop");
  expect_error("is a link to a folder");
}

TEST_F(WebFilesTest, OnlyFilesAndFolders) {
  ASSERT_EQ(0, ::mkfifo((root_ / "site" / "pipe").c_str(), 0600));
  expect_error("pipe' is neither a file nor a folder");
}

TEST_F(WebFilesTest, NamesThatNeedEncodingOrAreTheService) {
  write("a b.js", "x");
  expect_error("rename it");
  fs::remove(root_ / "site" / "a b.js");
  write("a\\b.js", "x");
  expect_error("rename it");
  fs::remove(root_ / "site" / "a\\b.js");
  write("phone/v1/x.js", "only the first folder matters");
  EXPECT_EQ("", error());
  for (const char* name : {"v1", "admin", "livez", "readyz", "metrics"}) {
    write(name, "x");
    expect_error("lies where the service itself answers");
    fs::remove(root_ / "site" / name);
  }
}

TEST_F(WebFilesTest, Limits) {
  write("a.png", std::string(1000, 'a'));
  write("b.png", std::string(1000, 'b'));
  options_.file_bytes = 999;
  expect_error("a.png' has more than 999 bytes; raise web.file_bytes");
  options_.file_bytes = 1000;
  options_.total_bytes = 1999;
  expect_error("raise web.total_bytes");
  options_.total_bytes = 2000;
  options_.files = 1;
  expect_error("raise web.files");
  options_.files = 2;
  EXPECT_EQ("", error());
  write("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/x", "x");
  options_.files = 100;
  expect_error("lies too deep");
}

TEST(MediaTypes, ByTheLastExtension) {
  EXPECT_EQ("text/html; charset=utf-8", media_type_of("/index.html").name);
  EXPECT_EQ("text/javascript; charset=utf-8", media_type_of("/a.b.mjs").name);
  EXPECT_EQ("font/woff2", media_type_of("/a/B.WOFF2").name);
  EXPECT_EQ("application/json", media_type_of("/a.js.map").name);
  EXPECT_EQ("application/manifest+json", media_type_of("/phone/app.webmanifest").name);
  EXPECT_EQ("application/octet-stream", media_type_of("/v1.0/LICENSE").name);
  EXPECT_EQ("application/octet-stream", media_type_of("/a.exe").name);
  EXPECT_FALSE(media_type_of("/a.pmtiles").compressible);
}

TEST(MediaTypes, OnlyHashedNamesInAssetsAreForEver) {
  for (const char* path : {"/assets/index-DiwrgTda.js", "/phone/assets/index-Bx-1_aZz.css",
                           "/assets/a.0123456789abcdef.js", "/map/assets/worker-DiwrgTda.js.map",
                           "/assets/noto-sc-4-400-normal-C3x9aB_d.woff2"}) {
    EXPECT_TRUE(is_immutable(path)) << path;
  }
  for (const char* path :
       {"/index-DiwrgTda.js", "/assets/settings.js", "/assets/user-settings.js", "/assets/a-b1.js",
        "/assets/maplibre-gl-worker.js", "/assets/DiwrgTda.js", "/assets/", "/x/assets"}) {
    EXPECT_FALSE(is_immutable(path)) << path;
  }
}

TEST(MediaTypes, ServiceWorkers) {
  EXPECT_TRUE(is_service_worker("/phone/sw.js"));
  EXPECT_TRUE(is_service_worker("/service-worker.js"));
  EXPECT_FALSE(is_service_worker("/phone/assets/disw.js"));
}

TEST(Gzip, HoldsWhatWasPutIn) {
  std::mt19937_64 random(4);
  for (const std::size_t size : {0UL, 1UL, 100UL, 16'384UL, 16'385UL, 100'000UL}) {
    std::string plain(size, '\0');
    for (char& byte : plain) byte = static_cast<char>(random() & 15);
    const auto packed = gzip(plain);
    ASSERT_TRUE(packed);
    EXPECT_EQ(packed, gzip(plain)) << "no time and no name in it";
    EXPECT_TRUE(gzip_holds(*packed, plain)) << size;
    EXPECT_FALSE(gzip_holds(*packed, plain + "x"));
    EXPECT_FALSE(gzip_holds(*packed + "x", plain)) << "something behind it";
    EXPECT_FALSE(gzip_holds(packed->substr(0, packed->size() - 1), plain)) << "cut";
    if (size > 0) EXPECT_FALSE(gzip_holds(*packed, plain.substr(1)));
  }
  EXPECT_FALSE(gzip_holds("", ""));
  EXPECT_FALSE(gzip_holds("not gzip", "not gzip"));
}

// A bomb is noticed at its first unexpected byte.
TEST(Gzip, ABombIsNotUnfolded) {
  const auto bomb = gzip(std::string(64UL << 20, '\0'));
  ASSERT_TRUE(bomb);
  EXPECT_FALSE(gzip_holds(*bomb, "small"));
}

std::string show(const RangePlan& plan) {
  if (const auto* range = std::get_if<ByteRange>(&plan))
    return std::to_string(range->first) + "+" + std::to_string(range->count);
  return std::holds_alternative<Whole>(plan) ? "whole" : "none";
}

TEST(Ranges, OneRangeOfBytes) {
  EXPECT_EQ("0+1", show(plan_range("bytes=0-0", 100)));
  EXPECT_EQ("0+100", show(plan_range("bytes=0-", 100)));
  EXPECT_EQ("10+90", show(plan_range("bytes=10-1000", 100)));
  EXPECT_EQ("99+1", show(plan_range("Bytes=99-99", 100)));
  EXPECT_EQ("90+10", show(plan_range("bytes=-10", 100)));
  EXPECT_EQ("0+100", show(plan_range("bytes=-1000", 100)));
  EXPECT_EQ("0+100", show(plan_range("bytes=0-99999999999999999999999", 100)));
  EXPECT_EQ("none", show(plan_range("bytes=100-", 100)));
  EXPECT_EQ("none", show(plan_range("bytes=99999999999999999999999-", 100)));
  EXPECT_EQ("none", show(plan_range("bytes=-0", 100)));
  EXPECT_EQ("none", show(plan_range("bytes=0-", 0)));
  EXPECT_EQ("none", show(plan_range("bytes=-5", 0)));
  for (const char* text : {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=5-4", "bytes=a-b",
                           "bytes=0-1,3-4", "bytes= 0-1", "bytes=0-1 ", "bytes=--1", "bytes=+0-1",
                           "items=0-1", "bytes=0x0-1", "bytes=0-1-2"}) {
    EXPECT_EQ("whole", show(plan_range(text, 100))) << text;
  }
}

// Against the definition, byte by byte.
TEST(Ranges, EqualsTheDefinition) {
  for (std::size_t size = 0; size < 6; ++size) {
    for (std::size_t first = 0; first < 8; ++first) {
      for (std::size_t last = first; last < 8; ++last) {
        std::size_t count = 0;
        for (std::size_t at = first; at <= last; ++at) count += at < size ? 1 : 0;
        const std::string expected =
            count == 0 ? "none" : std::to_string(first) + "+" + std::to_string(count);
        const std::string text = "bytes=" + std::to_string(first) + "-" + std::to_string(last);
        EXPECT_EQ(expected, show(plan_range(text, size))) << text << " of " << size;
      }
    }
  }
}

}  // namespace
}  // namespace goldenfour::net::web
