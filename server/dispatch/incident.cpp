#include "server/dispatch/incident.h"

#include <algorithm>

namespace goldenfour::dispatch {

bool Offer::delivered() const {
  return std::any_of(deliveries.begin(), deliveries.end(), [](const Delivery& delivery) {
    return delivery.stage == DeliveryStage::kDelivered || delivery.stage == DeliveryStage::kSeen;
  });
}

const TimerSet* Incident::timer(TimerPurpose purpose, std::uint32_t offer) const {
  for (const auto& [number, timer] : timers)
    if (timer.purpose == purpose && timer.offer == offer) return &timer;
  return nullptr;
}

bool Incident::has_open_alarm() const {
  return std::any_of(alarms.begin(), alarms.end(),
                     [](const Alarm& alarm) { return !alarm.acknowledged_at; });
}

}  // namespace goldenfour::dispatch
