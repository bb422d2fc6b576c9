#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/sim/scenario.h"

namespace goldenfour::sim {

/// A map, drawn and played. Every scenario ends with the laws.
class MapTest : public testing::Test {
 protected:
  void play(const std::string& map) { scenario_.emplace(map); }
  Scenario& s() { return *scenario_; }
  std::string of(char who) { return s().of(who); }
  void TearDown() override {
    for (const auto& breach : s().breaches())
      ADD_FAILURE() << "law " << breach.law << ": " << breach.what;
  }

 private:
  std::optional<Scenario> scenario_;
};

}  // namespace goldenfour::sim
