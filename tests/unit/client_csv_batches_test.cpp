#include "clients/common/csv_batches.h"

#include <sstream>

#include <gtest/gtest.h>

#include "clients/common/csv_fields.h"

namespace goldenfour::client {
namespace {

std::vector<CsvBatch> cut(const std::string& text, CsvLimits limits) {
  std::istringstream in(text);
  CsvBatches batches(in, limits);
  std::vector<CsvBatch> all;
  for (;;) {
    auto batch = batches.next();
    if (!batch) {
      ADD_FAILURE() << batch.error();
      return all;
    }
    if (!*batch) return all;
    all.push_back(std::move(**batch));
  }
}

std::string error_of(const std::string& text, CsvLimits limits) {
  std::istringstream in(text);
  CsvBatches batches(in, limits);
  for (;;) {
    auto batch = batches.next();
    if (!batch) return batch.error();
    if (!*batch) return "no error";
  }
}

TEST(CsvBatches, EachBatchHasTheHeaderAndKnowsItsFirstRow) {
  const auto batches = cut("h\n1\n2\n3\n", {.rows = 2});
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].body, "h\n1\n2\n");
  EXPECT_EQ(batches[0].first_row, 1u);
  EXPECT_EQ(batches[1].body, "h\n3\n");
  EXPECT_EQ(batches[1].first_row, 3u);
  EXPECT_EQ(batches[1].rows, 1u);
}

TEST(CsvBatches, LineBreaksInsideQuotesStayInTheirRow) {
  const auto batches = cut("h,i\n\"a\nb\",1\n\"say \"\"hi\"\"\n\",2\n", {.rows = 1});
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].body, "h,i\n\"a\nb\",1\n");
  EXPECT_EQ(batches[1].body, "h,i\n\"say \"\"hi\"\"\n\",2\n");
}

TEST(CsvBatches, ABatchEndsBeforeItWouldBeTooLong) {
  const auto batches = cut("head\naaaa\nbbbb\ncccc\n", {.rows = 10, .bytes = 15});
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].body, "head\naaaa\nbbbb\n");
  EXPECT_EQ(batches[1].body, "head\ncccc\n");
  EXPECT_EQ(batches[1].first_row, 3u);
}

TEST(CsvBatches, ByteOrderMarkBlankLinesAndAMissingLastLineBreakAreHarmless) {
  const auto batches = cut("\xEF\xBB\xBFh\r\n1\r\n\r\n\n2", {});
  ASSERT_EQ(batches.size(), 1u);
  EXPECT_EQ(batches[0].body, "h\r\n1\r\n2\n");
  EXPECT_EQ(batches[0].rows, 2u);
}

TEST(CsvBatches, AHeaderAloneMakesNoBatch) {
  EXPECT_TRUE(cut("h\n", {}).empty());
}

TEST(CsvBatches, ErrorsNameTheRow) {
  EXPECT_EQ(error_of("", {}), "the file has no header");
  EXPECT_EQ(error_of("h\n1\n\"2\n", {}), "row 2: a quote never ends");
  EXPECT_EQ(error_of("h\n1\n" + std::string(50, 'x') + "\n", {.rows = 1, .bytes = 20}),
            "row 2 is longer than 20 bytes");
}

TEST(CsvFields, SplitResolvesQuotesAndFieldSetsThem) {
  EXPECT_EQ(csv_split("a,\"b,\"\"c\"\"\nd\",,e\r\n"),
            (std::vector<std::string>{"a", "b,\"c\"\nd", "", "e"}));
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a \"b\", c"), "\"a \"\"b\"\", c\"");
}

}  // namespace
}  // namespace goldenfour::client
