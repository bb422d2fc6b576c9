#pragma once

#include <cstdint>

#include "server/dispatch/command.h"
#include "server/dispatch/draft.h"

/// The stages of an incident. Each takes a command's body, records facts in the draft and answers.
namespace goldenfour::dispatch {

// intake.cpp
/// Opens, repeats or updates. Replies with the incident; errors: kIdempotencyKeyReused,
/// kStaleUpdate, kIllegalTransition.
void take_alert(Draft& draft, const RaiseAlert& command);
void update_incident(Draft& draft, const UpdateIncident& command);

// correct.cpp: what a change of an open incident's content means for those asked or on their way
/// `before` is the incident as it was; the change is recorded.
void act_on_change(Draft& draft, const IncidentId& id, const Incident& before);
/// A responder on scene names a danger: it is known to all at once, and holds back if it must.
void report_hazard(Draft& draft, const Progress& command);

// search.cpp: locate, plan, notify in one go
/// Looks for people and offers; raises "no candidate" when there is nobody and nobody is asked.
/// Nothing happens unless the incident is open.
void look_for_people(Draft& draft, const IncidentId& id);
/// Sees to it that a minute in which people are asked and nobody says yes becomes an alarm: also
/// for who is asked later than at the alert, and when the last helper has given up.
void watch_for_silence(Draft& draft, const IncidentId& id);
/// Ends the outstanding offers of every role that has enough acceptors, except of those near.
void stand_down_surplus(Draft& draft, const IncidentId& id);
/// Ends one offer and its timers.
void end_offer(Draft& draft, const IncidentId& id, std::uint32_t offer, OfferEnd cause);
/// Ends every outstanding offer.
void end_offers(Draft& draft, const IncidentId& id, OfferEnd cause);
/// Raises an alarm unless one of this kind is open.
void raise_alarm(Draft& draft, const IncidentId& id, AlarmKind kind);

// team.cpp: many casualties, and teams called as a whole
void declare_major(Draft& draft, const DeclareMajor& command);
/// Declares a major event when an alert's casualties say so.
void note_casualties(Draft& draft, const IncidentId& id, std::uint32_t casualties);
/// The incident is a major event from now on, if it is not one; `casualties` when they are news.
void make_major(Draft& draft, const IncidentId& id, std::uint32_t casualties);
/// Asks the next captain or deputy of each team that nobody has taken the call for, and the members
/// of those that somebody has. Nothing happens unless the incident is a major event and open.
void call_teams(Draft& draft, const IncidentId& id);
void put_team(Draft& draft, const PutTeam& command);
void delete_team(Draft& draft, const DeleteTeam& command);

// notify.cpp
/// Makes an offer: fills in its number, channel and times, makes its figures coarse, sets its
/// timers.
void ask(Draft& draft, const IncidentId& id, OfferMade offer);
void report_delivery(Draft& draft, const ReportDelivery& command);
void lose_presence(Draft& draft, const PresenceLost& command);
/// The delivery timer fired without an acknowledgement.
void try_next_channel(Draft& draft, const IncidentId& id, std::uint32_t offer);

// track.cpp
void take_answer(Draft& draft, const Answer& command);
void take_progress(Draft& draft, const Progress& command);
void take_timer(Draft& draft, const TimerFired& command);
/// Ends one task and frees its AED.
void end_task(Draft& draft, const IncidentId& id, std::uint32_t offer, TaskEnd cause);
/// The task's AED cannot be had: the alternate, another one near, or CPR.
void replace_aed(Draft& draft, const IncidentId& id, std::uint32_t offer);

// acts.cpp, relocate.cpp: the dispatcher's hand
void assign_responder(Draft& draft, const AssignResponder& command);
void release_responder(Draft& draft, const ReleaseResponder& command);
void escalate_incident(Draft& draft, const EscalateIncident& command);
void relocate_incident(Draft& draft, const RelocateIncident& command);

// replan.cpp
void reconsider_task(Draft& draft, const ReconsiderTask& command);

// merge.cpp
/// Says on a new incident, with an alarm, which open one it may be; never merges by itself.
void propose_merge(Draft& draft, const IncidentId& id);
void merge_incident(Draft& draft, const MergeIncident& command);
void unmerge_incident(Draft& draft, const UnmergeIncident& command);

// close.cpp
void cancel_incident(Draft& draft, const CancelIncident& command);
void close_incident(Draft& draft, const CloseIncident& command);
void hold_incident(Draft& draft, const HoldIncident& command);
void resume_incident(Draft& draft, const ResumeIncident& command);
void ems_on_scene(Draft& draft, const EmsOnScene& command);
void acknowledge_alarm(Draft& draft, const AcknowledgeAlarm& command);
/// Refuses the command when the incident has ended; true then.
bool refuse_final(Draft& draft, const IncidentId& id);
void change_status(Draft& draft, const IncidentId& id, IncidentStatus to, CloseReason reason);
/// Ends the incident: everybody is stood down, timers are cleared, the archive timer is set.
void finish_incident(Draft& draft, const IncidentId& id, IncidentStatus status, CloseReason reason);
/// Withdraws offers and keeps people back until resumed.
void hold(Draft& draft, const IncidentId& id);

// maintain.cpp: the registry's commands
void put_aed(Draft& draft, const PutAed& command);
void delete_aed(Draft& draft, const DeleteAed& command);
void import_aeds(Draft& draft, const ImportAeds& command);
void put_responder(Draft& draft, const PutResponder& command);
void delete_responder(Draft& draft, const DeleteResponder& command);
void set_duty(Draft& draft, const SetDuty& command);

}  // namespace goldenfour::dispatch
