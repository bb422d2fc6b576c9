#include "server/app/push_key.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace goldenfour::app {
namespace {

namespace fs = std::filesystem;

class PushKey : public testing::Test {
 protected:
  PushKey() {
    fs::create_directories(directory_);
    fs::remove(file_);
  }
  ~PushKey() override { fs::remove_all(directory_); }

  void expect_error(const std::string& file, const std::string& part) {
    const auto key = load_or_make_key(file);
    ASSERT_FALSE(key);
    EXPECT_NE(std::string::npos, key.error().find(part)) << key.error();
    EXPECT_NE(std::string::npos, key.error().find(file)) << key.error();
  }

  const fs::path directory_ =
      fs::path(testing::TempDir()) /
      ("push-key-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
  const std::string file_ = (directory_ / "vapid.pem").string();
};

TEST_F(PushKey, IsMadeOnceForItsOwnerAlone) {
  const auto made = load_or_make_key(file_);
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(fs::perms::owner_read | fs::perms::owner_write, fs::status(file_).permissions());
  const auto again = load_or_make_key(file_);
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(made->point(), again->point());
}

TEST_F(PushKey, AFileThatOthersMayReadIsRefused) {
  ASSERT_TRUE(load_or_make_key(file_));
  fs::permissions(file_, fs::perms::group_read, fs::perm_options::add);
  expect_error(file_, "chmod 600");
}

TEST_F(PushKey, WhatIsNoKeyIsLeftAsItIs) {
  std::ofstream(file_) << "no key\n";
  fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);
  expect_error(file_, "holds no private key");
  EXPECT_EQ(7U, fs::file_size(file_));
  expect_error((directory_ / "nowhere" / "vapid.pem").string(), "cannot be written");
  expect_error(directory_.string(), "");
}

}  // namespace
}  // namespace goldenfour::app
