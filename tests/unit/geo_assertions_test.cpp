#include <gtest/gtest.h>

#include <cassert>

namespace {

// A programmer's error must stop the process in every build, the installed one included.
TEST(AssertionsDeathTest, BiteInEveryBuildType) {
#ifdef NDEBUG
  FAIL() << "NDEBUG is defined: assertions are compiled out";
#endif
  EXPECT_DEATH(assert(false), "");
}

}  // namespace
