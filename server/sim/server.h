#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "server/sim/node.h"

namespace goldenfour::sim {

/// The machine: its disk stays, its node comes and goes. What clients talk to.
class Server {
 public:
  Server(Env& env, const City& city, NodeEvents& events, Sabotage sabotage);

  void start();
  /// The process dies this instant; streams break.
  void crash();
  bool up() const { return node_ != nullptr; }
  /// Only while up.
  Node& node() { return *node_; }
  const Node& node() const { return *node_; }
  /// Grows with each start; a connection belongs to one life.
  std::uint64_t life() const { return life_; }
  const Disk& disk() const { return disk_; }

  /// Called when a life ends, for those whose connections break.
  void on_crash(std::function<void()> told) { broken_.push_back(std::move(told)); }

  /// A request over HTTP: it may get lost, or its reply; then `done` gets nothing, after a while.
  void call(dispatch::Command command, std::function<void(const dispatch::Reply*)> done);

 private:
  void deliver(dispatch::Command command, std::function<void(const dispatch::Reply*)> done);

  Env& env_;
  const City& city_;
  NodeEvents& events_;
  Sabotage sabotage_;
  Disk disk_;
  std::unique_ptr<Node> node_;
  std::uint64_t life_ = 0;
  std::vector<std::function<void()>> broken_;
};

}  // namespace goldenfour::sim
