#include "clients/cli/parse.h"

#include <charconv>
#include <cmath>

#include "clients/common/wire.h"

namespace goldenfour::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<std::chrono::seconds> unit_of(char letter) {
  switch (letter) {
    case 's':
      return std::chrono::seconds(1);
    case 'm':
      return std::chrono::minutes(1);
    case 'h':
      return std::chrono::hours(1);
    case 'd':
      return std::chrono::days(1);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<std::pair<double, double>> parse_lat_lng(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto latitude = whole_number<double>(trimmed(text.substr(0, comma)));
  const auto longitude = whole_number<double>(trimmed(text.substr(comma + 1)));
  if (!latitude || !longitude) return std::nullopt;
  // Written so that NaN fails.
  if (!(std::abs(*latitude) <= 90.0) || !(std::abs(*longitude) <= 180.0)) return std::nullopt;
  return std::pair(*latitude, *longitude);
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  constexpr long kLongest = 100L * 365 * 86400;
  if (const auto plain = whole_number<long>(text)) {
    if (*plain < 0 || *plain > kLongest) return std::nullopt;
    return std::chrono::seconds(*plain);
  }
  std::chrono::seconds total(0);
  while (!text.empty()) {
    const auto letter = text.find_first_not_of("0123456789");
    if (letter == std::string_view::npos) return std::nullopt;
    const auto count = whole_number<long>(text.substr(0, letter));
    const auto unit = unit_of(text[letter]);
    if (!count || !unit || *count > kLongest / unit->count()) return std::nullopt;
    total += *count * *unit;
    text.remove_prefix(letter + 1);
  }
  if (total.count() == 0 || total.count() > kLongest) return std::nullopt;
  return total;
}

std::optional<v1::Datum> parse_datum(std::string_view text) {
  v1::Datum datum = v1::DATUM_UNSPECIFIED;
  const bool known = client::parse_word<v1::Datum>(text, "DATUM_", v1::Datum_Parse, &datum);
  if (!known || datum == v1::DATUM_UNSPECIFIED) return std::nullopt;
  return datum;
}

v1::Position make_position(std::pair<double, double> lat_lng, v1::Datum datum) {
  v1::Position position;
  position.set_latitude(lat_lng.first);
  position.set_longitude(lat_lng.second);
  position.set_datum(datum);
  return position;
}

}  // namespace goldenfour::cli
