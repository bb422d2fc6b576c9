#include <string>

#include "server/app/config.h"
#include "server/dispatch/names.h"

// The rows of a jurisdiction's policy about arrivals, acceptance and what a plan is worth.
namespace goldenfour::app {

using dispatch::Policy;

namespace {

using Models = dispatch::EnumNames<dispatch::SurvivalModel>;

Setting<Policy> survival_model() {
  return {.key = "survival_model",
          .help = "By which plans are judged: Larsen 1993 or Valenzuela 1997.",
          .allowed = "\"LARSEN\" or \"VALENZUELA\"",
          .set =
              [](Policy& policy, const Value& value) {
                const auto* name = std::get_if<std::string>(&value);
                for (std::size_t i = 0; name != nullptr && i < Models::kTexts.size(); ++i) {
                  if (*name != Models::kTexts[i]) continue;
                  policy.plan.survival_model = static_cast<dispatch::SurvivalModel>(i);
                  return true;
                }
                return false;
              },
          .get = [](const Policy& policy) -> Value {
            const auto model = static_cast<std::size_t>(policy.plan.survival_model);
            return std::string(Models::kTexts[model]);
          }};
}

const Settings<Policy> kArrival{
    seconds<Policy>("turnout_day_seconds", "Median, alert to leaving, by day.", 1, 1800,
                    [](auto& p) -> auto& { return p.arrival.turnout_day; }),
    seconds<Policy>("turnout_night_seconds", "Median, alert to leaving, by night.", 1, 1800,
                    [](auto& p) -> auto& { return p.arrival.turnout_night; }),
    number<Policy>("turnout_sigma", "Spread of its logarithm.", 0, 2,
                   [](auto& p) -> auto& { return p.arrival.turnout_sigma; }),
    number<Policy>("turnout_prior_weight",
                   "Turnouts of one's own that weigh as much as the median.", 0.1, 1000,
                   [](auto& p) -> auto& { return p.arrival.turnout_prior_weight; }),
    number<Policy>("detour", "Way over distance as the crow flies.", 1, 5,
                   [](auto& p) -> auto& { return p.arrival.detour; }),
    number<Policy>("travel_spread", "Of detour and speed together: deviation over mean.", 0, 2,
                   [](auto& p) -> auto& { return p.arrival.travel_spread; }),
    quantity<Policy>("speed_foot_meters_per_second", "On foot.", 0.5, 10,
                     [](auto& p) -> auto& { return p.arrival.town.foot; }),
    quantity<Policy>("speed_bicycle_meters_per_second", "By bicycle.", 1, 20,
                     [](auto& p) -> auto& { return p.arrival.town.bicycle; }),
    quantity<Policy>("speed_car_meters_per_second", "By car.", 1, 50,
                     [](auto& p) -> auto& { return p.arrival.town.car; }),
    quantity<Policy>("speed_country_foot_meters_per_second", "On foot in the open country.", 0.5,
                     10, [](auto& p) -> auto& { return p.arrival.country.foot; }),
    quantity<Policy>("speed_country_bicycle_meters_per_second", "By bicycle in the open country.",
                     1, 20, [](auto& p) -> auto& { return p.arrival.country.bicycle; }),
    quantity<Policy>("speed_country_car_meters_per_second", "By car in the open country.", 1, 50,
                     [](auto& p) -> auto& { return p.arrival.country.car; }),
    number<Policy>("country_below_per_km2",
                   "Fewer responders than this around a patient: open country.", 0, 1000,
                   [](auto& p) -> auto& { return p.arrival.country_below_per_km2; }),
    seconds<Policy>("vertical_delay_seconds", "Stairs and lifts, floor not known.", 0, 600,
                    [](auto& p) -> auto& { return p.arrival.vertical_delay; }),
    seconds<Policy>("vertical_per_floor_seconds", "A floor that is known.", 0, 120,
                    [](auto& p) -> auto& { return p.arrival.vertical_per_floor; }),
    seconds<Policy>("max_vertical_delay_seconds", "However high.", 0, 1800,
                    [](auto& p) -> auto& { return p.arrival.max_vertical_delay; }),
    seconds<Policy>("aed_pickup_seconds", "Taking an AED.", 0, 600,
                    [](auto& p) -> auto& { return p.arrival.aed_pickup; }),
    seconds<Policy>("aed_pickup_locked_seconds", "Taking one behind a lock or a desk.", 0, 1800,
                    [](auto& p) -> auto& { return p.arrival.aed_pickup_locked; }),
    seconds<Policy>("crew_median_seconds", "From the alert to the crew, when nobody said, by day.",
                    60, 7200, [](auto& p) -> auto& { return p.arrival.crew_median_day; }),
    seconds<Policy>("crew_median_night_seconds", "The same by night.", 60, 7200,
                    [](auto& p) -> auto& { return p.arrival.crew_median_night; }),
    number<Policy>("crew_sigma", "Spread of its logarithm.", 0.01, 2,
                   [](auto& p) -> auto& { return p.arrival.crew_sigma; }),
    number<Policy>("crew_due_sigma", "The same when somebody said when the crew comes.", 0.01, 2,
                   [](auto& p) -> auto& { return p.arrival.crew_due_sigma; }),
};

const Settings<Policy> kAcceptance{
    number<Policy>("acceptance", "Share of those asked who accept, by day.", 0.01, 1,
                   [](auto& p) -> auto& { return p.acceptance.day; }),
    number<Policy>("acceptance_night", "The same by night.", 0.01, 1,
                   [](auto& p) -> auto& { return p.acceptance.night; }),
    number<Policy>("acceptance_prior_weight",
                   "Answers of one's own that weigh as much as the share.", 0.1, 1000,
                   [](auto& p) -> auto& { return p.acceptance.prior_weight; }),
    quantity<Policy>("acceptance_half_distance_meters", "So much further halves it.", 100,
                     1'000'000, [](auto& p) -> auto& { return p.acceptance.half_distance; }),
    number<Policy>("acceptance_unreachable", "Factor for a device that has not been heard of.", 0,
                   1, [](auto& p) -> auto& { return p.acceptance.unreachable; }),
    number<Policy>("acceptance_stale", "Factor for an old position or a home cell.", 0, 1,
                   [](auto& p) -> auto& { return p.acceptance.stale; }),
    number<Policy>("accepted_arrives", "Probability that who accepted arrives.", 0.01, 1,
                   [](auto& p) -> auto& { return p.acceptance.arrives; }),
};

const Settings<Policy> kWorth{
    survival_model(),
    number<Policy>("lambda", "Expected survival that one more woken person must be worth.", 0, 1,
                   [](auto& p) -> auto& { return p.plan.lambda; }),
    number<Policy>("fatigue_growth",
                   "Lambda grows by this share with each recent offer to a person.", 0, 100,
                   [](auto& p) -> auto& { return p.plan.fatigue_growth; }),
    number<Policy>(
        "unknown_crew_gate",
        "Nobody is asked who comes when so many crews would be there, if nobody said when.", 0.5, 1,
        [](auto& p) -> auto& { return p.plan.unknown_crew_gate; }),
    integer<Policy>("min_wave",
                    "Asked whatever they are worth, when nobody else is asked or coming.", 0, 20,
                    [](auto& p) -> auto& { return p.plan.min_wave; }),
    seconds<Policy>("max_elapsed_seconds", "An open emergency counts as no older than this.", 0,
                    3600, [](auto& p) -> auto& { return p.plan.max_elapsed; }),
    seconds<Policy>("guide_saving_seconds", "That a guide spares the crew.", 0, 600,
                    [](auto& p) -> auto& { return p.plan.guide_saving; }),
    seconds<Policy>("guide_saving_tower_seconds", "The same in a tall building.", 0, 600,
                    [](auto& p) -> auto& { return p.plan.guide_saving_tower; }),
    seconds<Policy>("guide_saving_site_seconds", "The same on a large site.", 0, 600,
                    [](auto& p) -> auto& { return p.plan.guide_saving_site; }),
    integer<Policy>("tower_floor", "From here on a building is tall.", 1, 200,
                    [](auto& p) -> auto& { return p.plan.tower_floor; }),
};

}  // namespace

const Settings<Policy>& arrival_settings() {
  static const Settings<Policy> all = [] {
    Settings<Policy> rows;
    for (const auto* part : {&kArrival, &kAcceptance, &kWorth})
      rows.insert(rows.end(), part->begin(), part->end());
    return rows;
  }();
  return all;
}

}  // namespace goldenfour::app
