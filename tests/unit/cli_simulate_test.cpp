#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "clients/cli/lab_report.h"
#include "clients/cli/lab_run.h"
#include "clients/cli/lab_worlds.h"

namespace goldenfour::cli {
namespace {

using Seeds = std::vector<std::uint64_t>;

TEST(Seeds, RangesAndListsMix) {
  EXPECT_EQ(parse_seeds("1..4"), (Seeds{1, 2, 3, 4}));
  EXPECT_EQ(parse_seeds("7,9..10"), (Seeds{7, 9, 10}));
}

TEST(Seeds, NonsenseIsRefused) {
  for (const char* text : {"", "a", "4..1", "1..", "..3", "1,,2", "1..99999", "-1"})
    EXPECT_FALSE(parse_seeds(text)) << text;
}

TEST(LabWorlds, RealFilesAreRead) {
  const auto slovenia = load_world("slovenia", {});
  ASSERT_TRUE(slovenia) << slovenia.error();
  EXPECT_GT(slovenia->aeds.size(), 1000u);
  const auto montgomery = load_world("montgomery", {});
  ASSERT_TRUE(montgomery) << montgomery.error();
  EXPECT_EQ(montgomery->calls.places().size(), 1155u);
}

TEST(LabWorlds, AGridIsReadByItsColumns) {
  const std::string path = testing::TempDir() + "/grid.csv";
  std::ofstream(path) << "id,lon,lat,population,schools,jobs,healthcare\n"
                         "a,-46.6,-23.5,100,1,20,0\nb,-46.61,-23.5,50,0,10,0\n";
  LabFiles files;
  files.hexagons = path;
  const auto world = load_world("hexagons", files);
  ASSERT_TRUE(world) << world.error();
  EXPECT_EQ(world->homes.places().size(), 2u);
  EXPECT_EQ(world->homes.places()[1].weight, 50);
}

TEST(LabWorlds, AnErrorNamesTheFile) {
  LabFiles files;
  files.calls = "/no/such/file.csv";
  const auto world = load_world("montgomery", files);
  ASSERT_FALSE(world);
  EXPECT_NE(world.error().find("/no/such/file.csv"), std::string::npos);
}

TEST(LabReport, WhereOursIsNotBetterTheTableSaysSo) {
  sim::lab::Comparison row;
  row.world = "synthetic";
  row.behaviour = "base";
  row.larsen_gain = {-0.01, -0.02, -0.005};
  row.valenzuela_gain = {0.01, 0.005, 0.02};
  std::ostringstream out;
  print_study(out, {row}, Texts(Language::kEnglish), false);
  EXPECT_NE(out.str().find("WORSE"), std::string::npos);
  EXPECT_NE(out.str().find("in 0 of 1"), std::string::npos);
  EXPECT_NE(study_csv({row}).find(",no\n"), std::string::npos);
  EXPECT_NE(study_markdown({row}).find("| -1.0 / +1.0 WORSE |"), std::string::npos);
}

}  // namespace
}  // namespace goldenfour::cli
