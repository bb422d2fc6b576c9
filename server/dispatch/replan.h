#pragma once

#include <cstdint>

#include "server/dispatch/draft.h"

/// What changes a running plan, and what leaves it alone.
namespace goldenfour::dispatch {

/// Whether somebody who was asked for this incident before, or for one that was merged into it, may
/// be asked once more: the question was taken back, or never reached them and would now. Never
/// after an answer, silence or a release.
bool may_ask_again(Draft& draft, const IncidentId& id, const ResponderId& responder);

/// When the holder of a task is expected with the patient: as last told, else as the offer said.
WallTime expected_arrival(const Incident& incident, const Task& task);

/// The place changed: questions whose figures are no longer true are taken back (who is still well
/// placed is asked anew, with the new figures); holders who have not left get a better AED.
void replan_for_place(Draft& draft, const IncidentId& id);

/// Held people may go on: what they waited is no delay of theirs.
void replan_for_release(Draft& draft, const IncidentId& id);

/// The crew's time changed: whoever is asked and would come after it is stood down.
void replan_for_crew(Draft& draft, const IncidentId& id);

/// Holders who have not left yet: another AED where it gains more than the policy's threshold; and
/// if nobody fetches one, the later of two who go straight.
void improve_tasks(Draft& draft, const IncidentId& id);

// under_way.cpp
/// Why somebody is expected at another time: a delay counts from the last plan.
enum class Because : std::uint8_t { kMoved, kReplanned };
/// Notes when the holder is expected by where they are; false when that is no news, or unknown.
bool note_arrival(Draft& draft, const IncidentId& id, std::uint32_t task, Because cause);
/// The holder's position, when it is known and fresh, tells another arrival: plans with it, and
/// replaces who does not come nearer.
void reconsider_arrival(Draft& draft, const IncidentId& id, std::uint32_t task);
/// Starts to count for holders whose devices are silent; takes back who was heard again.
void watch_contacts(Draft& draft, const IncidentId& id);
/// The same for one of them, just now.
void watch_contact(Draft& draft, const IncidentId& id, std::uint32_t task);
/// The time for the holder to be heard from is over.
void contact_timer_fired(Draft& draft, const IncidentId& id, std::uint32_t task,
                         std::uint32_t attempt);
/// The holder said something.
void heard_of(Draft& draft, const IncidentId& id, std::uint32_t task);

}  // namespace goldenfour::dispatch
