#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// QR codes (ISO/IEC 18004, model 2), as far as an address in a terminal needs them: bytes, error
/// correction M, versions 1 to 6. Pure.
namespace goldenfour::cli {

/// The longest text that fits.
inline constexpr std::size_t kQrBytes = 106;

class QrCode {
 public:
  /// The smallest code that holds `text`; nothing when it is longer than kQrBytes.
  static std::optional<QrCode> of(std::string_view text);

  /// Modules per side, without the quiet zone.
  int size() const { return size_; }
  /// Whether the module in column `x` of row `y` is dark; those outside are not.
  bool dark(int x, int y) const;

 private:
  explicit QrCode(int version);

  void set(int x, int y, bool dark);
  void reserve(int x, int y, bool dark);
  void draw_patterns();
  void draw_finder(int x, int y);
  void draw_format(int mask);
  void place(const std::vector<unsigned char>& codewords);
  void apply_mask(int mask);
  int penalty() const;
  int run_penalty(bool by_row) const;

  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) +
           static_cast<std::size_t>(x);
  }

  int version_;
  int size_;
  std::vector<bool> dark_;
  std::vector<bool> reserved_;  ///< belongs to a pattern, not to the data
};

/// The code for a terminal of any colours: black on white with its quiet zone, two rows a line.
std::string terminal_text(const QrCode& code);

}  // namespace goldenfour::cli
