#include "clients/cli/qr.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace goldenfour::cli {
namespace {

using Bytes = std::vector<unsigned char>;

/// Level M of table 9 of the standard; all blocks of a version are as long.
struct Layout {
  std::size_t codewords, check_per_block, blocks;
  std::size_t data() const { return codewords - check_per_block * blocks; }
};
constexpr std::array<Layout, 6> kLayouts{
    {{26, 10, 1}, {44, 16, 1}, {70, 26, 1}, {100, 18, 2}, {134, 24, 2}, {172, 16, 4}}};

/// Mode and length take a byte and a half, the terminator the other half.
constexpr std::size_t kOverhead = 2;
static_assert(kQrBytes == 172 - 16 * 4 - kOverhead);

constexpr int kMasks = 8;
constexpr int kQuietZone = 4;

/// In the field of 256 elements with the standard's polynomial.
unsigned char multiply(unsigned a, unsigned b) {
  unsigned product = 0;
  for (int bit = 7; bit >= 0; --bit) {
    product = product << 1 ^ (product >> 7) * 0x11D;
    product ^= (b >> bit & 1) * a;
  }
  return static_cast<unsigned char>(product);
}

/// (x - 1)(x - 2)(x - 4)... without its leading 1, highest power first.
Bytes generator(std::size_t degree) {
  Bytes result(degree, 0);
  result.back() = 1;
  unsigned char root = 1;
  for (std::size_t i = 0; i < degree; ++i) {
    for (std::size_t j = 0; j < degree; ++j) {
      result[j] = multiply(result[j], root);
      if (j + 1 < degree) result[j] ^= result[j + 1];
    }
    root = multiply(root, 2);
  }
  return result;
}

Bytes check_of(const Bytes& data, const Bytes& divisor) {
  Bytes rest(divisor.size(), 0);
  for (const unsigned char byte : data) {
    const auto factor = static_cast<unsigned char>(byte ^ rest.front());
    std::rotate(rest.begin(), rest.begin() + 1, rest.end());
    rest.back() = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] ^= multiply(divisor[i], factor);
  }
  return rest;
}

Bytes data_of(std::string_view text, std::size_t capacity) {
  Bytes data;
  unsigned half = 4;  // mode "bytes"; from here on everything is shifted by half a byte
  const auto push = [&](unsigned byte) {
    data.push_back(static_cast<unsigned char>(half << 4 | byte >> 4));
    half = byte & 15;
  };
  push(static_cast<unsigned>(text.size()));
  for (const char c : text) push(static_cast<unsigned char>(c));
  data.push_back(static_cast<unsigned char>(half << 4));
  for (unsigned char pad = 0xEC; data.size() < capacity; pad ^= 0xEC ^ 0x11) data.push_back(pad);
  return data;
}

/// The first bytes of all blocks, then the second ones, ...; then their check bytes likewise.
Bytes interleaved(const Bytes& data, const Layout& layout) {
  const Bytes divisor = generator(layout.check_per_block);
  const std::size_t length = layout.data() / layout.blocks;
  std::vector<Bytes> blocks, checks;
  for (std::size_t i = 0; i < layout.blocks; ++i) {
    const auto begin = data.begin() + static_cast<std::ptrdiff_t>(i * length);
    blocks.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(length));
    checks.push_back(check_of(blocks.back(), divisor));
  }
  Bytes out;
  for (const auto* parts : {&blocks, &checks}) {
    for (std::size_t i = 0; i < parts->front().size(); ++i) {
      for (const Bytes& part : *parts) out.push_back(part[i]);
    }
  }
  return out;
}

bool is_masked(int mask, int x, int y) {
  switch (mask) {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (x / 3 + y / 2) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

}  // namespace

QrCode::QrCode(int version)
    : version_(version),
      size_(17 + 4 * version),
      dark_(static_cast<std::size_t>(size_ * size_)),
      reserved_(dark_.size()) {
  draw_patterns();
}

std::optional<QrCode> QrCode::of(std::string_view text) {
  const auto layout = std::find_if(kLayouts.begin(), kLayouts.end(), [&](const Layout& each) {
    return text.size() + kOverhead <= each.data();
  });
  if (layout == kLayouts.end()) return std::nullopt;
  QrCode plain(static_cast<int>(layout - kLayouts.begin()) + 1);
  plain.place(interleaved(data_of(text, layout->data()), *layout));
  std::optional<QrCode> best;
  for (int mask = 0; mask < kMasks; ++mask) {
    QrCode masked = plain;
    masked.apply_mask(mask);
    masked.draw_format(mask);
    if (!best || masked.penalty() < best->penalty()) best = std::move(masked);
  }
  return best;
}

bool QrCode::dark(int x, int y) const {
  return x >= 0 && y >= 0 && x < size_ && y < size_ && dark_[index(x, y)];
}

void QrCode::set(int x, int y, bool dark) {
  dark_[index(x, y)] = dark;
}

void QrCode::reserve(int x, int y, bool dark) {
  if (x < 0 || y < 0 || x >= size_ || y >= size_) return;
  set(x, y, dark);
  reserved_[index(x, y)] = true;
}

/// Rings around the middle: dark, dark, light, dark, and a light one that separates.
void QrCode::draw_finder(int x, int y) {
  for (int dy = -4; dy <= 4; ++dy) {
    for (int dx = -4; dx <= 4; ++dx) {
      const int ring = std::max(std::abs(dx), std::abs(dy));
      reserve(x + dx, y + dy, ring != 2 && ring != 4);
    }
  }
}

void QrCode::draw_patterns() {
  for (int i = 0; i < size_; ++i) {
    reserve(6, i, i % 2 == 0);
    reserve(i, 6, i % 2 == 0);
  }
  draw_finder(3, 3);
  draw_finder(size_ - 4, 3);
  draw_finder(3, size_ - 4);
  if (version_ > 1) {
    for (int dy = -2; dy <= 2; ++dy) {
      for (int dx = -2; dx <= 2; ++dx)
        reserve(size_ - 7 + dx, size_ - 7 + dy, std::max(std::abs(dx), std::abs(dy)) != 1);
    }
  }
  draw_format(0);  // keeps its place free of data
}

/// Level and mask, with check bits, twice.
void QrCode::draw_format(int mask) {
  const unsigned data = static_cast<unsigned>(mask);  // level M is 00
  unsigned rest = data;
  for (int i = 0; i < 10; ++i) rest = rest << 1 ^ (rest >> 9) * 0x537;
  const unsigned bits = (data << 10 | rest) ^ 0x5412;
  const auto bit = [bits](int i) { return (bits >> i & 1) != 0; };
  for (int i = 0; i <= 5; ++i) reserve(8, i, bit(i));
  reserve(8, 7, bit(6));
  reserve(8, 8, bit(7));
  reserve(7, 8, bit(8));
  for (int i = 9; i < 15; ++i) reserve(14 - i, 8, bit(i));
  for (int i = 0; i < 8; ++i) reserve(size_ - 1 - i, 8, bit(i));
  for (int i = 8; i < 15; ++i) reserve(8, size_ - 15 + i, bit(i));
  reserve(8, size_ - 8, true);
}

/// Two columns at a time from the right, up and down in turns; the column of the timing pattern
/// does not count.
void QrCode::place(const std::vector<unsigned char>& codewords) {
  std::size_t at = 0;
  for (int right = size_ - 1; right >= 1; right -= 2) {
    if (right == 6) right = 5;
    const bool upwards = ((right + 1) & 2) == 0;
    for (int step = 0; step < size_; ++step) {
      const int y = upwards ? size_ - 1 - step : step;
      for (const int x : {right, right - 1}) {
        if (reserved_[index(x, y)] || at == codewords.size() * 8) continue;
        set(x, y, (codewords[at / 8] >> (7 - at % 8) & 1) != 0);
        ++at;
      }
    }
  }
}

void QrCode::apply_mask(int mask) {
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      if (!reserved_[index(x, y)] && is_masked(mask, x, y)) set(x, y, !dark(x, y));
    }
  }
}

/// Long runs of one colour, and what looks like a finder pattern.
int QrCode::run_penalty(bool by_row) const {
  constexpr unsigned kWindow = (1U << 11) - 1;
  int points = 0;
  for (int line = 0; line < size_; ++line) {
    unsigned recent = 0;
    int run = 0;
    for (int i = 0; i < size_; ++i) {
      const bool now = by_row ? dark(i, line) : dark(line, i);
      run = i > 0 && now == ((recent & 1) != 0) ? run + 1 : 1;
      recent = (recent << 1 | (now ? 1U : 0U)) & kWindow;
      if (run == 5) points += 3;
      if (run > 5) points += 1;
      if (i >= 10 && (recent == 0b00001011101 || recent == 0b10111010000)) points += 40;
    }
  }
  return points;
}

int QrCode::penalty() const {
  int points = run_penalty(true) + run_penalty(false);
  int darks = 0;
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      darks += dark(x, y) ? 1 : 0;
      if (x + 1 == size_ || y + 1 == size_) continue;
      const bool same = dark(x, y) == dark(x + 1, y) && dark(x, y) == dark(x, y + 1) &&
                        dark(x, y) == dark(x + 1, y + 1);
      if (same) points += 3;
    }
  }
  const int percent = darks * 100 / (size_ * size_);
  return points + std::abs(percent - 50) / 5 * 10;
}

std::string terminal_text(const QrCode& code) {
  constexpr std::string_view kBlackOnWhite = "\x1b[38;5;16;48;5;231m";
  constexpr std::string_view kPlain = "\x1b[0m";
  std::string out;
  for (int y = -kQuietZone; y < code.size() + kQuietZone; y += 2) {
    out += kBlackOnWhite;
    for (int x = -kQuietZone; x < code.size() + kQuietZone; ++x) {
      const bool upper = code.dark(x, y);
      const bool lower = code.dark(x, y + 1);
      out += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    out += kPlain;
    out += '\n';
  }
  return out;
}

}  // namespace goldenfour::cli
