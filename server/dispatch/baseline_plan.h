#pragma once

#include <vector>

#include "server/dispatch/incident.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/plan.h"
#include "server/dispatch/policy.h"

namespace goldenfour::dispatch {

/// What a published rule would ask now: nearest or soonest first, as many as the rule keeps busy,
/// in its roles. Knows nothing of survival: gains are 0. Deterministic; ties go to the earlier
/// candidate. O(candidates log candidates).
Plan baseline_plan(const PublishedRule& rule, const PlanInput& input, const Incident& incident,
                   const std::vector<Candidate>& candidates, const Policy& policy);

/// True when somebody who accepts an AED's offer now is sent straight to the patient instead,
/// because the rule's fetchers are on their way.
bool has_enough_fetchers(const Policy& policy, const Incident& incident);

}  // namespace goldenfour::dispatch
