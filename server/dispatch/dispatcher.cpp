#include "server/dispatch/dispatcher.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "server/dispatch/draft.h"
#include "server/dispatch/stages.h"
#include "server/registry/canonical_hash.h"

namespace goldenfour::dispatch {
namespace {

/// The incident a command is about, if it is about one that must exist.
const IncidentId* subject(const CommandBody& body) {
  const auto pick = []<class C>(const C& command) -> const IncidentId* {
    if constexpr (requires { command.incident; }) {
      return &command.incident;
    } else if constexpr (std::is_same_v<C, Answer> || std::is_same_v<C, ReportDelivery>) {
      return &command.offer.incident;
    } else if constexpr (std::is_same_v<C, Progress> || std::is_same_v<C, ReconsiderTask>) {
      return &command.task.incident;
    } else {
      return nullptr;
    }
  };
  return std::visit(pick, body);
}

/// One overload per command: the table of who handles what.
struct Stages {
  Draft& draft;
  void operator()(const RaiseAlert& command) { take_alert(draft, command); }
  void operator()(const UpdateIncident& command) { update_incident(draft, command); }
  void operator()(const CancelIncident& command) { cancel_incident(draft, command); }
  void operator()(const CloseIncident& command) { close_incident(draft, command); }
  void operator()(const HoldIncident& command) { hold_incident(draft, command); }
  void operator()(const ResumeIncident& command) { resume_incident(draft, command); }
  void operator()(const EmsOnScene& command) { ems_on_scene(draft, command); }
  void operator()(const AcknowledgeAlarm& command) { acknowledge_alarm(draft, command); }
  void operator()(const Answer& command) { take_answer(draft, command); }
  void operator()(const Progress& command) { take_progress(draft, command); }
  void operator()(const ReportDelivery& command) { report_delivery(draft, command); }
  void operator()(const TimerFired& command) { take_timer(draft, command); }
  void operator()(const PresenceLost& command) { lose_presence(draft, command); }
  void operator()(const PutAed& command) { put_aed(draft, command); }
  void operator()(const DeleteAed& command) { delete_aed(draft, command); }
  void operator()(const ImportAeds& command) { import_aeds(draft, command); }
  void operator()(const PutResponder& command) { put_responder(draft, command); }
  void operator()(const DeleteResponder& command) { delete_responder(draft, command); }
  void operator()(const SetDuty& command) { set_duty(draft, command); }
  void operator()(const AssignResponder& command) { assign_responder(draft, command); }
  void operator()(const ReleaseResponder& command) { release_responder(draft, command); }
  void operator()(const RelocateIncident& command) { relocate_incident(draft, command); }
  void operator()(const EscalateIncident& command) { escalate_incident(draft, command); }
  void operator()(const ReconsiderTask& command) { reconsider_task(draft, command); }
  void operator()(const DeclareMajor& command) { declare_major(draft, command); }
  void operator()(const PutTeam& command) { put_team(draft, command); }
  void operator()(const MergeIncident& command) { merge_incident(draft, command); }
  void operator()(const UnmergeIncident& command) { unmerge_incident(draft, command); }
  void operator()(const DeleteTeam& command) { delete_team(draft, command); }
};

struct FeedDirectory {
  registry::Directory& directory;
  void operator()(const AedPut& fact) { directory.put(fact.aed); }
  void operator()(const AedDeleted& fact) { directory.erase(fact.aed); }
  void operator()(const ResponderPut& fact) { directory.put(fact.responder); }
  void operator()(const ResponderDeleted& fact) { directory.erase(fact.responder); }
  void operator()(const DutyChanged& fact) { directory.set_duty(fact.responder, fact.duty); }
  void operator()(const TeamPut& fact) { directory.put(fact.team); }
  void operator()(const TeamDeleted& fact) { directory.erase(fact.team); }
  template <IncidentFact F>
  void operator()(const F&) {}
};

struct CommandName {
  const char* operator()(const RaiseAlert&) { return "RaiseAlert"; }
  const char* operator()(const UpdateIncident&) { return "UpdateIncident"; }
  const char* operator()(const CancelIncident&) { return "CancelIncident"; }
  const char* operator()(const CloseIncident&) { return "CloseIncident"; }
  const char* operator()(const HoldIncident&) { return "HoldIncident"; }
  const char* operator()(const ResumeIncident&) { return "ResumeIncident"; }
  const char* operator()(const EmsOnScene&) { return "EmsOnScene"; }
  const char* operator()(const AcknowledgeAlarm&) { return "AcknowledgeAlarm"; }
  const char* operator()(const Answer&) { return "Answer"; }
  const char* operator()(const Progress&) { return "Progress"; }
  const char* operator()(const ReportDelivery&) { return "ReportDelivery"; }
  const char* operator()(const TimerFired&) { return "TimerFired"; }
  const char* operator()(const PresenceLost&) { return "PresenceLost"; }
  const char* operator()(const PutAed&) { return "PutAed"; }
  const char* operator()(const DeleteAed&) { return "DeleteAed"; }
  const char* operator()(const ImportAeds&) { return "ImportAeds"; }
  const char* operator()(const PutResponder&) { return "PutResponder"; }
  const char* operator()(const DeleteResponder&) { return "DeleteResponder"; }
  const char* operator()(const SetDuty&) { return "SetDuty"; }
  const char* operator()(const AssignResponder&) { return "AssignResponder"; }
  const char* operator()(const ReleaseResponder&) { return "ReleaseResponder"; }
  const char* operator()(const RelocateIncident&) { return "RelocateIncident"; }
  const char* operator()(const EscalateIncident&) { return "EscalateIncident"; }
  const char* operator()(const ReconsiderTask&) { return "ReconsiderTask"; }
  const char* operator()(const DeclareMajor&) { return "DeclareMajor"; }
  const char* operator()(const PutTeam&) { return "PutTeam"; }
  const char* operator()(const MergeIncident&) { return "MergeIncident"; }
  const char* operator()(const UnmergeIncident&) { return "UnmergeIncident"; }
  const char* operator()(const DeleteTeam&) { return "DeleteTeam"; }
};

/// A command that cannot be taken up at all.
std::optional<Outcome> refused(const State& state, const Command& command, const World& world,
                               Now now) {
  const auto refuse = [&](ErrorCode error, const char* field, std::string detail) {
    Draft draft(state, world, command, now);
    draft.refuse(error, field, std::move(detail));
    return std::move(draft).finish();
  };
  if (!state.jurisdictions.contains(command.jurisdiction))
    return refuse(ErrorCode::kWrongJurisdiction, "jurisdiction",
                  "this server does not decide for '" + command.jurisdiction.value() + "'");
  const IncidentId* incident = subject(command.body);
  if (!incident) return {};
  if (incident->jurisdiction != command.jurisdiction &&
      !std::holds_alternative<Answer>(command.body) &&
      !std::holds_alternative<Progress>(command.body) &&
      !std::holds_alternative<ReportDelivery>(command.body))
    return refuse(ErrorCode::kWrongJurisdiction, "incident", "the incident is another's");
  if (!state.find(*incident))
    return refuse(ErrorCode::kNotFound, "incident", "no incident " + to_string(*incident));
  const std::uint64_t version = state.find(*incident)->version;
  if (command.expected_version.value_or(version) != version)
    return refuse(ErrorCode::kPreconditionFailed, "If-Match",
                  "the version is " + std::to_string(version) + "; look at it again");
  return {};
}

}  // namespace

const char* name(const CommandBody& body) {
  return std::visit(CommandName{}, body);
}

Outcome decide(const State& state, const Command& command, const World& world, Now now) {
  if (auto no = refused(state, command, world, now)) return *std::move(no);
  Draft draft(state, world, command, now);
  std::visit(Stages{draft}, command.body);
  return std::move(draft).finish();
}

Dispatcher::Dispatcher(std::span<const JurisdictionId> jurisdictions,
                       registry::Directory& directory)
    : directory_(directory) {
  for (const JurisdictionId& id : jurisdictions) state_.jurisdictions[id];
}

Step Dispatcher::handle(const Command& command, const World& world, Now now) {
  if (const auto* lost = std::get_if<PresenceLost>(&command.body)) directory_.gone(lost->responder);
  Outcome outcome = decide(state_, command, world, now);
  Step step;
  step.effects = std::move(outcome.effects);
  if (outcome.facts.empty()) return step;
  const IncidentId* incident = subject(command.body);
  const JurisdictionId& decider = incident ? incident->jurisdiction : command.jurisdiction;
  const JurisdictionState& jurisdiction = state_.jurisdictions.at(decider);
  step.decision = Decision{decider,       jurisdiction.epoch, jurisdiction.sequence + 1, now.utc,
                           command.actor, name(command.body), std::move(outcome.facts)};
  replay(*step.decision);
  return step;
}

void Dispatcher::replay(const Decision& decision) {
  dispatch::apply(state_, decision);
  for (const Fact& fact : decision.facts) std::visit(FeedDirectory{directory_}, fact);
}

std::uint64_t state_hash(const State& state, const registry::Directory& directory) {
  registry::CanonicalHash hash;
  hash.add(state);
  hash.number(directory.hash());
  return hash.value();
}

}  // namespace goldenfour::dispatch
