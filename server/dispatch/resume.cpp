#include "server/dispatch/resume.h"

namespace goldenfour::dispatch {
namespace {

bool can_resume(const Mailbox& mailbox, std::uint32_t epoch, const StreamPosition& from) {
  if (from.epoch != epoch || from.sequence > mailbox.last_sequence) return false;
  const std::uint64_t oldest_kept =
      mailbox.frames.empty() ? mailbox.last_sequence + 1 : mailbox.frames.front().sequence;
  return from.sequence + 1 >= oldest_kept;
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
  result.reset = !from || !can_resume(mailbox, epoch, *from);
  if (result.reset) return result;
  for (const MailboxFrame& frame : mailbox.frames) {
    if (frame.sequence > from->sequence) result.frames.push_back(frame);
  }
  return result;
}

OpenForResponder open_for(const State& state, const ResponderId& responder) {
  return {find(state.asked, responder), find(state.commitments, responder)};
}

}  // namespace goldenfour::dispatch
