#pragma once

#include "server/dispatch/fact_merge.h"
#include "server/dispatch/incident.h"

namespace goldenfour::dispatch {

/// What the fact says of the incident beside its status.
void apply_merge(Incident& incident, const MergeChanged& fact);

/// As if the holder had been asked and had accepted here.
Offer joined_offer(const TaskJoined& fact);
Task joined_task(const TaskJoined& fact);

}  // namespace goldenfour::dispatch
