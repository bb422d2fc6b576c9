#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "clients/cli/qr.h"
#include "goldenfour/v1/enrolment.pb.h"

namespace goldenfour::cli {
namespace {

struct EnrolOptions {
  std::string role, name, jurisdiction, responder, expires_in, valid_for, site;
};

client::Expected<std::chrono::seconds> duration_of(const char* option, const std::string& text,
                                                   const Texts& t) {
  const auto duration = parse_duration(text);
  if (duration && duration->count() > 0) return *duration;
  return client::usage_failure(
      fmt::format("{} {}: {}", option, text, t("expected 15m or 12h", "应为 15m 或 12h")));
}

client::Expected<v1::CreateEnrolmentRequest> build(const EnrolOptions& o, const Texts& t) {
  v1::CreateEnrolmentRequest request;
  v1::CreateTokenRequest& token = *request.mutable_token();
  token.set_role(o.role == "responder" ? v1::RESPONDER : v1::TOKEN_DISPATCHER);
  token.set_name(o.name.empty() ? o.role + "-" + random_key().substr(0, 8) : o.name);
  token.set_jurisdiction(o.jurisdiction);
  token.set_responder(o.responder);
  if (!o.expires_in.empty()) {
    const auto life = duration_of("--expires-in", o.expires_in, t);
    if (!life) return tl::make_unexpected(life.error());
    *token.mutable_expires_at() = client::to_stamp(client::now() + *life);
  }
  if (!o.valid_for.empty()) {
    const auto valid = duration_of("--valid-for", o.valid_for, t);
    if (!valid) return tl::make_unexpected(valid.error());
    constexpr std::chrono::seconds kMost{UINT32_MAX};
    request.set_valid_seconds(static_cast<std::uint32_t>(std::min(*valid, kMost).count()));
  }
  return request;
}

int enrol(Session& session, const EnrolOptions& o) {
  const Texts& t = session.t();
  const auto request = build(o, t);
  if (!request) return session.fail(request.error());
  const auto code = session.read<v1::EnrolmentCode>(session.admin(
      {.method = "POST", .path = "/admin/enrolments", .body = client::to_json(*request)}));
  if (!code) return session.fail(code.error());
  if (session.printed_json()) return 0;
  const std::string& site = o.site.empty() ? session.globals().server : o.site;
  const auto until = clock_text(client::to_time(code->expires_at()), client::now());
  const std::string url = enrolment_url(site, o.role, code->code());
  std::cout << fmt::format("{}  {}\n{}  {}\n", t("code", "验证码"), code->code(), t("page", "网页"),
                           url);
  // In a file or a pipe it would be noise; a longer address is typed.
  const auto picture = session.colour() ? QrCode::of(url) : std::nullopt;
  if (picture) std::cout << terminal_text(*picture) << std::flush;
  std::cerr << fmt::format(
      "{} {}{}\n", t("Good once, until", "仅可使用一次，有效至"), until,
      t(" by the server's clock. Open the page on the device, or type the code "
        "there.\nThe server keeps only its hash, in memory: a restart of the "
        "server voids it.",
        "（服务器时间）。请在设备上打开该网页，或在其中输入验证码。\n服务器仅在"
        "内存中保存其散列值，重启服务器后即失效。"));
  return 0;
}

}  // namespace

std::string enrolment_url(std::string_view site, std::string_view role, std::string_view code) {
  while (site.ends_with('/')) site.remove_suffix(1);
  return fmt::format("{}/{}/#enrol={}", site, role == "responder" ? "phone" : "console", code);
}

void add_token_enrol(CLI::App& token, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<EnrolOptions>();
  CLI::App* make = token.add_subcommand(
      "enrol", t.str("make a one-time code with which a phone or a console fetches its token",
                     "创建一次性验证码，手机或调度台凭此领取令牌"));
  make->add_option("--role", o->role,
                   t.str("responder (a phone) or dispatcher (a console)",
                         "responder 救护员（手机）或 dispatcher 调度员（调度台）"))
      ->required()
      ->check(CLI::IsMember({"responder", "dispatcher"}));
  make->add_option("--jurisdiction", o->jurisdiction, t.str("of the token", "令牌所属辖区"))
      ->required();
  make->add_option("--responder", o->responder,
                   t.str("whose phone, for role responder", "角色为 responder 时，其手机主人"));
  make->add_option(
      "--name", o->name,
      t.str("of the token, unique; default: ROLE-random", "令牌名称，须唯一；默认 角色-随机"));
  make->add_option("--valid-for", o->valid_for,
                   t.str("how long the code is good, e.g. 15m; default: as the server is set up",
                         "验证码有效时长，如 15m；默认按服务器设置"));
  make->add_option("--expires-in", o->expires_in,
                   t.str("life of the token, e.g. 30d; default: valid until revoked",
                         "令牌有效期，如 30d；默认直到吊销"));
  make->add_option("--site", o->site,
                   t.str("where the device finds the pages, e.g. https://aed.example.org; default: "
                         "--server",
                         "设备访问网页的地址，如 https://aed.example.org；默认同 --server"));
  make->callback(
      [o, &program] { program.action = [o](Session& session) { return enrol(session, *o); }; });
}

}  // namespace goldenfour::cli
