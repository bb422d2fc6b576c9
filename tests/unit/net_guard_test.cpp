#include "server/net/guard.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "server/net/chunk_decoder.h"
#include "server/net/request_parser.h"

namespace goldenfour::net {
namespace {

using Code = ErrorCode;

struct Hostile {
  const char* what;
  std::string block;
  Code code = Code::kBadFraming;
};

std::string with(std::string_view fields) {
  return "POST /v1/alerts HTTP/1.1\r\nHost: h\r\n" + std::string(fields) + "\r\n";
}
std::string line(std::string_view request_line) {
  return std::string(request_line) + "\r\nHost: h\r\n\r\n";
}

const std::array kHostile = {
    Hostile{"two lengths", with("Content-Length: 1\r\nContent-Length: 2\r\n")},
    Hostile{"two equal lengths", with("Content-Length: 1\r\nContent-Length: 1\r\n")},
    Hostile{"length list", with("Content-Length: 1, 1\r\n")},
    Hostile{"signed length", with("Content-Length: +1\r\n")},
    Hostile{"negative length", with("Content-Length: -1\r\n")},
    Hostile{"hexadecimal length", with("Content-Length: 0x10\r\n")},
    Hostile{"fractional length", with("Content-Length: 1.0\r\n")},
    Hostile{"length with a space inside", with("Content-Length: 1 0\r\n")},
    Hostile{"empty length", with("Content-Length:\r\n")},
    Hostile{"overflowing length", with("Content-Length: 18446744073709551617\r\n")},
    Hostile{"quoted length", with("Content-Length: \"1\"\r\n")},
    Hostile{"length and chunked", with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")},
    Hostile{"chunked and length", with("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n")},
    Hostile{"chunked twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
    Hostile{"gzip, chunked", with("Transfer-Encoding: gzip, chunked\r\n")},
    Hostile{"chunked, identity", with("Transfer-Encoding: chunked, identity\r\n")},
    Hostile{"identity", with("Transfer-Encoding: identity\r\n")},
    Hostile{"xchunked", with("Transfer-Encoding: xchunked\r\n")},
    Hostile{"chunked with parameter", with("Transfer-Encoding: chunked;q=1\r\n")},
    Hostile{"quoted chunked", with("Transfer-Encoding: \"chunked\"\r\n")},
    Hostile{"chunked with vertical tab", with("Transfer-Encoding: \x0b"
                                              "chunked\r\n")},
    Hostile{"empty transfer encoding", with("Transfer-Encoding:\r\n")},
    Hostile{"space before colon", with("Content-Length : 1\r\n")},
    Hostile{"tab before colon", with("Transfer-Encoding\t: chunked\r\n")},
    Hostile{"folded with space", with("X: a\r\n b\r\n")},
    Hostile{"folded with tab", with("Transfer-Encoding:\r\n\tchunked\r\n")},
    Hostile{"fold after the request line", "GET / HTTP/1.1\r\n Host: h\r\n\r\n"},
    Hostile{"trailers announced", with("Trailer: X\r\nTransfer-Encoding: chunked\r\n")},
    Hostile{"bare LF between fields", with("X: a\nContent-Length: 5\r\n")},
    Hostile{"bare CR between fields", with("X: a\rContent-Length: 5\r\n")},
    Hostile{"bare LF ends the header", "GET / HTTP/1.1\r\nHost: h\n\n"},
    Hostile{"bare LF in the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n"},
    Hostile{"NUL in a value", with(std::string("X: a\0b\r\n", 9))},
    Hostile{"NUL in a name", with(std::string("X\0: a\r\n", 7))},
    Hostile{"DEL in a value", with("X: a\x7f\r\n")},
    Hostile{"byte above ASCII in a value", with("X: \xC4\x8A\r\n")},
    Hostile{"empty name", with(": a\r\n")},
    Hostile{"no colon", with("Content-Length\r\n")},
    Hostile{"name with a space", with("Content Length: 1\r\n")},
    Hostile{"name with brackets", with("(X): 1\r\n")},
    Hostile{"name with a byte above ASCII", with("X\xC3\xA9: 1\r\n")},
    Hostile{"no Host", "GET / HTTP/1.1\r\nX: 1\r\n\r\n", Code::kBadHost},
    Hostile{"two Hosts", with("Host: i\r\n"), Code::kBadHost},
    Hostile{"two equal Hosts", with("host: h\r\n"), Code::kBadHost},
    Hostile{"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", Code::kBadHost},
    Hostile{"Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", Code::kBadHost},
    Hostile{"Host with user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", Code::kBadHost},
    Hostile{"Host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", Code::kBadHost},
    Hostile{"Host with bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", Code::kBadHost},
    Hostile{"Host with open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", Code::kBadHost},
    Hostile{"HTTP/1.0", line("GET / HTTP/1.0")},
    Hostile{"HTTP/0.9", "GET /\r\n\r\n"},
    Hostile{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n"},
    Hostile{"HTTP/1.2", line("GET / HTTP/1.2")},
    Hostile{"lower-case version", line("GET / http/1.1")},
    Hostile{"version with zeros", line("GET / HTTP/01.1")},
    Hostile{"version with space behind", line("GET / HTTP/1.1 ")},
    Hostile{"two spaces", line("GET  / HTTP/1.1")},
    Hostile{"tab as separator", line("GET\t/\tHTTP/1.1")},
    Hostile{"space before the method", line(" GET / HTTP/1.1")},
    Hostile{"method is no token", line("GE(T / HTTP/1.1")},
    Hostile{"no method", line("/ HTTP/1.1")},
    Hostile{"long method", line("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1")},
    Hostile{"absolute target", line("GET http://h/ HTTP/1.1")},
    Hostile{"authority target", line("CONNECT h:80 HTTP/1.1")},
    Hostile{"asterisk target", line("OPTIONS * HTTP/1.1")},
    Hostile{"double slash target", line("GET //h/ HTTP/1.1")},
    Hostile{"backslash target", line("GET \\a HTTP/1.1")},
    Hostile{"target with a fragment", line("GET /#a HTTP/1.1")},
    Hostile{"target with a byte above ASCII", line("GET /\xC3\xA9 HTTP/1.1")},
    Hostile{"target with a quote", line("GET /\" HTTP/1.1")},
    Hostile{"empty line first", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"},
    Hostile{"bytes behind", "GET / HTTP/1.1\r\nHost: h\r\n\r\nX"},
    Hostile{"unknown expectation", with("Expect: 200-maybe\r\n")},
    Hostile{"Connection with a parameter", with("Connection: ;close\r\n")},
    Hostile{"cut off", "GET / HTTP/1.1\r\nHost: h\r\n"},
    Hostile{"nothing", ""},
};

TEST(Guard, RefusesWhatCouldBeReadInTwoWays) {
  for (const Hostile& hostile : kHostile) {
    const auto checked = check_header(hostile.block, {});
    ASSERT_FALSE(checked) << hostile.what;
    EXPECT_EQ(hostile.code, checked.error().code) << hostile.what << ": " << checked.error().detail;
    EXPECT_FALSE(checked.error().detail.empty()) << hostile.what;
  }
  EXPECT_GE(kHostile.size(), 47u);
}

TEST(Guard, RefusesTooMuchHeader) {
  const auto big = check_header(with("X: " + std::string(9000, 'a') + "\r\n"), {});
  ASSERT_FALSE(big);
  EXPECT_EQ(Code::kHeaderTooLarge, big.error().code);
  std::string many;
  for (int i = 0; i < 64; ++i) many += "X: 1\r\n";
  ASSERT_FALSE(check_header(with(many), {}));
  EXPECT_EQ(Code::kHeaderTooLarge, check_header(with(many), {}).error().code);
}

TEST(Guard, AcceptsOrdinaryRequests) {
  for (const char* host :
       {"h", "example.org:8080", "127.0.0.1", "[::1]:443", "[2001:db8::1]", "a_b"}) {
    EXPECT_TRUE(check_header("GET / HTTP/1.1\r\nhOST:" + std::string(host) + " \t\r\n\r\n", {}))
        << host;
  }
  const auto plain = check_header(with("Content-Length: 17\r\nX:\r\n"), {});
  ASSERT_TRUE(plain);
  EXPECT_EQ(17u, plain->content_length);
  EXPECT_TRUE(plain->keep_alive);
  EXPECT_TRUE(plain->has_body());
  const auto chunked = check_header(
      with("Transfer-Encoding: Chunked\r\nConnection: x, Close\r\nExpect: 100-Continue\r\n"), {});
  ASSERT_TRUE(chunked);
  EXPECT_TRUE(chunked->chunked);
  EXPECT_FALSE(chunked->keep_alive);
  EXPECT_TRUE(chunked->expects_continue);
  EXPECT_FALSE(check_header(line("GET / HTTP/1.1"), {})->has_body());
}

TEST(Guard, WhatItAcceptsBeastAcceptsToo) {
  const auto request =
      parse_request_header(line("GET /v1/aeds?near=46.05,14.51&usableAt= HTTP/1.1"));
  ASSERT_TRUE(request);
  EXPECT_EQ("/v1/aeds", request->path);
  EXPECT_EQ("46.05,14.51", request->parameter("near"));
  EXPECT_EQ("", request->parameter("usableAt"));
  EXPECT_EQ(std::nullopt, request->parameter("q"));
  EXPECT_EQ("h", request->headers.get("hOsT"));
}

TEST(Guard, FindsTheEndPieceByPiece) {
  const std::string block = with("Content-Length: 3\r\n");
  for (std::size_t cut = 0; cut < block.size(); ++cut) {
    const std::string_view part = std::string_view(block).substr(0, cut);
    const auto end = find_header_end(part, cut / 2, {});
    ASSERT_TRUE(end) << cut;
    EXPECT_FALSE(*end) << cut;
  }
  EXPECT_EQ(block.size(), **find_header_end(block + "abc", 0, {}));
  EXPECT_EQ(block.size(), **find_header_end(block, block.size() - 1, {}));
}

TEST(Guard, GivesUpEarly) {
  EXPECT_FALSE(find_header_end("GET / HTTP/1.1\n", 0, {}));
  EXPECT_FALSE(find_header_end("\r\n", 0, {}));
  EXPECT_FALSE(find_header_end("\n", 0, {}));
  const auto endless = find_header_end(std::string(8192, 'a'), 0, {});
  ASSERT_FALSE(endless);
  EXPECT_EQ(Code::kHeaderTooLarge, endless.error().code);
}

TEST(ChunkDecoder, ByteByByteLikeAtOnce) {
  const std::string body = "3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\nGET";
  ChunkDecoder at_once;
  std::string out;
  EXPECT_EQ(body.size() - 3, *at_once.feed(body, out));
  EXPECT_TRUE(at_once.done());
  EXPECT_EQ("abc0123456789", out);
  ChunkDecoder by_byte;
  std::string slow;
  for (const char c : body.substr(0, body.size() - 3)) {
    ASSERT_FALSE(by_byte.done());
    ASSERT_EQ(1u, by_byte.feed(std::string_view(&c, 1), slow));
  }
  EXPECT_TRUE(by_byte.done());
  EXPECT_EQ(out, slow);
}

TEST(ChunkDecoder, RefusesOddChunks) {
  for (const char* body :
       {"\r\n", "g\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "+1\r\na\r\n", "0x1\r\na\r\n",
        "1;a=b\r\na\r\n", "1\na\r\n", "1\ra\r\n", "1\r\nab\r\n", "1\r\na\n", "00000001\r\na\r\n",
        "ffffffff\r\n", "0\r\nX: 1\r\n\r\n", "0\r\n\n"}) {
    ChunkDecoder decoder;
    std::string out;
    EXPECT_FALSE(decoder.feed(body, out)) << body;
  }
}

}  // namespace
}  // namespace goldenfour::net
