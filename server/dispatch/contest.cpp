#include "server/dispatch/contest.h"

#include <algorithm>

#include "server/dispatch/stages.h"

namespace goldenfour::dispatch {
namespace {

/// A timer that is due as soon as this decision is durable.
constexpr Duration kAtOnce{1};

bool was_seen(const Offer& offer) {
  return std::any_of(offer.deliveries.begin(), offer.deliveries.end(),
                     [](const Delivery& held) { return held.stage == DeliveryStage::kSeen; });
}

}  // namespace

std::optional<Rival> rival_of(Draft& draft, const IncidentId& id, const ResponderId& who) {
  const OfferId* asked = draft.question(who);
  if (!asked || asked->incident == id) return {};
  const OfferId rival = *asked;
  const Incident& other = draft.incident(rival.incident);
  const Offer& offer = other.offers.at(rival.number);
  if (was_seen(offer) || is_of_team(offer.role) || offer.role == Role::kGuide) return {};
  if (other.is_drill() != draft.incident(id).is_drill()) return {};
  return Rival{rival, offer.why.gain};
}

bool wins(const ContestPolicy& policy, double gain, const Rival& rival) {
  return gain > rival.gain * policy.gain_factor;
}

void relieve(Draft& draft, const Rival& rival) {
  const IncidentId& other = rival.offer.incident;
  end_offer(draft, other, rival.offer.number, OfferEnd::kWithdrawn);
  draft.set_timer(other, TimerPurpose::kReview, 0, kAtOnce);
}

}  // namespace goldenfour::dispatch
