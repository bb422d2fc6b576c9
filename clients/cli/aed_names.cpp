#include "clients/cli/aed_names.h"

#include <fmt/format.h>

#include "clients/cli/terminal.h"

namespace goldenfour::cli {

void AedNames::learn(const v1::Aed& aed) {
  if (aeds_.size() >= kMost) aeds_.clear();
  aeds_[aed.id()] = aed;
}

std::string AedNames::text(const std::string& id, const std::optional<geo::Position>& patient,
                           const Texts& t) const {
  const auto found = aeds_.find(id);
  if (found == aeds_.end()) return harmless(id);
  const v1::Aed& aed = found->second;
  const std::string& called = !aed.name().empty()      ? aed.name()
                              : !aed.address().empty() ? aed.address()
                                                       : aed.location_hint();
  std::string text = called.empty() ? harmless(id) : fmt::format("\"{}\"", harmless(called));
  const auto place = to_geo(aed.position());
  if (patient && place) {
    text += fmt::format(fmt::runtime(t(" ({:.0f} m from the patient)", "（距患者{:.0f}米）")),
                        geo::distance(*place, *patient).value());
  }
  return text;
}

std::optional<geo::Position> to_geo(const v1::Position& position) {
  const bool wgs = position.datum() == v1::DATUM_WGS84 || position.datum() == v1::DATUM_CGCS2000;
  if (!wgs || !position.has_latitude() || !position.has_longitude()) return std::nullopt;
  const auto place = geo::Position::from_degrees(position.latitude(), position.longitude());
  if (!place) return std::nullopt;
  return *place;
}

}  // namespace goldenfour::cli
