// The pure limiters: send queue and token bucket; and the problem writer.
#include <gtest/gtest.h>

#include <chrono>

#include "server/net/http_message.h"
#include "server/net/rate_limiter.h"
#include "server/net/send_queue.h"

namespace goldenfour::net {
namespace {

using namespace std::chrono_literals;

Frame durable(std::size_t size, std::uint64_t tag = 0) {
  return Frame{std::make_shared<std::string>(size, 'd'), FrameClass::kDurable, 0, tag};
}
Frame ephemeral(std::size_t size, std::uint64_t key) {
  return Frame{std::make_shared<std::string>(size, 'e'), FrameClass::kEphemeral, key, 0};
}

TEST(SendQueue, DurableFramesInOrderAndFirst) {
  SendQueue queue({100, 10});
  queue.push(ephemeral(1, 1));
  queue.push(durable(1, 1));
  queue.push(durable(1, 2));
  EXPECT_EQ(1u, queue.pop()->tag);
  EXPECT_EQ(2u, queue.pop()->tag);
  EXPECT_EQ(FrameClass::kEphemeral, queue.pop()->frame_class);
  EXPECT_FALSE(queue.pop());
}

TEST(SendQueue, NewestEphemeralOfAKeyWins) {
  SendQueue queue({100, 10});
  queue.push(ephemeral(10, 7));
  EXPECT_TRUE(queue.push(ephemeral(20, 7)).replaced);
  EXPECT_FALSE(queue.push(ephemeral(30, 8)).replaced);
  EXPECT_EQ(50u, queue.bytes());
  EXPECT_EQ(20u, queue.pop()->bytes->size());
}

TEST(SendQueue, EphemeralFramesGiveWayToDurableOnes) {
  SendQueue queue({100, 10});
  queue.push(ephemeral(40, 1));
  queue.push(ephemeral(40, 2));
  const auto pushed = queue.push(durable(60));
  EXPECT_FALSE(pushed.overflow);
  EXPECT_EQ(1u, pushed.dropped);
  EXPECT_EQ(100u, queue.bytes());
  EXPECT_EQ(1u, queue.push(ephemeral(1, 3)).dropped);
  EXPECT_EQ(100u, queue.bytes());
}

TEST(SendQueue, EphemeralFramesAreCounted) {
  SendQueue queue({1000, 2});
  queue.push(ephemeral(1, 1));
  queue.push(ephemeral(2, 2));
  EXPECT_EQ(1u, queue.push(ephemeral(3, 3)).dropped);
  EXPECT_EQ(2u, queue.pop()->bytes->size());
}

TEST(SendQueue, WhatIsBeingWrittenCounts) {
  SendQueue queue({100, 10});
  queue.push(durable(60));
  const auto writing = queue.pop();
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.push(durable(41)).overflow);
  EXPECT_FALSE(queue.push(durable(40)).overflow);
  queue.clear();
  EXPECT_EQ(60u, queue.bytes());
  queue.finished(*writing);
  EXPECT_EQ(0u, queue.bytes());
}

TEST(SendQueue, AFrameAboveTheLimitOverflows) {
  SendQueue queue({100, 10});
  EXPECT_TRUE(queue.push(durable(101)).overflow);
  EXPECT_EQ(1u, queue.push(ephemeral(101, 1)).dropped);
  EXPECT_EQ(0u, queue.bytes());
}

TEST(TokenBucket, BurstThenRate) {
  TokenBucket bucket;
  const RateOptions rate{10, 3};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(0ns, bucket.take(rate, 5s));
  EXPECT_EQ(100ms, bucket.take(rate, 5s));
  EXPECT_EQ(40ms, bucket.take(rate, 5s + 60ms));
  EXPECT_EQ(0ns, bucket.take(rate, 5s + 100ms));
  EXPECT_NE(0ns, bucket.take(rate, 5s + 100ms));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(0ns, bucket.take(rate, 60s));
  EXPECT_NE(0ns, bucket.take(rate, 60s));
}

TEST(TokenBucket, ZeroIsUnlimited) {
  TokenBucket bucket;
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(0ns, bucket.take({0, 0}, 1s));
}

TEST(RateLimiter, ClientsDoNotShare) {
  RateLimiter limiter({1, 1});
  EXPECT_EQ(0ns, limiter.take(1, 1s));
  EXPECT_NE(0ns, limiter.take(1, 1s));
  EXPECT_EQ(0ns, limiter.take(2, 1s));
}

TEST(Problem, NamesCodeAndField) {
  const Problem problem{ErrorCode::kUnknownField, "no such \"field\"\n", "a.b[2].\xFF"};
  EXPECT_EQ(
      R"({"type":"urn:goldenfour:error:UNKNOWN_FIELD","title":"A field is not part of the contract",)"
      R"("status":400,"code":"UNKNOWN_FIELD","retryable":false,)"
      "\"detail\":\"no such \\\"field\\\"\\u000a\",\"field\":\"a.b[2].\xEF\xBF\xBD\"}",
      write_problem(problem));
  EXPECT_EQ(400, problem_response(problem).status);
  EXPECT_EQ("application/problem+json", problem_response(problem).content_type);
}

TEST(Problem, KeepsValidUtf8) {
  std::string out;
  append_json_string(
      out, "\xE4\xB9\x89\xE4\xB9\x8C \xF0\x9F\x9A\x91 \xED\xA0\x80 \xC0\xAF \xF4\x90\x80\x80");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ("\"\xE4\xB9\x89\xE4\xB9\x8C \xF0\x9F\x9A\x91 " + bad + bad + bad + " " + bad + bad +
                " " + bad + bad + bad + bad + "\"",
            out);
}

}  // namespace
}  // namespace goldenfour::net
