#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "clients/cli/session.h"

namespace CLI {
class App;
}

/// The commands. Each function adds its part of the grammar to `app` and, when that part was
/// chosen, leaves in `program.action` what to do; the action returns the exit code.
namespace goldenfour::cli {

struct Program {
  explicit Program(Texts texts) : t(texts) {}
  Texts t;
  Globals globals;
  std::function<int(Session&)> action;
  std::function<int()> offline_action;  ///< of a command that needs no server; instead of `action`
};

void add_alert(CLI::App& app, Program& program);
void add_incident(CLI::App& app, Program& program);
/// assign, release, relocate, escalate.
void add_incident_acts(CLI::App& incident, Program& program);
/// The positional argument that says which incident.
void add_incident_id(CLI::App& command, const Texts& texts, std::string& id);
/// Posts `body` to the incident's custom method (":hold") and tells the outcome.
int change_incident(Session& session, const std::string& id, std::string_view method,
                    std::string body);
void add_aed(CLI::App& app, Program& program);
void add_responder(CLI::App& app, Program& program);
void add_responder_run(CLI::App& responder, Program& program);
void add_responder_import(CLI::App& responder, Program& program);
void add_simulate(CLI::App& app, Program& program);
void add_team(CLI::App& app, Program& program);
void add_token(CLI::App& app, Program& program);
void add_token_enrol(CLI::App& token, Program& program);
/// Where a device of this role ("responder" or "dispatcher") uses the code: the page of `site`,
/// with the code in the fragment, which browsers do not send.
std::string enrolment_url(std::string_view site, std::string_view role, std::string_view code);
void add_watch(CLI::App& app, Program& program);

}  // namespace goldenfour::cli
