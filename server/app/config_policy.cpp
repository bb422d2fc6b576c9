#include "server/app/calendar_file.h"
#include "server/app/config.h"
#include "server/app/time_zone.h"

// The rows of a jurisdiction's policy.
namespace goldenfour::app {

using dispatch::Policy;

namespace {

/// A zone that the machine knows; its offsets are read here, once.
Setting<Policy> time_zone_setting() {
  return {.key = "time_zone",
          .help = "Of local time: day and night, opening hours.",
          .allowed = "a zone of this machine's time zone data, as \"Asia/Shanghai\"",
          .set =
              [](Policy& policy, const Value& value) {
                const auto* name = std::get_if<std::string>(&value);
                auto rule =
                    name == nullptr ? tl::make_unexpected(std::string()) : load_time_zone(*name);
                if (!rule) return false;
                policy.time_zone = *name;
                policy.local_time = std::move(*rule);
                return true;
              },
          .get = [](const Policy& policy) -> Value { return policy.time_zone; }};
}

/// Public holidays and working weekends, read here, once.
Setting<Policy> calendar_setting() {
  return {.key = "calendar",
          .help = "Public holidays and working weekends, for opening hours.",
          .allowed =
              "\"\" (none), \"cn\" (mainland China, built in) or a file as "
              "deploy/calendar/cn.toml",
          .set =
              [](Policy& policy, const Value& value) {
                const auto* name = std::get_if<std::string>(&value);
                auto calendar =
                    name == nullptr ? tl::make_unexpected(std::string()) : load_calendar(*name);
                if (!calendar) return false;
                policy.calendar_name = *name;
                policy.calendar = std::move(*calendar);
                return true;
              },
          .get = [](const Policy& policy) -> Value { return policy.calendar_name; }};
}

Setting<Policy> strategy_setting() {
  std::string allowed;
  for (std::string_view name : dispatch::kStrategyNames) {
    const bool last = name == dispatch::kStrategyNames.back();
    allowed += (allowed.empty() ? "\"" : last ? " or \"" : ", \"") + std::string(name) + "\"";
  }
  return {.key = "strategy",
          .help = "Our own choice of people, or a published system's rule.",
          .allowed = allowed,
          .set =
              [](Policy& policy, const Value& value) {
                const auto* given = std::get_if<std::string>(&value);
                const auto chosen = given ? dispatch::strategy_of(*given) : std::nullopt;
                if (chosen) policy.strategy.strategy = *chosen;
                return chosen.has_value();
              },
          .get = [](const Policy& policy) -> Value {
            return std::string(dispatch::text_of(policy.strategy.strategy));
          }};
}

const Settings<Policy> kSearch{
    strategy_setting(),
    flag<Policy>("rural", "Land on which published rules reach farther.",
                 [](auto& p) -> auto& { return p.strategy.rural; }),
    quantity<Policy>("search_radius_meters", "Of responders around the patient.", 100, 50'000,
                     [](auto& p) -> auto& { return p.search_radius; }),
    integer<Policy>("max_candidates", "Responders looked at in one plan.", 1, 10'000,
                    [](auto& p) -> auto& { return p.max_candidates; }),
    quantity<Policy>("aed_radius_meters", "Of AEDs around the patient.", 50, 50'000,
                     [](auto& p) -> auto& { return p.aed_radius; }),
    integer<Policy>("max_aed_candidates", "AEDs looked at in one plan.", 1, 1000,
                    [](auto& p) -> auto& { return p.max_aed_candidates; }),
    seconds<Policy>("presence_fresh_seconds", "A position this young counts as it is.", 1, 600,
                    [](auto& p) -> auto& { return p.presence_fresh; }),
    seconds<Policy>("presence_kept_seconds", "Then a position is forgotten.", 1, 600,
                    [](auto& p) -> auto& { return p.presence_kept; }),
    number<Policy>("drift_meters_per_second", "How an older position grows uncertain.", 0, 50,
                   [](auto& p) -> auto& { return p.drift_meters_per_second; }),
    quantity<Policy>("max_uncertainty_meters", "More uncertain: the home cell.", 10, 10'000,
                     [](auto& p) -> auto& { return p.max_uncertainty; }),
};

const Settings<Policy> kTravel{
    integer<Policy>("night_from_hour", "Local time.", 0, 23,
                    [](auto& p) -> auto& { return p.night_from_hour; }),
    integer<Policy>("night_to_hour", "Local time.", 0, 23,
                    [](auto& p) -> auto& { return p.night_to_hour; }),
    time_zone_setting(),
    calendar_setting(),
};

const Settings<Policy> kPlan{
    integer<Policy>("max_wave", "Offers sent together.", 1, 100,
                    [](auto& p) -> auto& { return p.max_wave; }),
    integer<Policy>("max_outstanding", "Offers of one incident without an answer.", 1, 200,
                    [](auto& p) -> auto& { return p.max_outstanding; }),
    seconds<Policy>("fatigue_window_seconds", "In which offers to one person count.", 0, 604'800,
                    [](auto& p) -> auto& { return p.fatigue_window; }),
    integer<Policy>("max_offers_in_window", "Then a person is left in peace.", 1, 1000,
                    [](auto& p) -> auto& { return p.max_offers_in_window; }),
};

const Settings<Policy> kUsability{
    number<Policy>("usability_open", "Of an AED open at arrival.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.open; }),
    number<Policy>("usability_closed", "Of an AED closed at arrival; 0: never sent for.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.closed; }),
    number<Policy>("usability_unknown", "Of an AED with unknown hours or access.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.unknown; }),
    number<Policy>("usability_restricted", "Of an AED with restricted access.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.restricted; }),
    number<Policy>("usability_fault", "Factor of an AED that reports a fault.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.reports_fault; }),
    number<Policy>("usability_silent", "Factor of one that has stopped reporting.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.telemetry_old; }),
    number<Policy>("usability_pads_expired", "Factor of one with expired pads.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.pads_expired; }),
    number<Policy>("usability_battery_expired", "Factor of one with an expired battery.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.battery_expired; }),
    number<Policy>("usability_verified_long_ago", "Factor of one not looked at for long.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.verified_long_ago; }),
    number<Policy>("usability_never_verified", "Factor of one nobody is known to have seen.", 0, 1,
                   [](auto& p) -> auto& { return p.usability.never_verified; }),
    seconds<Policy>("telemetry_fresh_seconds", "A report of a device counts so long.", 60,
                    31'536'000, [](auto& p) -> auto& { return p.usability.telemetry_fresh; }),
    seconds<Policy>("verification_fresh_seconds", "A look at a device counts so long.", 3600,
                    315'360'000, [](auto& p) -> auto& { return p.usability.verification_fresh; }),
};

const Settings<Policy> kCourse{
    seconds<Policy>("offer_deadline_seconds", "For an answer.", 5, 600,
                    [](auto& p) -> auto& { return p.offer_deadline; }),
    seconds<Policy>("delivery_timeout_seconds", "For the device's word; then the next channel.", 1,
                    120, [](auto& p) -> auto& { return p.delivery_timeout; }),
    seconds<Policy>("reachable_for_seconds", "After a device's last word.", 5, 600,
                    [](auto& p) -> auto& { return p.reachable_for; }),
    seconds<Policy>("nobody_accepted_alarm_seconds", "Then the console is alarmed.", 10, 600,
                    [](auto& p) -> auto& { return p.nobody_accepted_alarm; }),
    seconds<Policy>("no_candidate_again_seconds",
                    "An acknowledged \"no candidate\" is raised again after this.", 30, 86'400,
                    [](auto& p) -> auto& { return p.no_candidate_again; }),
    seconds<Policy>("review_every_seconds", "Looking again at an open incident.", 1, 600,
                    [](auto& p) -> auto& { return p.review_every; }),
    quantity<Policy>("keep_offers_within_meters", "Offers this near stay when roles are filled.", 0,
                     10'000, [](auto& p) -> auto& { return p.keep_offers_within; }),
    seconds<Policy>("incident_life_seconds", "Then an incident is closed as abandoned.", 600,
                    604'800, [](auto& p) -> auto& { return p.incident_life; }),
    seconds<Policy>("after_crew_seconds", "Closes by itself so long after the crew came.", 60,
                    86'400, [](auto& p) -> auto& { return p.after_crew; }),
    seconds<Policy>("remembered_seconds", "Then an ended incident is archived.", 3600, 315'360'000,
                    [](auto& p) -> auto& { return p.remembered; }),
};

const Settings<Policy> kReplan{
    seconds<Policy>("replan_arrival_change_seconds",
                    "Another arrival of somebody under way is told and planned with.", 10, 600,
                    [](auto& p) -> auto& { return p.replan.arrival_change; }),
    seconds<Policy>("replan_switch_gain_seconds", "Nobody is given another AED for less.", 0, 600,
                    [](auto& p) -> auto& { return p.replan.switch_gain; }),
    seconds<Policy>("replan_contact_lost_seconds",
                    "After a device under way fell silent; then the grace; then it is lost.", 10,
                    1800, [](auto& p) -> auto& { return p.replan.contact_lost; }),
    seconds<Policy>("replan_contact_grace_seconds", "For devices to come back after a start.", 1,
                    600, [](auto& p) -> auto& { return p.replan.contact_grace; }),
    seconds<Policy>("replan_stalled_seconds",
                    "Expected so much later than first said: replaced, with an alarm.", 30, 3600,
                    [](auto& p) -> auto& { return p.replan.stalled; }),
    seconds<Policy>("replan_peace_after_stand_down_seconds",
                    "Who was stood down is not rung again before.", 0, 600,
                    [](auto& p) -> auto& { return p.replan.peace_after_stand_down; }),
    integer<Policy>("replan_max_asks", "Offers to one person, when earlier ones were taken back.",
                    1, 20, [](auto& p) -> auto& { return p.replan.max_asks; }),
    integer<Policy>("escalation_max_level", "How far a dispatcher may widen.", 0, 10,
                    [](auto& p) -> auto& { return p.escalation.max_level; }),
    integer<Policy>("escalation_more_cpr", "Tasks straight to the patient, per level.", 0, 20,
                    [](auto& p) -> auto& { return p.escalation.more_cpr; }),
    integer<Policy>("escalation_more_aed", "Tasks by way of an AED, per level.", 0, 20,
                    [](auto& p) -> auto& { return p.escalation.more_aed; }),
    integer<Policy>("escalation_more_guide", "Tasks that meet the crew, per level.", 0, 20,
                    [](auto& p) -> auto& { return p.escalation.more_guide; }),
    number<Policy>("escalation_radius_factor", "Of the search radius, per level.", 1, 5,
                   [](auto& p) -> auto& { return p.escalation.radius_factor; }),
};

}  // namespace

const Settings<Policy>& policy_settings() {
  static const Settings<Policy> all = [] {
    Settings<Policy> rows;
    for (const auto* part :
         {&kSearch, &kTravel, &arrival_settings(), &kPlan, &kUsability, &kCourse, &kReplan})
      rows.insert(rows.end(), part->begin(), part->end());
    for (const auto* part : {&hazard_settings(), &major_settings()})
      rows.insert(rows.end(), part->begin(), part->end());
    return rows;
  }();
  return all;
}

}  // namespace goldenfour::app
