#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "geo/units.h"
#include "server/dispatch/policy_arrival.h"
#include "server/dispatch/policy_kind.h"
#include "server/dispatch/policy_major.h"
#include "server/dispatch/policy_merge.h"
#include "server/dispatch/policy_plan.h"
#include "server/dispatch/policy_replan.h"
#include "server/dispatch/policy_strategy.h"
#include "server/dispatch/types.h"
#include "server/registry/calendar.h"
#include "server/registry/responder.h"
#include "server/registry/usability.h"

namespace goldenfour::dispatch {

/// Every figure that steers behaviour, as data of one jurisdiction. Source: stop after three
/// accepts except within 500 m, a Dutch simulation; the headers included name those of their own.
struct Policy {
  StrategyPolicy strategy;  ///< take it through with_strategy()
  std::array<KindPolicy, kIncidentKindCount> kinds{};
  /// Nobody enters until a dispatcher releases them; the other hazards only warn.
  Hazards holding_hazards{Hazard::kFire, Hazard::kViolence, Hazard::kElectricity,
                          Hazard::kInfectious};

  MutualAidPolicy mutual_aid;
  ContestPolicy contest;
  MajorPolicy major;
  MergePolicy merge;

  geo::Meters search_radius{2500};
  std::uint32_t max_candidates = 300;
  std::uint32_t max_aed_candidates = 60;
  geo::Meters aed_radius{1500};

  int night_from_hour = 22;  ///< local time
  int night_to_hour = 6;
  std::string time_zone = "UTC";       ///< of tzdata; what `local_time` was made from
  registry::LocalTimeRule local_time;  ///< for day and night, and opening hours
  std::string calendar_name;           ///< what `calendar` was made from; empty: none
  registry::Calendar calendar;         ///< public holidays, for opening hours
  ArrivalPolicy arrival;
  AcceptancePolicy acceptance;
  registry::UsabilityFigures usability;

  PlanPolicy plan;
  std::uint32_t max_wave = 7;
  std::uint32_t max_outstanding = 12;
  Duration offer_deadline{25'000};
  Duration delivery_timeout{5'000};
  Duration reachable_for{45'000};
  Duration nobody_accepted_alarm{60'000};
  Duration no_candidate_again{
      300'000};  ///< while nobody can be asked and the alarm was acknowledged
  Duration review_every{15'000};
  geo::Meters keep_offers_within{500};
  Duration fatigue_window{4 * 3600'000};
  std::uint32_t max_offers_in_window = 3;

  Duration presence_fresh{120'000};
  Duration presence_kept{600'000};
  double drift_meters_per_second = 1.0;  ///< how a stale position's uncertainty grows
  geo::Meters max_uncertainty{800};

  ReplanPolicy replan;
  EscalationPolicy escalation;

  Duration incident_life{4 * 3600'000};        ///< then it is closed as abandoned
  Duration after_crew{45 * 60'000};            ///< closes by itself so long after the crew came
  Duration remembered{180LL * 24 * 3600'000};  ///< then it is archived

  const KindPolicy& of(IncidentKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
  /// Whether this hazard keeps people back from this kind of emergency.
  bool holds(IncidentKind kind, Hazard hazard) const;
  bool holds_any(IncidentKind kind, const Hazards& hazards) const;
};

/// The default figures above, with the caps of each kind.
Policy default_policy();

}  // namespace goldenfour::dispatch
