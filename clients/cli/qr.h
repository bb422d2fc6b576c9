#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// QR codes for a terminal, drawn by libqrencode. Pure.
namespace goldenfour::cli {

/// The longest text that is drawn: more would not fit a terminal of 24 lines.
inline constexpr std::size_t kQrBytes = 106;

class QrCode {
 public:
  /// The smallest code that holds `text` with error correction M; nothing when it is empty or
  /// longer than kQrBytes.
  static std::optional<QrCode> of(std::string_view text);

  /// Modules per side, without the quiet zone.
  int size() const { return size_; }
  /// Whether the module in column `x` of row `y` is dark; those outside are not.
  bool dark(int x, int y) const;

 private:
  int size_ = 0;
  std::vector<bool> dark_;  ///< row by row
};

/// The code for a terminal of any colours: black on white with its quiet zone, two rows a line.
std::string terminal_text(const QrCode& code);

}  // namespace goldenfour::cli
