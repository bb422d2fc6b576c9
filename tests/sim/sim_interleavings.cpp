// Two emergencies, three people, two AEDs and a crash, in every order in which they can happen.
#include <gtest/gtest.h>

#include <cinttypes>
#include <cstdio>
#include <string>

#include "tests/sim/small_town.h"

namespace goldenfour::sim {
namespace {

const std::string kMap =
    "r..P..a..s\n"
    "....b.....\n"
    "..t..Q....";

Sightings explore(const Happenings& happenings) {
  SmallTown town(kMap, happenings);
  town.explore();
  for (const std::string& wrong : town.wrong()) ADD_FAILURE() << wrong;
  const Sightings& seen = town.seen();
  std::printf(
      "%" PRIu64 " futures, %" PRIu64 " met again, %" PRIu64 " endings, %" PRIu64 " steps, %" PRIu64
      " crashes, %" PRIu64 " said again; both helped %" PRIu64 ", both AEDs promised %" PRIu64
      ", replaced %" PRIu64 ", empty cabinets %" PRIu64 ", late answers %" PRIu64 "\n",
      seen.futures, seen.met_again, seen.endings, seen.moments, seen.crashes, seen.repeats,
      seen.two_helped, seen.both_promised, seen.replaced, seen.cabinets_empty, seen.late_refused);
  EXPECT_GT(seen.two_helped, 0u);
  EXPECT_GT(seen.both_promised, 0u);
  return seen;
}

TEST(Interleavings, AnswersAndACrash) {
  Happenings happenings;
  happenings.crash = true;
  const Sightings seen = explore(happenings);
  EXPECT_GT(seen.crashes, 0u);
  EXPECT_GT(seen.repeats, 0u);
}

TEST(Interleavings, EmptyCabinets) {
  Happenings happenings;
  happenings.empty_cabinets = 2;
  EXPECT_GT(explore(happenings).cabinets_empty, 0u);
}

TEST(Interleavings, ACancellationCrossesAnswers) {
  Happenings happenings;
  happenings.cancel = true;
  happenings.late_answers = true;
  EXPECT_GT(explore(happenings).late_refused, 0u);
}

TEST(Interleavings, SilenceBetweenAnswers) {
  Happenings happenings;
  happenings.silences = 1;
  happenings.late_answers = true;
  EXPECT_GT(explore(happenings).late_refused, 0u);
}

/// All of it together: minutes of work, so it is the nightly lane's.
TEST(InterleavingsNightly, EverythingAndACrash) {
  Happenings happenings;
  happenings.cancel = happenings.late_answers = happenings.crash = true;
  happenings.empty_cabinets = 1;
  const Sightings seen = explore(happenings);
  EXPECT_GT(seen.repeats, 0u);
  EXPECT_GT(seen.cabinets_empty, 0u);
  EXPECT_GT(seen.late_refused, 0u);
}

TEST(InterleavingsNightly, SilenceAndAReboot) {
  Happenings happenings;
  happenings.crash = happenings.reboot = true;
  happenings.silences = 1;
  EXPECT_GT(explore(happenings).crashes, 0u);
}

}  // namespace
}  // namespace goldenfour::sim
