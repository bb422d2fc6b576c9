#include "server/registry/sun.h"

#include <cmath>
#include <numbers>

namespace goldenfour::registry {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
/// Of the sun's centre at its rising: half its disc and the refraction of the air.
constexpr double kRiseZenith = 90.833;
constexpr double kCivilZenith = 96;

struct Solar {
  double equation_of_time;  ///< minutes
  double declination;       ///< radians
};

/// `day_of_year` from 0 and fractional.
Solar solar(double day_of_year) {
  const double g = 2 * std::numbers::pi / 365 * (day_of_year - 0.5);
  const double equation = 229.18 * (0.000075 + 0.001868 * std::cos(g) - 0.032077 * std::sin(g) -
                                    0.014615 * std::cos(2 * g) - 0.040849 * std::sin(2 * g));
  const double declination = 0.006918 - 0.399912 * std::cos(g) + 0.070257 * std::sin(g) -
                             0.006758 * std::cos(2 * g) + 0.000907 * std::sin(2 * g) -
                             0.002697 * std::cos(3 * g) + 0.00148 * std::sin(3 * g);
  return {equation, declination};
}

}  // namespace

std::optional<Duration> sun_time(hours::SunEvent event, geo::Position place, Day day) {
  using hours::SunEvent;
  const bool civil = event == SunEvent::kDawn || event == SunEvent::kDusk;
  const bool morning = event == SunEvent::kDawn || event == SunEvent::kSunrise;
  const std::chrono::year_month_day date(day);
  const double first =
      static_cast<double>((day - Day(date.year() / std::chrono::January / 1)).count());
  const double latitude = place.latitude_degrees() * kRadians;
  // Twice: the second time with the sun where it stands at the event.
  double minutes = 720;
  for (int round = 0; round < 2; ++round) {
    const Solar sun = solar(first + minutes / 1440);
    const double cosine = std::cos((civil ? kCivilZenith : kRiseZenith) * kRadians) /
                              (std::cos(latitude) * std::cos(sun.declination)) -
                          std::tan(latitude) * std::tan(sun.declination);
    if (!(cosine >= -1 && cosine <= 1)) return std::nullopt;
    const double angle = std::acos(cosine) / kRadians;
    const double from_noon = (morning ? -4 : 4) * angle;
    minutes = 720 - 4 * place.longitude_degrees() - sun.equation_of_time + from_noon;
  }
  return Duration(std::llround(minutes * 60'000));
}

}  // namespace goldenfour::registry
