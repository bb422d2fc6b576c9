// QR codes, read back by a dull reader that shares nothing with the writer.
#include "clients/cli/qr.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "clients/cli/commands.h"

namespace goldenfour::cli {
namespace {

// What belongs to the patterns of a code of this size, by the standard's figure.
bool is_pattern(int size, int x, int y) {
  if (x == 6 || y == 6) return true;
  if (x <= 8 && y <= 8) return true;
  if (x >= size - 8 && y <= 8) return true;
  if (x <= 8 && y >= size - 8) return true;
  return size > 21 && x >= size - 9 && x <= size - 5 && y >= size - 9 && y <= size - 5;
}

bool mask_at(unsigned mask, int i, int j) {  // i: row, j: column, as the standard writes them
  const std::array<bool, 8> table{(i + j) % 2 == 0,
                                  i % 2 == 0,
                                  j % 3 == 0,
                                  (i + j) % 3 == 0,
                                  (i / 2 + j / 3) % 2 == 0,
                                  (i * j) % 2 + (i * j) % 3 == 0,
                                  ((i * j) % 2 + (i * j) % 3) % 2 == 0,
                                  ((i + j) % 2 + (i * j) % 3) % 2 == 0};
  return table[mask];
}

// The 15 format bits beside the upper left finder, highest first.
unsigned format_of(const QrCode& code) {
  unsigned bits = 0;
  const auto take = [&](int x, int y) { bits = bits << 1 | (code.dark(x, y) ? 1U : 0U); };
  for (int x = 0; x <= 5; ++x) take(x, 8);
  take(7, 8);
  take(8, 8);
  take(8, 7);
  for (int y = 5; y >= 0; --y) take(8, y);
  return bits ^ 0b101010000010010;
}

std::vector<unsigned> codewords_of(const QrCode& code, unsigned mask) {
  std::vector<unsigned> words;
  unsigned word = 1;  // with a mark in front that says when it is full
  int y = code.size() - 1;
  int direction = -1;
  for (int x = code.size() - 1; x > 0; x -= 2) {
    if (x == 6) --x;
    for (; y >= 0 && y < code.size(); y += direction) {
      for (const int column : {x, x - 1}) {
        if (is_pattern(code.size(), column, y)) continue;
        word = word << 1 | (code.dark(column, y) != mask_at(mask, y, column) ? 1U : 0U);
        if (word < 256) continue;
        words.push_back(word & 255);
        word = 1;
      }
    }
    direction = -direction;
    y += direction;
  }
  return words;
}

// Logarithms to base 2 of the field.
struct Field {
  Field() {
    unsigned value = 1;
    for (unsigned i = 0; i < 255; ++i) {
      power[i] = value;
      log[value] = i;
      value <<= 1;
      if (value > 255) value ^= 285;
    }
  }
  unsigned times_power(unsigned value, unsigned exponent) const {
    return value == 0 ? 0 : power[(log[value] + exponent) % 255];
  }
  std::array<unsigned, 256> power{}, log{};
};

// A block of data and check bytes is divisible by the generator: it is zero at each of its roots.
bool block_is_whole(const std::vector<unsigned>& block, unsigned checks) {
  const Field field;
  for (unsigned root = 0; root < checks; ++root) {
    unsigned sum = 0;
    for (const unsigned byte : block) sum = field.times_power(sum, root) ^ byte;
    if (sum != 0) return false;
  }
  return true;
}

// Blocks and check bytes per block by version, level M.
constexpr std::array<std::pair<unsigned, unsigned>, 7> kBlocks{
    {{0, 0}, {1, 10}, {1, 16}, {1, 26}, {2, 18}, {2, 24}, {4, 16}}};

std::string read(const QrCode& code) {
  const unsigned format = format_of(code);
  if (format >> 13 != 0) return "(not level M)";
  const auto version = static_cast<std::size_t>((code.size() - 17) / 4);
  const auto [blocks, checks] = kBlocks[version];
  const auto words = codewords_of(code, format >> 10 & 7);
  const std::size_t data = words.size() / blocks - checks;
  std::vector<unsigned> bytes;
  for (unsigned i = 0; i < blocks; ++i) {
    std::vector<unsigned> block;
    for (std::size_t j = 0; j < data; ++j) block.push_back(words[j * blocks + i]);
    bytes.insert(bytes.end(), block.begin(), block.end());
    for (std::size_t j = 0; j < checks; ++j) block.push_back(words[(data + j) * blocks + i]);
    if (!block_is_whole(block, checks)) return "(damaged)";
  }
  if (bytes[0] >> 4 != 4) return "(not bytes)";
  const unsigned length = (bytes[0] & 15) << 4 | bytes[1] >> 4;
  std::string text;
  for (unsigned i = 0; i < length; ++i)
    text += static_cast<char>((bytes[i + 1] & 15) << 4 | bytes[i + 2] >> 4);
  return text;
}

TEST(Qr, EveryLengthIsReadBack) {
  std::mt19937_64 random(5);
  for (std::size_t length = 1; length <= kQrBytes; ++length) {
    std::string text(length, '\0');
    for (char& byte : text) byte = static_cast<char>(random() & 255);
    const auto code = QrCode::of(text);
    ASSERT_TRUE(code) << length;
    EXPECT_EQ(text, read(*code)) << length;
  }
  EXPECT_FALSE(QrCode::of(std::string(kQrBytes + 1, 'x')));
  EXPECT_FALSE(QrCode::of(""));
}

TEST(EnrolmentUrl, HasTheCodeInItsFragment) {
  EXPECT_EQ("https://a.org/phone/#enrol=7KQ2-9XMD-4TRA",
            enrolment_url("https://a.org", "responder", "7KQ2-9XMD-4TRA"));
  EXPECT_EQ("http://127.0.0.1:7400/console/#enrol=X",
            enrolment_url("http://127.0.0.1:7400//", "dispatcher", "X"));
}

TEST(Qr, TheTerminalShowsBlackOnWhiteWithAMargin) {
  const std::string text = terminal_text(*QrCode::of("x"));
  const std::string blank = "\x1b[38;5;16;48;5;231m" + std::string(29, ' ') + "\x1b[0m\n";
  EXPECT_TRUE(text.starts_with(blank + blank + "\x1b[38;5;16;48;5;231m    █▀▀▀▀▀█ "));
  EXPECT_TRUE(text.ends_with(blank));
}

}  // namespace
}  // namespace goldenfour::cli
