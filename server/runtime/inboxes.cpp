#include "server/runtime/inboxes.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace goldenfour::runtime {

using dispatch::ErrorCode;

namespace {

template <class T, class... Options>
constexpr bool is_one_of = (std::is_same_v<T, Options> || ...);

}  // namespace

bool is_registry_change(const dispatch::CommandBody& body) {
  return std::visit(
      []<class T>(const T&) {
        return is_one_of<T, dispatch::PutAed, dispatch::DeleteAed, dispatch::ImportAeds,
                         dispatch::PutResponder, dispatch::DeleteResponder, dispatch::PutTeam,
                         dispatch::DeleteTeam>;
      },
      body);
}

bool is_vital(const dispatch::CommandBody& body) {
  return std::visit(
      []<class T>(const T&) {
        return is_one_of<
            T, dispatch::RaiseAlert, dispatch::UpdateIncident, dispatch::CancelIncident,
            dispatch::CloseIncident, dispatch::HoldIncident, dispatch::EmsOnScene, dispatch::Answer,
            dispatch::Progress, dispatch::AssignResponder, dispatch::ReleaseResponder,
            dispatch::RelocateIncident, dispatch::EscalateIncident, dispatch::DeclareMajor,
            dispatch::MergeIncident, dispatch::UnmergeIncident>;
      },
      body);
}

bool Inboxes::has_room_for(const dispatch::CommandBody& body) const {
  if (is_registry_change(body)) return registry_commands_.size() < options_.registry_commands;
  const std::size_t limit =
      is_vital(body) ? options_.commands : options_.commands - options_.commands / 4;
  return commands_.size() < limit;
}

ErrorCode Inboxes::put(PendingCommand command) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return ErrorCode::kShuttingDown;
    if (!has_room_for(command.command.body)) return ErrorCode::kOverloaded;
    auto& lane = is_registry_change(command.command.body) ? registry_commands_ : commands_;
    lane.push_back(std::move(command));
  }
  wake_up_.notify_one();
  return ErrorCode::kNone;
}

ErrorCode Inboxes::put(ports::Query query) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return ErrorCode::kShuttingDown;
    if (queries_.size() >= options_.queries) return ErrorCode::kOverloaded;
    queries_.push_back(std::move(query));
  }
  wake_up_.notify_one();
  return ErrorCode::kNone;
}

bool Inboxes::put(PresenceUpdate update) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    const auto found = presences_.find(update.responder.value());
    if (found != presences_.end()) {
      if (update.presence) found->second.presence = update.presence;
      if (update.heard_at) found->second.heard_at = update.heard_at;
      return true;
    }
    if (presences_.size() >= options_.presences) return false;
    presence_order_.push_back(update.responder);
    presences_.emplace(update.responder.value(), std::move(update));
  }
  wake_up_.notify_one();
  return true;
}

void Inboxes::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_up_.notify_one();
}

void Inboxes::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_up_.notify_one();
}

bool Inboxes::anything() const {
  return !commands_.empty() || !registry_commands_.empty() || !presences_.empty() ||
         !queries_.empty();
}

void Inboxes::wait(std::chrono::nanoseconds limit, bool throttled) {
  std::unique_lock lock(mutex_);
  wake_up_.wait_for(lock, limit, [this, throttled] {
    if (throttled) return woken_ || !presences_.empty();
    return woken_ || closed_ || anything();
  });
  woken_ = false;
}

std::optional<PendingCommand> Inboxes::take_command() {
  const std::lock_guard lock(mutex_);
  auto& lane = commands_.empty() ? registry_commands_ : commands_;
  if (lane.empty()) return std::nullopt;
  PendingCommand command = std::move(lane.front());
  lane.pop_front();
  return command;
}

std::optional<ports::Query> Inboxes::take_query() {
  const std::lock_guard lock(mutex_);
  if (queries_.empty()) return std::nullopt;
  ports::Query query = std::move(queries_.front());
  queries_.pop_front();
  return query;
}

std::vector<PresenceUpdate> Inboxes::take_presences(std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<PresenceUpdate> taken;
  taken.reserve(std::min(limit, presence_order_.size()));
  while (!presence_order_.empty() && taken.size() < limit) {
    auto node = presences_.extract(presence_order_.front().value());
    presence_order_.pop_front();
    taken.push_back(std::move(node.mapped()));
  }
  return taken;
}

bool Inboxes::has_commands() const {
  const std::lock_guard lock(mutex_);
  return !commands_.empty() || !registry_commands_.empty();
}

bool Inboxes::finished() const {
  const std::lock_guard lock(mutex_);
  return closed_ && !anything();
}

InboxDepths Inboxes::depths() const {
  const std::lock_guard lock(mutex_);
  return {.commands = commands_.size(),
          .registry_commands = registry_commands_.size(),
          .presences = presences_.size(),
          .queries = queries_.size()};
}

}  // namespace goldenfour::runtime
