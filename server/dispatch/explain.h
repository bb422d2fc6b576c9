#pragma once

#include "server/dispatch/draft.h"
#include "server/dispatch/locate.h"
#include "server/dispatch/plan.h"

/// The why of a decision, as it is stored.
namespace goldenfour::dispatch {

/// What the plan is told as: counts by exclusion, and the best of those not asked with what each
/// would have added beside the plan's offers. `input` and `located` are what the plan was made
/// from. O(people * AED legs * kCells).
PlanMade explain(Draft& draft, const IncidentId& id, const PlanInput& input, const Located& located,
                 const Plan& plan);

/// The figures behind one offer.
Why why_of(const Draft& draft, const Candidate& candidate, const PlannedOffer& planned);

/// Fills in usability and its reasons for somebody who gets to the AED at `why.aed_reached`, which
/// must be set.
void judge_aed(const Draft& draft, const registry::Aed& aed, Why& why);

}  // namespace goldenfour::dispatch
