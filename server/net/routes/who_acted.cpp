#include "server/net/routes/who_acted.h"

#include <cstddef>
#include <variant>

#include "server/net/codec/encode.h"

namespace goldenfour::net {

void tell_who(const Chronicle& chronicle, const dispatch::IncidentId& incident,
              v1::TimelineEvent& event) {
  if (const auto actor = chronicle.who(incident, event.version()))
    *event.mutable_actor() = codec::encode(*actor);
}

void tell_who(const Chronicle& chronicle, const dispatch::IncidentId& id, v1::Incident& incident) {
  for (v1::Alarm& alarm : *incident.mutable_alarms()) {
    // The view may be older than the chronicle.
    if (!alarm.has_acknowledged_at()) continue;
    if (const auto actor = chronicle.who_acknowledged(id, alarm.number()))
      *alarm.mutable_acknowledged_by() = codec::encode(*actor);
  }
}

void tell_who(const Chronicle& chronicle, const ports::StreamFrame& frame,
              v1::ServerFrame& message) {
  if (const auto* event = std::get_if<dispatch::ConsoleFrame>(&frame.body)) {
    tell_who(chronicle, event->incident, *message.mutable_incident()->mutable_event());
    if (event->state)
      tell_who(chronicle, event->incident, *message.mutable_incident()->mutable_state());
  } else if (const auto* reset = std::get_if<ports::Reset>(&frame.body)) {
    for (std::size_t i = 0; i < reset->incidents.size(); ++i)
      tell_who(chronicle, reset->incidents[i].id,
               *message.mutable_reset()->mutable_incidents(static_cast<int>(i)));
  }
}

}  // namespace goldenfour::net
