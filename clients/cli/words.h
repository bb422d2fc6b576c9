#pragma once

#include <functional>
#include <string>

#include "clients/cli/terminal.h"
#include "clients/cli/texts.h"
#include "clients/common/wire.h"
#include "goldenfour/v1/incident.pb.h"

/// The wire's codes in plain words of both languages. Pure. A code that this client does not know
/// is shown as it came.
namespace goldenfour::cli {

std::string kind_text(v1::IncidentKind kind, const Texts& t);
std::string status_text(v1::IncidentStatus status, const Texts& t);
std::string close_reason_text(v1::CloseReason reason, const Texts& t);
std::string hazard_text(v1::Hazard hazard, const Texts& t);
/// "exercise", "test"; empty for an actual alert.
std::string drill_text(v1::AlertStatus status, const Texts& t);
/// What somebody with that role is asked to do; `aed` is its name or empty.
std::string role_text(v1::Role role, v1::IncidentKind kind, const std::string& aed, const Texts& t);
std::string offer_end_text(const std::string& code, const Texts& t);
std::string delivery_text(const std::string& code, const Texts& t);
std::string step_text(const std::string& code, const Texts& t);
std::string task_end_text(const std::string& code, const Texts& t);
std::string alarm_text(const std::string& code, const Texts& t);
std::string contact_text(const std::string& code, const Texts& t);
std::string relocate_reason_text(const std::string& code, const Texts& t);
std::string exclusion_text(const std::string& code, const Texts& t);
/// "responder 3" and "other 3" in the reader's language; an id as it is.
std::string responder_text(const std::string& called, const Texts& t);
/// "1:30-2:00 min", or "1:30 min" when both are equal.
std::string arrival_text(unsigned from, unsigned to, const Texts& t);

/// " (by desk-2)"; empty when there is no name to say.
std::string by_text(const v1::Actor& actor, const Texts& t);

/// What the words of an event need besides the event.
struct EventContext {
  const v1::Incident* state = nullptr;  ///< the incident after it; may be absent
  /// The name of an AED for people, perhaps with its distance; the id when nothing is known.
  std::function<std::string(const std::string& aed)> aed_name;
  client::WallTime today;
};

struct Sentence {
  std::string text;
  Tone tone = Tone::kPlain;
  bool routine = false;  ///< of interest only to who wants everything
};

/// One line for one event: "responder 3 asked: fetch AED \"Mercator Center\", ..."; of what
/// somebody did by hand also who.
Sentence describe(const v1::TimelineEvent& event, const EventContext& context, const Texts& t);

/// One line for an incident as a whole: "open, cardiac arrest, 3 asked, 1 on the way".
Sentence summarize(const v1::Incident& incident, client::WallTime today, const Texts& t);

}  // namespace goldenfour::cli
