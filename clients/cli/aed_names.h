#pragma once

#include <map>
#include <optional>
#include <string>

#include "clients/cli/texts.h"
#include "geo/position.h"
#include "goldenfour/v1/aed.pb.h"

namespace goldenfour::cli {

/// What to call an AED in a line for people: its name or address, and how far it is from the
/// patient. Remembers what it was told, at most kMost; pure.
class AedNames {
 public:
  static constexpr std::size_t kMost = 20'000;

  bool knows(const std::string& id) const { return aeds_.contains(id); }
  /// `aed` may be empty but for its id: then that is all that will be said of it.
  void learn(const v1::Aed& aed);
  /// "\"Mercator Center\", 420 m from the patient"; the id when nothing is known.
  std::string text(const std::string& id, const std::optional<geo::Position>& patient,
                   const Texts& t) const;

 private:
  std::map<std::string, v1::Aed> aeds_;
};

/// The position of the wire, if it is one in WGS-84.
std::optional<geo::Position> to_geo(const v1::Position& position);

}  // namespace goldenfour::cli
