#include "server/dispatch/policy_kind.h"

#include <algorithm>
#include <limits>

namespace goldenfour::dispatch {
namespace {

using registry::Equipment;
using registry::Skill;

/// For kinds without a published curve: what helps is the first skilled person, at once.
constexpr Urgency kFirstHelper{
    .at_once = 1.0, .per_minute_first = 0.02, .per_minute_fetched = 0.01, .per_minute_crew = 0.01};

/// Three of a role: with three people before the ambulance a shock is likelier (Gregers 2023), and
/// in the policy laboratory it saves more than two at as many people woken.
KindPolicy arrest() {
  KindPolicy kind;
  kind.max_cpr = 3;
  kind.max_aed = 3;
  kind.required = {Skill::kCprAed};
  return kind;
}

KindPolicy first_aid(std::uint32_t straight, std::uint32_t fetching, std::uint32_t guides) {
  KindPolicy kind;
  kind.max_cpr = straight;
  kind.max_aed = fetching;
  kind.max_guide = guides;
  kind.fetch.reset();
  kind.is_arrest = false;
  kind.urgency = kFirstHelper;
  return kind;
}

bool has_all(const registry::Skills& held, const registry::Skills& wanted) {
  return std::includes(held.begin(), held.end(), wanted.begin(), wanted.end());
}

KindPolicy drowning() {
  KindPolicy kind = arrest();
  kind.preferred = {Skill::kWaterRescue};
  return kind;
}

KindPolicy choking() {
  KindPolicy kind = first_aid(2, 0, 1);
  kind.required = {Skill::kCprAed};
  return kind;
}

KindPolicy severe_bleeding() {
  KindPolicy kind = first_aid(2, 1, 1);
  kind.fetch = Equipment::kBleedingKit;
  kind.required = {Skill::kBleedingControl};
  return kind;
}

KindPolicy anaphylaxis() {
  KindPolicy kind = first_aid(1, 2, 1);
  kind.fetch = Equipment::kAutoInjector;
  kind.required = {Skill::kAnaphylaxis};
  return kind;
}

}  // namespace

bool KindPolicy::is_skilled(const registry::Responder& responder) const {
  return has_all(responder.skills, required);
}

double KindPolicy::worth(const registry::Responder& responder) const {
  return has_all(responder.skills, preferred) ? 1.0 : unpreferred_worth;
}

bool KindPolicy::fetches(const registry::Aed& aed) const {
  return fetch && aed.equipment.contains(*fetch);
}

std::uint32_t KindPolicy::cap(Role role) const {
  switch (role) {
    case Role::kCpr:
      return max_cpr;
    case Role::kAed:
      return fetch ? max_aed : 0;
    case Role::kGuide:
      return max_guide;
    case Role::kCaptain:
    case Role::kMember:
      return std::numeric_limits<std::uint32_t>::max();  // a team comes as a whole
  }
  return 0;
}

KindPolicy default_kind(IncidentKind kind) {
  switch (kind) {
    case IncidentKind::kCardiacArrest:
    case IncidentKind::kUnconscious:
    case IncidentKind::kElectricShock:
      return arrest();
    case IncidentKind::kDrowning:
      return drowning();
    case IncidentKind::kChoking:
      return choking();
    case IncidentKind::kSevereBleeding:
      return severe_bleeding();
    case IncidentKind::kAnaphylaxis:
      return anaphylaxis();
    case IncidentKind::kHeatStroke:
    case IncidentKind::kTrauma:
      return first_aid(1, 0, 0);
    case IncidentKind::kOther:
      return first_aid(0, 0, 0);
  }
  return first_aid(0, 0, 0);
}

}  // namespace goldenfour::dispatch
