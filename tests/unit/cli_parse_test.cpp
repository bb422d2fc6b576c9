#include "clients/cli/parse.h"

#include <sstream>

#include <gtest/gtest.h>

#include "clients/cli/responder_file.h"
#include "clients/cli/terminal.h"
#include "clients/cli/texts.h"

namespace goldenfour::cli {
namespace {

using std::chrono::seconds;

TEST(Parse, LatitudeFirst) {
  EXPECT_EQ(parse_lat_lng("46.05,14.5"), std::pair(46.05, 14.5));
  EXPECT_EQ(parse_lat_lng(" -1 , -180 "), std::pair(-1.0, -180.0));
  for (const char* text :
       {"", "46.05", "91,0", "0,181", "nan,0", "inf,1", "1,2,3", "1;2", "1e400,2"}) {
    EXPECT_FALSE(parse_lat_lng(text)) << text;
  }
}

TEST(Parse, Durations) {
  EXPECT_EQ(parse_duration("9m"), seconds(540));
  EXPECT_EQ(parse_duration("90"), seconds(90));
  EXPECT_EQ(parse_duration("1h30m"), seconds(5400));
  EXPECT_EQ(parse_duration("30d"), seconds(30 * 86400));
  for (const char* text : {"", "m", "9x", "-5", "9m3", "99999999999999999999s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Parse, Datum) {
  EXPECT_EQ(parse_datum("wgs84"), v1::DATUM_WGS84);
  EXPECT_EQ(parse_datum("DATUM_BD09"), v1::DATUM_BD09);
  EXPECT_FALSE(parse_datum("unspecified"));
  EXPECT_FALSE(parse_datum(""));
}

TEST(Texts, TheArgumentWinsOverTheEnvironment) {
  const char* chinese[] = {"goldenfour", "--lang", "zh"};
  const char* english[] = {"goldenfour", "watch", "--lang=en"};
  EXPECT_EQ(choose_language(3, chinese), Language::kChinese);
  EXPECT_EQ(choose_language(3, english), Language::kEnglish);
}

TEST(Terminal, WidthCountsChineseTwice) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("救护员3"), 7u);
  EXPECT_EQ(display_width("é"), 1u);
}

TEST(Terminal, OthersTextsCannotMoveTheCursor) {
  EXPECT_EQ(harmless("a\x1b[2J\nb\x7f"), "a [2J b ");
  EXPECT_EQ(harmless("a\xC2\x9b"
                     "2J"),
            "a  2J");
  EXPECT_EQ(harmless("é救"), "é救");
}

TEST(Terminal, TablesAlignWideCharacters) {
  Table table({"A", "B"});
  table.add({"救", "1"});
  table.add({"x", "2"});
  std::ostringstream out;
  table.print(out, false);
  EXPECT_EQ(out.str(), "A   B\n救  1\nx   2\n");
}

TEST(ResponderFile, ReadsColumnsInAnyOrder) {
  std::istringstream in(
      "name,id,lat,lng,datum,mode,certified_until,drills,on_duty\n"
      "\"Test, Ana\",r-1,46.05,14.5,WGS84,bicycle,2027-12-31,yes,no\n");
  const auto responders = read_responders_csv(in, "ljubljana");
  ASSERT_TRUE(responders) << responders.error();
  ASSERT_EQ(responders->size(), 1u);
  const auto& one = responders->front();
  EXPECT_EQ(one.id(), "r-1");
  EXPECT_EQ(one.name(), "Test, Ana");
  EXPECT_EQ(one.jurisdiction(), "ljubljana");
  EXPECT_EQ(one.usual_mode(), v1::BICYCLE);
  EXPECT_EQ(one.home().datum(), v1::DATUM_WGS84);
  EXPECT_EQ(one.certified_until().seconds(), 1830297600);
  EXPECT_TRUE(one.enrolled_for_drills());
  EXPECT_FALSE(one.on_duty());
}

TEST(ResponderFile, NamesRowAndColumnOfWhatIsWrong) {
  std::istringstream no_datum("id,lat,lng\nr-1,46,14\n");
  EXPECT_EQ(read_responders_csv(no_datum, "j").error(), "row 1: datum");
  std::istringstream no_id("id,name\n,x\n");
  EXPECT_EQ(read_responders_csv(no_id, "j").error(), "row 1: id");
  std::istringstream bad_day("id,certified_until\nr-1,2027-02-30\n");
  EXPECT_EQ(read_responders_csv(bad_day, "j").error(), "row 1: certified_until");
}

TEST(ResponderFile, ReadsJson) {
  std::istringstream in(R"({"responders":[{"id":"r-1","onDuty":true}]})");
  const auto responders = read_responders_json(in, "ljubljana");
  ASSERT_TRUE(responders);
  EXPECT_EQ(responders->front().jurisdiction(), "ljubljana");
}

}  // namespace
}  // namespace goldenfour::cli
