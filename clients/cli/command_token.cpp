#include <fstream>
#include <iostream>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "clients/common/token_admin.h"
#include "goldenfour/v1/admin.pb.h"

namespace goldenfour::cli {
namespace {

struct TokenOptions {
  std::string name, role, jurisdiction, responder, expires_in, out;
  std::string prefix = "r-";
  unsigned fleet = 0;
};

client::Expected<v1::CreateTokenRequest> build(const TokenOptions& o, const Texts& t) {
  v1::CreateTokenRequest request;
  v1::TokenRole role{};
  const bool known =
      client::parse_word<v1::TokenRole>(o.role, "TOKEN_", v1::TokenRole_Parse, &role);
  if (!known || role == v1::TOKEN_ROLE_UNSPECIFIED) {
    return client::usage_failure("--role: responder, dispatcher, registrar, integration, operator");
  }
  if (!o.expires_in.empty()) {
    const auto life = parse_duration(o.expires_in);
    if (!life)
      return client::usage_failure(fmt::format("--expires-in {}: {}", o.expires_in,
                                               t("expected 30d or 12h", "应为 30d 或 12h")));
    *request.mutable_expires_at() = client::to_stamp(client::now() + *life);
  }
  request.set_role(role);
  const bool one = o.fleet == 0;
  request.set_name(one && o.name.empty() ? o.role + "-" + random_key().substr(0, 8) : o.name);
  request.set_jurisdiction(o.jurisdiction);
  request.set_responder(o.responder);
  return request;
}

// Secrets are for their owner alone: the file is new and 0600.
client::Expected<void> write_secret_file(const std::string& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0)
    return client::usage_failure(fmt::format("--out {}: {}", path, std::strerror(errno)));
  const bool written =
      ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  if (::close(file) != 0 || !written)
    return client::usage_failure(fmt::format("--out {}: not written", path));
  return {};
}

client::Expected<v1::TokenList> create(Session& session, const TokenOptions& o) {
  auto one = build(o, session.t());
  if (!one) return tl::make_unexpected(one.error());
  if (o.fleet == 0) {
    v1::CreateTokensRequest request;
    *request.add_tokens() = *one;
    return session.read<v1::TokenList>(session.admin(client::create_tokens(request)));
  }
  v1::TokenList all;
  for (const auto& request : client::fleet_requests(*one, o.prefix, o.fleet)) {
    const auto made = session.read<v1::TokenList>(session.admin(client::create_tokens(request)));
    if (!made) return tl::make_unexpected(made.error());
    all.MergeFrom(*made);
  }
  return all;
}

int create_and_print(Session& session, const TokenOptions& o) {
  const auto tokens = create(session, o);
  if (!tokens) return session.fail(tokens.error());
  std::string lines;
  for (const auto& token : tokens->tokens()) {
    lines +=
        o.fleet == 0 ? token.secret() + "\n" : token.responder() + "\t" + token.secret() + "\n";
  }
  if (!o.out.empty()) {
    if (const auto written = write_secret_file(o.out, lines); !written)
      return session.fail(written.error());
    std::cout << fmt::format("{} {} {}\n", tokens->tokens_size(),
                             session.t()("token(s) written to", "个令牌已写入"), o.out);
    return 0;
  }
  if (session.globals().json) {
    std::cout << client::to_json(*tokens) << std::endl;
    return 0;
  }
  std::cout << lines;
  std::cerr << session.t()("Keep it now: the server stores only its hash and cannot show it again.",
                           "请立即保存：服务器只存其散列值，无法再次显示。")
            << std::endl;
  return 0;
}

client::Expected<v1::TokenList> all_tokens(Session& session) {
  v1::TokenList all;
  for (;;) {
    std::string path = "/admin/tokens";
    if (!all.next_page_token().empty()) {
      path += "?pageToken=" + client::url_encode(all.next_page_token());
    }
    const auto page = session.read<v1::TokenList>(session.admin({.path = path}));
    if (!page) return page;
    all.clear_next_page_token();
    all.MergeFrom(*page);
    if (all.next_page_token().empty()) return all;
  }
}

int list(Session& session) {
  const Texts& t = session.t();
  const auto tokens = all_tokens(session);
  if (!tokens) return session.fail(tokens.error());
  if (session.globals().json) {
    std::cout << client::to_json(*tokens) << std::endl;
    return 0;
  }
  Table table({t.str("NAME", "名称"), t.str("ROLE", "角色"), t.str("JURISDICTION", "辖区"),
               t.str("RESPONDER", "救护员"), t.str("CREATED", "创建"), t.str("EXPIRES", "到期"),
               t.str("STATE", "状态")});
  const auto today = client::now();
  for (const auto& token : tokens->tokens()) {
    std::string role = v1::TokenRole_Name(token.role());
    if (role.starts_with("TOKEN_")) role.erase(0, 6);
    const bool expired = token.has_expires_at() && client::to_time(token.expires_at()) < today;
    table.add({harmless(token.name()), role,
               token.jurisdiction().empty() ? "-" : token.jurisdiction(),
               token.responder().empty() ? "-" : token.responder(),
               clock_text(client::to_time(token.created_at()), today),
               token.has_expires_at() ? clock_text(client::to_time(token.expires_at()), today)
                                      : t.str("never", "不限"),
               token.revoked() ? t.str("revoked", "已吊销")
               : expired       ? t.str("expired", "已过期")
                               : t.str("valid", "有效")});
  }
  table.print(std::cout, session.colour());
  return 0;
}

int revoke(Session& session, const TokenOptions& o) {
  const auto answer =
      session.admin({.method = "DELETE", .path = "/admin/tokens/" + client::url_encode(o.name)});
  if (!answer) return session.fail(answer.error());
  std::cout << fmt::format("{}  {}\n", o.name, session.t()("revoked", "已吊销"));
  return 0;
}

}  // namespace

void add_token(CLI::App& app, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<TokenOptions>();
  CLI::App* group = app.add_subcommand(
      "token",
      t.str("make and revoke tokens, over the admin socket", "通过管理套接字创建、吊销令牌"));
  group->require_subcommand(1);
  CLI::App* make = group->add_subcommand(
      "create", t.str("make a token and print its secret once", "创建令牌，密文只显示一次"));
  make->add_option("--name", o->name,
                   t.str("for people and audits; unique; default: ROLE-random",
                         "供人和审计识别，须唯一；默认 角色-随机"));
  make->add_option("--role", o->role,
                   t.str("responder, dispatcher, registrar, integration, operator",
                         "responder 救护员、dispatcher 调度员、registrar 登记员、integration "
                         "对接系统、operator 运维"))
      ->required();
  make->add_option("--jurisdiction", o->jurisdiction,
                   t.str("required but for operator", "除 operator 外必需"));
  make->add_option("--responder", o->responder,
                   t.str("whose device, for role responder", "角色为 responder 时，其设备主人"));
  make->add_option("--expires-in", o->expires_in,
                   t.str("e.g. 30d; default: valid until revoked", "如 30d；默认直到吊销"));
  make->add_option("--out", o->out,
                   t.str("write the secret to this new file (0600)", "将密文写入该新文件（0600）"));
  make->add_option("--fleet", o->fleet,
                   t.str("so many responder tokens at once, for PREFIX00001, PREFIX00002, ...",
                         "一次创建多个救护员令牌：前缀00001、前缀00002……"))
      ->check(CLI::Range(1, 15000));
  make->add_option("--prefix", o->prefix,
                   t.str("of the fleet's responder ids", "批量创建时救护员编号前缀"))
      ->capture_default_str();
  make->callback([o, &program] {
    program.action = [o](Session& session) { return create_and_print(session, *o); };
  });
  add_token_enrol(*group, program);
  CLI::App* show =
      group->add_subcommand("list", t.str("list tokens, without secrets", "列出令牌（不含密文）"));
  show->callback([&program] { program.action = [](Session& session) { return list(session); }; });
  CLI::App* drop = group->add_subcommand("revoke", t.str("revoke a token at once", "立即吊销令牌"));
  drop->add_option("name", o->name, t.str("its name", "令牌名称"))->required();
  drop->callback(
      [o, &program] { program.action = [o](Session& session) { return revoke(session, *o); }; });
}

}  // namespace goldenfour::cli
