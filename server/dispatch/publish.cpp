#include "server/dispatch/publish.h"

#include <algorithm>

namespace goldenfour::dispatch {
namespace {

/// Index of the first of `frames` behind `sequence`; sequences are gapless.
template <class Frames>
std::size_t first_after(const Frames& frames, std::uint64_t sequence) {
  if (frames.empty() || frames.front().sequence > sequence) return 0;
  return std::min<std::size_t>(frames.size(), sequence - frames.front().sequence + 1);
}

void add_open_incidents(const JurisdictionState& jurisdiction, const registry::Directory& directory,
                        std::size_t limit, ConsoleStart& start) {
  std::size_t open = 0;
  for (auto it = jurisdiction.incidents.rbegin(); it != jurisdiction.incidents.rend(); ++it) {
    if (it->second.is_final()) continue;
    start.truncated = ++open > limit;
    if (start.truncated) break;
    start.incidents.push_back(
        incident_view(it->second, directory, Audience::kDispatcher, Extent::kLive));
  }
  std::reverse(start.incidents.begin(), start.incidents.end());
}

}  // namespace

std::uint32_t stream_epoch(const State& state, const registry::Directory& directory,
                           const ResponderId& responder) {
  const registry::Responder* known = directory.responder(responder);
  if (known == nullptr) return 1;
  const auto found = state.jurisdictions.find(known->jurisdiction);
  return found == state.jurisdictions.end() ? 1 : found->second.epoch;
}

ResponderStart start_responder(const State& state, const registry::Directory& directory,
                               const ResponderId& responder,
                               const std::optional<StreamPosition>& from) {
  const std::uint32_t epoch = stream_epoch(state, directory, responder);
  const ResponderResumption resumption = resume(state, responder, epoch, from);
  ResponderStart start;
  start.resumed = !resumption.reset;
  start.position = resumption.position;
  for (const MailboxFrame& frame : resumption.frames) {
    start.missed.push_back(shape(state, directory, epoch, frame));
  }
  const OpenForResponder open = open_for(state, responder);
  if (start.resumed) {
    const auto& missed = resumption.frames;
    const bool is_missed = std::any_of(
        missed.begin(), missed.end(), [&](const auto& frame) { return frame.offer == open.offer; });
    if (!is_missed) start.known_offer = open.offer;
    return start;
  }
  if (open.offer) {
    if (auto notice = offer_notice(state, directory, *open.offer)) start.offers.push_back(*notice);
  }
  if (open.task) {
    if (auto notice = task_notice(state, directory, *open.task)) start.tasks.push_back(*notice);
  }
  return start;
}

ConsoleStart start_console(const State& state, const registry::Directory& directory,
                           const JurisdictionId& jurisdiction,
                           const std::optional<StreamPosition>& from, const ConsoleLimits& limits) {
  ConsoleStart start;
  start.position.epoch = 1;
  const auto found = state.jurisdictions.find(jurisdiction);
  if (found == state.jurisdictions.end()) return start;
  const JurisdictionState& held = found->second;
  start.position = {held.epoch, held.topic_sequence};
  const bool far_behind = from && from->sequence + limits.missed_events < held.topic_sequence;
  const TopicResumption resumption =
      resume_topic(state, jurisdiction, far_behind ? std::nullopt : from);
  start.resumed = !resumption.reset;
  if (!start.resumed) add_open_incidents(held, directory, limits.incidents, start);
  for (const TopicEvent& event : resumption.events) {
    start.missed.push_back(shape(state, directory, held.epoch, event, Audience::kDispatcher));
  }
  return start;
}

Publisher::Publisher(const State& state) {
  for (const auto& [responder, mailbox] : state.mailboxes) {
    mailboxes_[responder] = mailbox.last_sequence;
  }
  for (const auto& [id, jurisdiction] : state.jurisdictions) {
    topics_[id] = jurisdiction.topic_sequence;
  }
}

std::vector<ResponderFrame> Publisher::take(const State& state,
                                            const registry::Directory& directory,
                                            const ResponderId& responder) {
  std::vector<ResponderFrame> fresh;
  const auto found = state.mailboxes.find(responder);
  if (found == state.mailboxes.end()) return fresh;
  std::uint64_t& published = mailboxes_[responder];
  const std::uint32_t epoch = stream_epoch(state, directory, responder);
  const auto& frames = found->second.frames;
  for (std::size_t i = first_after(frames, published); i < frames.size(); ++i) {
    fresh.push_back(shape(state, directory, epoch, frames[i]));
  }
  published = found->second.last_sequence;
  return fresh;
}

std::vector<ConsoleFrame> Publisher::take(const State& state, const registry::Directory& directory,
                                          const JurisdictionId& jurisdiction) {
  std::vector<ConsoleFrame> fresh;
  const auto found = state.jurisdictions.find(jurisdiction);
  if (found == state.jurisdictions.end()) return fresh;
  const JurisdictionState& held = found->second;
  std::uint64_t& published = topics_[jurisdiction];
  for (std::size_t i = first_after(held.topic, published); i < held.topic.size(); ++i) {
    fresh.push_back(shape(state, directory, held.epoch, held.topic[i], Audience::kDispatcher));
  }
  published = held.topic_sequence;
  return fresh;
}

}  // namespace goldenfour::dispatch
