#include "server/dispatch/resume.h"

namespace goldenfour::dispatch {
namespace {

/// Whether `kept`, which ends with frame `newest`, holds all that follows `from`.
template <class Frames>
bool can_resume(const Frames& kept, StreamPosition newest, const StreamPosition& from) {
  if (from.epoch != newest.epoch || from.sequence > newest.sequence) return false;
  const std::uint64_t oldest = kept.empty() ? newest.sequence + 1 : kept.front().sequence;
  return from.sequence + 1 >= oldest;
}

template <class Frames>
auto frames_after(const Frames& kept, std::uint64_t sequence) {
  std::vector<typename Frames::value_type> missed;
  for (const auto& frame : kept) {
    if (frame.sequence > sequence) missed.push_back(frame);
  }
  return missed;
}

std::optional<OfferId> find(const std::map<ResponderId, OfferId>& table, const ResponderId& id) {
  const auto found = table.find(id);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

}  // namespace

ResponderResumption resume(const State& state, const ResponderId& responder, std::uint32_t epoch,
                           const std::optional<StreamPosition>& from) {
  static const Mailbox kEmpty;
  const auto found = state.mailboxes.find(responder);
  const Mailbox& mailbox = found == state.mailboxes.end() ? kEmpty : found->second;

  ResponderResumption result;
  result.position = {epoch, mailbox.last_sequence};
  result.reset = !from || !can_resume(mailbox.frames, result.position, *from);
  if (!result.reset) result.frames = frames_after(mailbox.frames, from->sequence);
  return result;
}

TopicResumption resume_topic(const State& state, const JurisdictionId& jurisdiction,
                             const std::optional<StreamPosition>& from) {
  TopicResumption result;
  const auto found = state.jurisdictions.find(jurisdiction);
  result.reset = true;
  if (found == state.jurisdictions.end()) return result;
  const JurisdictionState& its = found->second;
  result.position = {its.epoch, its.topic_sequence};
  result.reset = !from || !can_resume(its.topic, result.position, *from);
  if (!result.reset) result.events = frames_after(its.topic, from->sequence);
  return result;
}

OpenForResponder open_for(const State& state, const ResponderId& responder) {
  return {find(state.asked, responder), find(state.commitments, responder)};
}

}  // namespace goldenfour::dispatch
