#include "server/sim/server.h"

#include <utility>

namespace goldenfour::sim {
namespace {

constexpr Duration kPatience{4000};

}  // namespace

Server::Server(Env& env, const City& city, NodeEvents& events, Sabotage sabotage)
    : env_(env), city_(city), events_(events), sabotage_(std::move(sabotage)), disk_(env) {}

void Server::start() {
  ++life_;
  node_ = std::make_unique<Node>(env_, city_, disk_, events_, sabotage_);
  node_->start();
}

void Server::crash() {
  if (disk_.crash()) env_.count(Fault::kCrashBeforeTelling);
  node_.reset();
  for (const auto& told : broken_) told();
}

void Server::call(dispatch::Command command, std::function<void(const dispatch::Reply*)> done) {
  if (env_.happens(Fault::kRequestLost, env_.knobs.request_lost)) {
    env_.after(kPatience, [done] { done(nullptr); });
    return;
  }
  env_.after(env_.draw(env_.knobs.latency_min, env_.knobs.latency_max),
             [this, command = std::move(command), done = std::move(done)]() mutable {
               deliver(std::move(command), std::move(done));
             });
}

void Server::deliver(dispatch::Command command, std::function<void(const dispatch::Reply*)> done) {
  if (!up()) {
    env_.after(milliseconds(500), [done] { done(nullptr); });
    return;
  }
  // Whoever asks waits so long and no longer; an answer that comes later finds nobody.
  const auto waits = std::make_shared<bool>(true);
  const auto finish = [waits, done](const dispatch::Reply* reply) {
    if (std::exchange(*waits, false)) done(reply);
  };
  env_.after(kPatience, [finish] { finish(nullptr); });
  node_->submit(std::move(command), [this, finish](const dispatch::Reply& reply) {
    if (env_.happens(Fault::kReplyLost, env_.knobs.reply_lost)) return;
    env_.after(env_.draw(env_.knobs.latency_min, env_.knobs.latency_max),
               [finish, reply] { finish(&reply); });
  });
}

}  // namespace goldenfour::sim
