#include <algorithm>

#include "server/sim/office.h"

// The dispatcher's hand: every act, at any time, also where it makes little sense.
namespace goldenfour::sim {
namespace {

using dispatch::IncidentId;

dispatch::Role draw_role(Random& random) {
  return static_cast<dispatch::Role>(random.below(3));
}

}  // namespace

void Office::consider_merging(const IncidentId& incident, const IncidentId& twin) {
  if (env_.random.chance(0.2)) return;
  const Duration when = env_.draw(seconds(3), minutes(3));
  env_.after(when, [this, incident, twin] {
    insist(dispatch::MergeIncident{incident, twin}, incident, dispatch::ActorKind::kDispatcher);
  });
  if (!env_.random.chance(0.25)) return;
  const Duration later = when + env_.draw(seconds(2), minutes(4));
  env_.after(later, [this, incident] {
    if (going_home_) return;
    insist(dispatch::UnmergeIncident{incident}, incident, dispatch::ActorKind::kDispatcher);
  });
}

void Office::act_by_hand(const IncidentId& incident, const dispatch::Alert& alert) {
  const int acts = 1 + static_cast<int>(env_.random.below(4));
  for (int i = 0; i < acts; ++i) {
    const Duration when = env_.draw(seconds(3), minutes(8));
    switch (env_.random.below(5)) {
      case 0:
      case 1:
        env_.after(when, [this, incident] { assign_somebody(incident); });
        break;
      case 2:
        env_.after(when, [this, incident] { release_somebody(incident); });
        break;
      case 3:
        env_.after(when, [this, incident, alert] { relocate(incident, alert); });
        break;
      default:
        env_.after(when, [this, incident, level = env_.random.below(4)] {
          insist(dispatch::EscalateIncident{incident, static_cast<std::uint32_t>(level)}, incident,
                 dispatch::ActorKind::kDispatcher);
        });
    }
  }
}

/// Anybody, in any role, with a named AED now and then: most often refused, and that is right.
void Office::assign_somebody(const IncidentId& incident) {
  Random& random = env_.random;
  if (!server_.up()) return;
  dispatch::AssignResponder assign;
  assign.incident = incident;
  assign.role = draw_role(random);
  assign.force = random.chance(0.5);
  assign.responder = city_.responders[random.below(city_.responders.size())].id;
  const dispatch::Incident* known = server_.node().state().find(incident);
  if (known && !known->tasks.empty() && random.chance(0.5)) {
    auto task = known->tasks.begin();
    std::advance(task, static_cast<std::ptrdiff_t>(random.below(known->tasks.size())));
    assign.responder = task->second.responder;
  }
  const auto& aeds = server_.node().directory().aeds();
  if (!aeds.empty() && random.chance(0.3)) {
    auto aed = aeds.begin();
    std::advance(aed, static_cast<std::ptrdiff_t>(random.below(aeds.size())));
    assign.aed = aed->first;
  }
  insist(assign, incident, dispatch::ActorKind::kDispatcher);
}

void Office::release_somebody(const IncidentId& incident) {
  if (!server_.up()) return;
  const dispatch::Incident* known = server_.node().state().find(incident);
  if (!known || known->offers.empty()) return;
  const auto offer = static_cast<std::uint32_t>(1 + env_.random.below(known->offers.size()));
  insist(dispatch::ReleaseResponder{incident, offer}, incident, dispatch::ActorKind::kDispatcher);
}

void Office::relocate(const IncidentId& incident, const dispatch::Alert& alert) {
  dispatch::RelocateIncident relocate;
  relocate.incident = incident;
  const double east = env_.random.uniform(-900, 900);
  const double north = env_.random.uniform(-900, 900);
  relocate.position = offset(alert.scene.position, east, north);
  relocate.floor = "3";
  relocate.reason = dispatch::RelocateReason::kWrongAddress;
  truth_.edited.insert(incident);
  insist(relocate, incident, dispatch::ActorKind::kDispatcher);
}

}  // namespace goldenfour::sim
