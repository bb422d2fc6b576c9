#include <memory>

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "clients/cli/commands.h"
#include "clients/cli/parse.h"
#include "clients/cli/streaming.h"
#include "clients/cli/volunteer.h"
#include "clients/common/token_admin.h"

namespace goldenfour::cli {
namespace {

namespace asio = boost::asio;

struct Options {
  std::string id, jurisdiction, at, pace, limit;
  std::string datum = "WGS84";
  bool accept = false;
  bool decline = false;
  bool ask = false;
  bool once = false;
};

// Feeds lines from standard input to the volunteer until it ends or the program stops.
class Keyboard {
 public:
  Keyboard(asio::io_context& io, Volunteer* volunteer) : input_(io), volunteer_(volunteer) {
    boost::system::error_code error;
    const int copy = ::dup(STDIN_FILENO);
    // A regular file cannot be polled; then nobody types.
    if (copy >= 0) input_.assign(copy, error);
    open_ = copy >= 0 && !error;
    if (copy >= 0 && error) ::close(copy);
  }
  void start() {
    if (open_) read();
  }
  void stop() {
    boost::system::error_code ignored;
    input_.close(ignored);
  }

 private:
  void read() {
    asio::async_read_until(input_, buffer_, '\n',
                           [this](boost::system::error_code error, std::size_t) {
                             if (error) return;
                             std::istream lines(&buffer_);
                             std::string line;
                             std::getline(lines, line);
                             volunteer_->on_line(line);
                             read();
                           });
  }

  asio::posix::stream_descriptor input_;
  asio::streambuf buffer_{4096};
  Volunteer* volunteer_;
  bool open_ = false;
};

client::Expected<VolunteerOptions> build(const Options& o) {
  VolunteerOptions options;
  options.once = o.once;
  if (o.accept) options.answer = VolunteerOptions::Answer::kAccept;
  if (o.decline) options.answer = VolunteerOptions::Answer::kDecline;
  if (!o.pace.empty()) {
    const auto pace = parse_duration(o.pace);
    if (!pace) return client::usage_failure("--pace 10s");
    options.pace = *pace;
  }
  return options;
}

// Without a token of its own the terminal gets one for this responder over the admin socket.
client::Expected<std::string> make_token(Session& session, const Options& o) {
  v1::CreateTokensRequest request;
  v1::CreateTokenRequest* token = request.add_tokens();
  token->set_name(fmt::format("terminal-{}-{}", o.id, random_key().substr(0, 8)));
  token->set_role(v1::RESPONDER);
  token->set_jurisdiction(o.jurisdiction);
  token->set_responder(o.id);
  *token->mutable_expires_at() = client::to_stamp(client::now() + std::chrono::hours(12));
  const auto made = session.read<v1::TokenList>(session.admin(client::create_tokens(request)));
  if (!made) return tl::make_unexpected(made.error());
  if (made->tokens_size() != 1) return client::unreachable("the server made no token");
  return made->tokens(0).secret();
}

int run_with(Session& session, const Options& o, const VolunteerOptions& options) {
  std::chrono::seconds limit(0);
  if (const auto parsed = parse_duration(o.limit)) limit = *parsed;
  Volunteer volunteer(&session, options);
  Keyboard keyboard(session.io(), &volunteer);
  run_stream(session, &volunteer, limit,
             [&](client::StreamClient* stream, std::function<void()> stop) {
               if (const auto place = parse_lat_lng(o.at)) {
                 v1::PresenceReport presence;
                 *presence.mutable_position() =
                     make_position(*place, parse_datum(o.datum).value_or(v1::DATUM_WGS84));
                 presence.set_accuracy_meters(20);
                 stream->set_presence(presence);
               }
               volunteer.attach(stream, stop);
               if (options.answer == VolunteerOptions::Answer::kAsk) keyboard.start();
             });
  keyboard.stop();
  return volunteer.refused() ? 1 : 0;
}

int run(Session& session, const Options& o) {
  const auto options = build(o);
  if (!options) return session.fail(options.error());
  if ((!o.at.empty() && !parse_lat_lng(o.at)) || !parse_datum(o.datum)) {
    return session.fail(
        client::usage_failure("--at LATITUDE,LONGITUDE --datum WGS84|CGCS2000|GCJ02|BD09").value());
  }
  if (!o.limit.empty() && !parse_duration(o.limit))
    return session.fail(client::usage_failure("--for 10m").value());
  if (!session.http().options().token.empty()) return run_with(session, o, *options);
  if (o.jurisdiction.empty()) {
    return session.fail(
        client::usage_failure(
            session.t().str("give this responder's token, or --jurisdiction so that one can be "
                            "made over the admin socket",
                            "请提供该救护员的令牌，或用 --jurisdiction 通过管理套接字创建"))
            .value());
  }
  const auto token = make_token(session, o);
  if (!token) return session.fail(token.error());
  Globals globals = session.globals();
  globals.token = *token;
  Session own(globals, session.t());
  if (const auto opened = own.open(); !opened) return own.fail(opened.error());
  return run_with(own, o, *options);
}

}  // namespace

void add_responder_run(CLI::App& responder, Program& program) {
  const Texts t = program.t;
  auto o = std::make_shared<Options>();
  CLI::App* command = responder.add_subcommand(
      "run", t.str("act as one volunteer at this terminal", "在本终端扮演一名志愿者"));
  command->add_option("--id", o->id, t.str("whom", "编号"))->required();
  command->add_option("--jurisdiction", o->jurisdiction,
                      t.str("to make a token over the admin socket when none is given",
                            "未给令牌时，用于通过管理套接字创建"));
  command->add_option("--at", o->at,
                      t.str("where this person is: LATITUDE,LONGITUDE", "所在位置：纬度,经度"));
  command->add_option("--datum", o->datum, t.str("of --at", "--at 的坐标系"))
      ->capture_default_str();
  CLI::Option* accept = command->add_flag(
      "--accept", o->accept,
      t.str("accept at once and walk through the steps", "立即接受，并自动完成各步骤"));
  CLI::Option* decline =
      command->add_flag("--decline", o->decline, t.str("decline at once", "立即拒绝"));
  CLI::Option* ask = command->add_flag(
      "--ask", o->ask, t.str("ask at the terminal (the default)", "在终端询问（默认）"));
  accept->excludes(decline)->excludes(ask);
  decline->excludes(ask);
  command->add_option(
      "--pace", o->pace,
      t.str("between the steps with --accept; default 10s", "--accept 时各步骤间隔，默认 10s"));
  command->add_flag("--once", o->once, t.str("end after the first task", "完成首个任务后退出"));
  command->add_option("--for", o->limit, t.str("end after, e.g. 10m", "多久后退出，如 10m"));
  command->callback(
      [o, &program] { program.action = [o](Session& session) { return run(session, *o); }; });
}

}  // namespace goldenfour::cli
