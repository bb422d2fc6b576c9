#include "server/dispatch/restart.h"

namespace goldenfour::dispatch {
namespace {

/// What push took and the webhook did not goes out again: rather rung twice than never by SMS.
void add_unsent(const Incident& incident, std::vector<Effect>& effects) {
  for (const auto& [number, offer] : incident.offers) {
    const bool waits = offer.delivery(Channel::kWebhook).stage == DeliveryStage::kQueued;
    if (offer.outstanding() && waits)
      effects.push_back(SendByChannel{{incident.id, number}, offer.responder, Channel::kWebhook});
  }
}

void add_unheard(const Incident& incident, std::vector<Effect>& effects) {
  for (const Alarm& alarm : incident.alarms)
    if (!alarm.acknowledged_at)
      effects.push_back(SoundAlarm{incident.id, alarm.number, alarm.kind});
}

}  // namespace

std::vector<Effect> effects_at_start(const State& state) {
  std::vector<Effect> effects;
  for (const auto& [jurisdiction, its] : state.jurisdictions) {
    for (const auto& [id, incident] : its.incidents) {
      if (incident.is_final()) continue;
      add_unsent(incident, effects);
      add_unheard(incident, effects);
    }
  }
  return effects;
}

}  // namespace goldenfour::dispatch
