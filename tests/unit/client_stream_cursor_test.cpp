#include "clients/common/stream_cursor.h"

#include <gtest/gtest.h>

#include "clients/common/backoff.h"

namespace goldenfour::client {
namespace {

using Verdict = StreamCursor::Verdict;

v1::ServerFrame durable(std::uint32_t epoch, std::uint64_t sequence) {
  v1::ServerFrame frame;
  frame.mutable_position()->set_epoch(epoch);
  frame.mutable_position()->set_sequence(sequence);
  frame.mutable_stand_down();
  return frame;
}

v1::ServerFrame reset_at(std::uint32_t epoch, std::uint64_t sequence) {
  v1::ServerFrame frame;
  auto* place = frame.mutable_reset()->mutable_position();
  place->set_epoch(epoch);
  place->set_sequence(sequence);
  return frame;
}

TEST(StreamCursor, StartsWithASnapshotAndThenCountsUp) {
  StreamCursor cursor;
  EXPECT_FALSE(cursor.resume());
  EXPECT_EQ(cursor.accept(reset_at(1, 7)), Verdict::kNew);
  EXPECT_EQ(cursor.accept(durable(1, 8)), Verdict::kNew);
  ASSERT_TRUE(cursor.resume());
  EXPECT_EQ(cursor.resume()->sequence(), 8u);
}

TEST(StreamCursor, AWelcomeMovesNothing) {
  StreamCursor cursor;
  EXPECT_EQ(cursor.accept(reset_at(1, 7)), Verdict::kNew);
  v1::ServerFrame welcome;
  welcome.mutable_welcome()->mutable_position()->set_sequence(99);
  welcome.mutable_position()->set_sequence(99);
  EXPECT_EQ(cursor.accept(welcome), Verdict::kEphemeral);
  EXPECT_EQ(cursor.resume()->sequence(), 7u);
}

TEST(StreamCursor, AFrameThatComesTwiceIsIgnored) {
  StreamCursor cursor;
  (void)cursor.accept(reset_at(1, 7));
  EXPECT_EQ(cursor.accept(durable(1, 7)), Verdict::kDuplicate);
  EXPECT_EQ(cursor.accept(durable(1, 8)), Verdict::kNew);
  EXPECT_EQ(cursor.accept(durable(1, 8)), Verdict::kDuplicate);
}

TEST(StreamCursor, AGapForgetsThePlaceSoThatASnapshotFollows) {
  StreamCursor cursor;
  (void)cursor.accept(reset_at(1, 7));
  EXPECT_EQ(cursor.accept(durable(1, 9)), Verdict::kGap);
  EXPECT_FALSE(cursor.resume());
  (void)cursor.accept(reset_at(1, 9));
  EXPECT_EQ(cursor.accept(durable(2, 10)), Verdict::kGap) << "another epoch needs a reset first";
  EXPECT_EQ(cursor.accept(reset_at(2, 3)), Verdict::kNew) << "a reset may go back";
  EXPECT_EQ(cursor.accept(durable(2, 4)), Verdict::kNew);
}

TEST(StreamCursor, AcknowledgesOffersAtOnceAndTheRestInGroups) {
  StreamCursor cursor;
  (void)cursor.accept(reset_at(1, 0));
  EXPECT_FALSE(cursor.take_ack(false));
  ASSERT_TRUE(cursor.take_ack(true));
  EXPECT_FALSE(cursor.take_ack(true)) << "nothing new";
  for (int i = 1; i < StreamCursor::kAckEvery; ++i) {
    (void)cursor.accept(durable(1, static_cast<std::uint64_t>(i)));
    EXPECT_FALSE(cursor.take_ack(false));
  }
  (void)cursor.accept(durable(1, StreamCursor::kAckEvery));
  const auto ack = cursor.take_ack(false);
  ASSERT_TRUE(ack);
  EXPECT_EQ(ack->sequence(), static_cast<std::uint64_t>(StreamCursor::kAckEvery));
}

TEST(Backoff, DoublesToItsLimitWithJitterAndStartsAgain) {
  using std::chrono::milliseconds;
  Backoff backoff(milliseconds(100), milliseconds(400), 1);
  for (const int whole : {100, 200, 400, 400, 400}) {
    const auto pause = backoff.next();
    EXPECT_GE(pause, milliseconds(whole / 2));
    EXPECT_LE(pause, milliseconds(whole));
  }
  backoff.reset();
  EXPECT_LE(backoff.next(), milliseconds(100));
}

}  // namespace
}  // namespace goldenfour::client
