#pragma once

#include "server/dispatch/draft.h"
#include "server/dispatch/plan.h"

namespace goldenfour::dispatch {

/// What stands in this incident, as far as a plan must know: who is asked, on the way or there,
/// with what remains of their arrivals; the crew; and how many more may be asked for which role.
/// From facts alone, but for the way from an AED to the patient. The incident's place must be
/// known.
PlanInput plan_input(Draft& draft, const IncidentId& id);

}  // namespace goldenfour::dispatch
