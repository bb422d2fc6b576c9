#include "clients/cli/qr.h"

#include <qrencode.h>

#include <memory>

namespace goldenfour::cli {
namespace {

constexpr int kQuietZone = 4;  // modules, as ISO/IEC 18004 demands
constexpr int kSmallest = 0;   // the library chooses the version

}  // namespace

std::optional<QrCode> QrCode::of(std::string_view text) {
  if (text.size() > kQrBytes) return std::nullopt;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::unique_ptr<QRcode, void (*)(QRcode*)> drawn(
      QRcode_encodeData(static_cast<int>(text.size()), bytes, kSmallest, QR_ECLEVEL_M),
      QRcode_free);
  if (!drawn) return std::nullopt;
  QrCode code;
  code.size_ = drawn->width;
  const auto modules =
      static_cast<std::size_t>(drawn->width) * static_cast<std::size_t>(drawn->width);
  for (std::size_t i = 0; i < modules; ++i) code.dark_.push_back((drawn->data[i] & 1) != 0);
  return code;
}

bool QrCode::dark(int x, int y) const {
  if (x < 0 || y < 0 || x >= size_ || y >= size_) return false;
  return dark_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) +
               static_cast<std::size_t>(x)];
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
