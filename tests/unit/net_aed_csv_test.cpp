#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "server/net/codec/aed_csv.h"

namespace goldenfour::net::codec {
namespace {

const registry::JurisdictionId kHere("ljubljana");

Decoded<std::vector<AedRow>> read(std::string_view csv, AedCsvLimits limits = {}) {
  return read_osm_aeds(csv, kHere, geo::Datum::kWgs84, limits);
}

TEST(AedCsv, ReadsWhatOpenStreetMapSays) {
  const auto rows = read(
      "@id,@type,@lat,@lon,name,phone,opening_hours,indoor,access,defibrillator:location\n"
      "1,node,46.05,14.5,\"Hall, \"\"old\"\"\",CANARY,24/7,no,yes,\"left\nof the door\"\n"
      "2,node,46.06,14.6,,,,,permissive,\n"
      "3,way,46.07,14.7,,,,yes,private,\n"
      "4,node,46.08,14.8,,,,,permit,\n");
  ASSERT_TRUE(rows);
  ASSERT_EQ(4U, rows->size());
  const registry::Aed& first = *rows->at(0).aed;
  EXPECT_EQ("osm-1", first.id.value());
  EXPECT_EQ(kHere, first.jurisdiction);
  EXPECT_EQ("Hall, \"old\"", first.name);
  EXPECT_EQ("left\nof the door", first.location_hint);
  EXPECT_EQ("24/7", first.opening_hours);
  EXPECT_EQ(false, first.indoor);
  EXPECT_EQ(registry::AedAccess::kPublic, first.access);
  EXPECT_EQ(46.05, first.position.latitude_degrees());
  EXPECT_EQ(registry::AedAccess::kRestricted, rows->at(1).aed->access);
  EXPECT_EQ(std::nullopt, rows->at(1).aed->indoor);
  EXPECT_EQ("osm-way-3", rows->at(2).id);
  EXPECT_EQ(registry::AedAccess::kPrivate, rows->at(2).aed->access);
  EXPECT_EQ(registry::AedAccess::kUnknown, rows->at(3).aed->access);
}

TEST(AedCsv, InventedOnesAreNotTakenForMappedOnes) {
  const auto rows =
      read("@id,@type,@lat,@lon\n1,node,46,14\n1,way,46,14\nw7,generated,46,14\n2,,46,14\n");
  ASSERT_TRUE(rows);
  std::vector<std::string> sources;
  for (const AedRow& row : *rows) sources.push_back(row.aed->source);
  EXPECT_EQ(sources, (std::vector<std::string>{"osm", "osm", "generated", "osm"}));
}

TEST(AedCsv, RefusesRowsOneByOne) {
  const auto rows = read(
      "@id,@type,@lat,@lon\n1,node,91,14.5\n2,node,x,14\n,node,46,14\n4,node,46,nan\n5,node\n"
      "6,node,46,14\n6,node,46,14\n7 8,node,46,14\n");
  ASSERT_TRUE(rows);
  const std::vector<std::pair<ErrorCode, std::string>> expected{
      {ErrorCode::kPositionOutOfRange, "@lat"}, {ErrorCode::kInvalidField, "@lat"},
      {ErrorCode::kMissingField, "@id"},        {ErrorCode::kNumberNotFinite, "@lon"},
      {ErrorCode::kMissingField, "@lat"},       {ErrorCode::kNone, ""},
      {ErrorCode::kAlreadyExists, "@id"},       {ErrorCode::kInvalidField, "@id"}};
  ASSERT_EQ(expected.size(), rows->size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const AedRow& row = rows->at(i);
    EXPECT_EQ(i + 1, row.row);
    EXPECT_EQ(expected[i].first, row.aed ? ErrorCode::kNone : row.aed.error().code) << i;
    EXPECT_EQ(expected[i].second, row.aed ? "" : row.aed.error().field) << i;
  }
}

TEST(AedCsv, RefusesWhatIsNoTable) {
  const auto code = [](std::string_view csv) {
    const auto rows = read(csv);
    return rows ? ErrorCode::kNone : rows.error().code;
  };
  EXPECT_EQ(ErrorCode::kMalformedCsv, code(""));
  EXPECT_EQ(ErrorCode::kMalformedCsv, code("name,access\nA,yes\n"));
  EXPECT_EQ(ErrorCode::kMalformedCsv, code("@id,@type,@lat,@lon,@id\n"));
  EXPECT_EQ(ErrorCode::kMalformedCsv, code("@id,@type,@lat,@lon\n1,node,\"46,14\n"));
  EXPECT_EQ(ErrorCode::kMalformedCsv, code("@id,@type,@lat,@lon\n1,no\"de\"x,46,14\n"));
  EXPECT_EQ(ErrorCode::kMalformedCsv, code("@id,@type,@lat,@lon,name\n1,node,46,14,\xff\n"));
  AedCsvLimits two;
  two.rows = 2;
  const auto rows = read("@id,@type,@lat,@lon\n1,,1,1\n2,,1,1\n3,,1,1\n", two);
  ASSERT_FALSE(rows);
  EXPECT_EQ(ErrorCode::kTooManyRows, rows.error().code);
}

TEST(AedCsv, AHeaderAloneIsAnEmptyTable) {
  const auto rows = read("\xEF\xBB\xBF@id,@type,@lat,@lon\r\n");
  ASSERT_TRUE(rows);
  EXPECT_TRUE(rows->empty());
}

TEST(AedCsv, ReadsTheDemonstrationRegistry) {
  std::filesystem::path table;
  for (const auto& file : std::filesystem::recursive_directory_iterator("deploy/demo/ljubljana")) {
    if (file.path().extension() == ".csv") table = file.path();
  }
  ASSERT_FALSE(table.empty());
  std::stringstream text;
  text << std::ifstream(table).rdbuf();
  AedCsvLimits all;
  all.rows = 10'000;
  const auto rows = read(text.str(), all);
  ASSERT_TRUE(rows) << rows.error().detail << ' ' << rows.error().field;
  EXPECT_GT(rows->size(), 1000U);
  EXPECT_TRUE(std::all_of(rows->begin(), rows->end(),
                          [](const AedRow& row) { return row.aed.has_value(); }));
}

}  // namespace
}  // namespace goldenfour::net::codec
