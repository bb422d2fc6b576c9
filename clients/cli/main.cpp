#include <clocale>
#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"

using goldenfour::cli::choose_language;
using goldenfour::cli::Language;
using goldenfour::cli::Program;
using goldenfour::cli::Session;
using goldenfour::cli::Texts;

namespace {

void add_globals(CLI::App& app, Program& program) {
  const Texts& t = program.t;
  auto& globals = program.globals;
  app.add_option("--server", globals.server,
                 t.str("where the server is: http://HOST:PORT or https://HOST:PORT",
                       "服务器地址：http://主机:端口 或 https://主机:端口"))
      ->envname("GOLDENFOUR_SERVER")
      ->capture_default_str();
  app.add_option("--token", globals.token,
                 t.str("bearer token; others on this machine can see it: prefer --token-file or "
                       "GOLDENFOUR_TOKEN",
                       "令牌；本机他人可见，建议用 --token-file 或 GOLDENFOUR_TOKEN"));
  app.add_option("--token-file", globals.token_file,
                 t.str("file whose first word is the token", "令牌文件，取其第一个词"));
  app.add_option("--admin-socket", globals.admin_socket,
                 t.str("the server's admin socket on this machine", "本机上服务器的管理套接字"))
      ->envname("GOLDENFOUR_ADMIN_SOCKET")
      ->capture_default_str();
  app.add_option(
      "--ca-file", globals.ca_file,
      t.str("certificates to trust besides the system's (PEM)", "另外信任的证书（PEM）"));
  app.add_flag("--json", globals.json,
               t.str("print the server's answer as JSON", "以 JSON 输出服务器的回答"));
  app.add_option("--lang", globals.language,
                 t.str("language: en or zh; default by LANG", "语言：en 或 zh；默认依 LANG"))
      ->check(CLI::IsMember({"en", "zh"}));
}

std::string footer(const Texts& t) {
  return t.str(
      "Exit codes: 0 done, 1 refused by the server, 2 wrong command line, 3 no answer.\n"
      "Example:    goldenfour alert --kind cardiac_arrest --at 46.0511,14.5051 --exercise\n",
      "退出码：0 成功，1 被服务器拒绝，2 命令行有误，3 无应答。\n"
      "示例：  goldenfour alert --kind cardiac_arrest --at 29.0790,119.6474 --exercise\n");
}

void translate_labels(CLI::App& app, const Texts& t) {
  if (t.language() != Language::kChinese) return;
  auto format = app.get_formatter();
  format->label("Usage", "用法");
  format->label("OPTIONS", "选项");
  format->label("SUBCOMMAND", "子命令");
  format->label("SUBCOMMANDS", "子命令");
  format->label("Positionals", "参数");
  format->label("REQUIRED", "（必需）");
  format->label("TEXT", "文本");
}

// The headings of the help stand in each option and command.
void translate_headings(CLI::App& app, const Texts& t) {
  if (t.language() != Language::kChinese) return;
  for (CLI::Option* option : app.get_options()) {
    option->group(option->get_positional() ? "参数" : "选项");
  }
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    command->group("子命令");
    translate_headings(*command, t);
  }
}

int usage_error(const CLI::ParseError& error, const Texts& t) {
  const std::string name = error.get_name();
  std::string_view what = t("wrong command line", "命令行有误");
  if (name == "RequiredError") what = t("something is missing", "缺少必需的参数");
  if (name == "ExtrasError") what = t("not understood", "无法识别的参数");
  if (name == "ConversionError") what = t("not of the right form", "参数形式不对");
  if (name == "ValidationError") what = t("not allowed", "参数取值不允许");
  if (name == "ArgumentMismatch") what = t("wrong number of values", "参数个数不对");
  std::cerr << "goldenfour: " << what << ": " << error.what() << "\n"
            << t("See: goldenfour --help, goldenfour COMMAND --help",
                 "参见：goldenfour --help，goldenfour 子命令 --help")
            << std::endl;
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Program program(Texts(choose_language(argc, argv)));
  CLI::App app(program.t.str("Golden Four: raise alerts, watch incidents, keep the registry",
                             "Golden Four：发出警报、观察事件、维护登记"),
               "goldenfour");
  translate_labels(app, program.t);
  app.set_help_flag("-h,--help", program.t.str("print this help", "显示本帮助"));
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(footer(program.t));
  add_globals(app, program);
  add_alert(app, program);
  add_incident(app, program);
  add_watch(app, program);
  add_aed(app, program);
  add_responder(app, program);
  add_team(app, program);
  add_token(app, program);
  add_simulate(app, program);
  translate_headings(app, program.t);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return usage_error(error, program.t);
  }
  try {
    if (program.offline_action) return program.offline_action();
    Session session(program.globals, program.t);
    if (const auto opened = session.open(); !opened) return session.fail(opened.error());
    return program.action(session);
  } catch (const std::exception& error) {
    std::cerr << "goldenfour: " << error.what() << std::endl;
    return 1;
  }
}
