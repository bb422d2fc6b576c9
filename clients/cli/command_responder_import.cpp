#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include <boost/asio/co_spawn.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/responder_file.h"
#include "clients/common/registry_client.h"

namespace goldenfour::cli {
namespace {

struct Options {
  std::string file;
  std::string jurisdiction;
};

client::Expected<client::PutResult> put(Session& session, const v1::Responder& responder) {
  std::optional<client::Expected<client::PutResult>> result;
  boost::asio::co_spawn(
      session.io(),
      client::put_record(&session.http(), "/v1/responders/" + client::url_encode(responder.id()),
                         client::to_json(responder), {}),
      [&](std::exception_ptr, client::Expected<client::PutResult> done) {
        result = std::move(done);
      });
  session.io().restart();
  session.io().run();
  if (!result) return client::unreachable("interrupted");
  return *result;
}

int import(Session& session, const Options& o) {
  const Texts& t = session.t();
  std::ifstream in(o.file, std::ios::binary);
  if (!in)
    return session.fail(
        client::usage_failure(o.file + ": " + t.str("cannot be read", "无法读取")).value());
  const auto responders = o.file.ends_with(".json") ? read_responders_json(in, o.jurisdiction)
                                                    : read_responders_csv(in, o.jurisdiction);
  if (!responders)
    return session.fail(client::usage_failure(o.file + ": " + responders.error()).value());
  unsigned created = 0;
  unsigned replaced = 0;
  unsigned refused = 0;
  for (const auto& responder : *responders) {
    const auto done = put(session, responder);
    if (done) {
      ++(*done == client::PutResult::kCreated ? created : replaced);
      continue;
    }
    if (done.error().kind == client::Failure::Kind::kUnreachable || done.error().status == 401)
      return session.fail(done.error());
    std::cerr << responder.id() << ": ";
    session.fail(done.error());
    ++refused;
  }
  std::cout << fmt::format(
      fmt::runtime(t("{} new, {} replaced, {} refused\n", "新增{}，更新{}，拒绝{}\n")), created,
      replaced, refused);
  return refused > 0 ? 1 : 0;
}

}  // namespace

void add_responder_import(CLI::App& responder, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<Options>();
  CLI::App* command = responder.add_subcommand(
      "import", t.str("create or replace responders from a file", "从文件新增或更新救护员"));
  command
      ->add_option(
          "file", o->file,
          t.str("CSV (id,name,phone,lat,lng,datum,mode,certified_until,drills,on_duty,skills) or "
                "JSON",
                "CSV（id,name,phone,lat,lng,datum,mode,certified_until,drills,on_duty,skills）或 "
                "JSON"))
      ->required();
  command->add_option("--jurisdiction", o->jurisdiction, t.str("whose responders", "所属辖区"))
      ->required();
  command->callback(
      [o, &program] { program.action = [o](Session& session) { return import(session, *o); }; });
}

}  // namespace goldenfour::cli
