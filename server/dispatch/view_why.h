#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/dispatch/fact_plan.h"
#include "server/dispatch/types.h"

/// The stored why of a decision as a reader may see it; the table in view.h says who sees what.
namespace goldenfour::dispatch {

/// [from, to] in seconds.
using SecondsBand = std::pair<std::uint32_t, std::uint32_t>;

/// The figures behind one offer.
struct WhyLine {
  SecondsBand likely_seconds;  ///< one in ten comes before, one in ten after; to 30 s
  std::string aed_name;        ///< empty: without a name, or not for this reader
  double usability = 0;
  std::vector<registry::ReasonGiven> aed_reasons;  ///< at the time of getting to it
  std::optional<IncidentId> taken_from;            ///< whose question was withdrawn for this one

  /// After acceptance, for the dispatcher.
  struct Exact {
    std::string responder_name;  ///< until the end
    geo::Meters distance;
    std::optional<Duration> aed_reached;
    bool from_home = false;  ///< no fresh position: the home cell was taken
  };
  std::optional<Exact> exact;
};

struct NonOfferLine {
  std::string responder;  ///< "other 1"
  Exclusion reason = Exclusion::kNoGain;
  SecondsBand arrival_seconds;  ///< in that role
  Role role = Role::kCpr;       ///< in which they would have helped most
  AedId aed;
  std::string aed_name;
  double acceptance = 0;
  double gain = 0;
};

struct AedRuledOutLine {
  AedRuledOut aed;
  std::string name;
};

}  // namespace goldenfour::dispatch
