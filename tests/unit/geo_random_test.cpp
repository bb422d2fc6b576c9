#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "tests/support/random.h"

namespace goldenfour::support {
namespace {

TEST(Random, SameSeedSameNumbers) {
  Random a(42);
  Random b(42);
  Random c(43);
  const std::uint64_t first = a.next();
  EXPECT_EQ(first, b.next());
  EXPECT_NE(first, c.next());
}

TEST(Random, MatchesTheReferenceImplementation) {
  // The published C of SplitMix64 and xoshiro256** from seed 0.
  Random random(0);
  EXPECT_EQ(random.next(), 0x99ec5f36cb75f2b4u);
  EXPECT_EQ(random.next(), 0xbf6e1f784956452au);
  EXPECT_EQ(random.next(), 0x1a5f849d4933e6e0u);
}

TEST(Random, StaysInRangeAndCoversIt) {
  Random random(1);
  std::array<int, 7> seen{};
  for (int round = 0; round < 7000; ++round) ++seen[random.below(7)];
  for (const int count : seen) EXPECT_NEAR(count, 1000, 200);
  for (int round = 0; round < 1000; ++round) {
    const std::int64_t number = random.between(-2, 2);
    ASSERT_TRUE(number >= -2 && number <= 2);
    const double real = random.uniform();
    ASSERT_TRUE(real >= 0.0 && real < 1.0);
  }
}

TEST(Random, NormalHasMeanZeroAndDeviationOne) {
  Random random(2);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kRounds = 100000;
  for (int round = 0; round < kRounds; ++round) {
    const double number = random.normal();
    sum += number;
    squares += number * number;
  }
  EXPECT_NEAR(sum / kRounds, 0.0, 0.02);
  EXPECT_NEAR(squares / kRounds, 1.0, 0.02);
}

TEST(Random, ShufflePermutes) {
  Random random(3);
  std::vector<int> numbers(100);
  std::iota(numbers.begin(), numbers.end(), 0);
  std::vector<int> shuffled = numbers;
  random.shuffle(shuffled);
  EXPECT_NE(shuffled, numbers);
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(shuffled, numbers);
}

}  // namespace
}  // namespace goldenfour::support
