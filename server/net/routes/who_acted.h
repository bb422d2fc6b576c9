#pragma once

#include "goldenfour/v1/incident.pb.h"
#include "goldenfour/v1/stream.pb.h"
#include "server/net/routes/chronicle.h"
#include "server/ports/stream.h"

/// Adds to messages about incidents who did what. What the chronicle no longer knows stays absent.
namespace goldenfour::net {

/// An event of this incident, as the codec wrote it.
void tell_who(const Chronicle& chronicle, const dispatch::IncidentId& incident,
              v1::TimelineEvent& event);
/// By whom its alarms were acknowledged.
void tell_who(const Chronicle& chronicle, const dispatch::IncidentId& id, v1::Incident& incident);
/// A frame of the stream, as the codec wrote it from `frame`. Only those to consoles change.
void tell_who(const Chronicle& chronicle, const ports::StreamFrame& frame,
              v1::ServerFrame& message);

}  // namespace goldenfour::net
