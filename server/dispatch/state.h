#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "server/dispatch/fact.h"
#include "server/dispatch/habit.h"
#include "server/dispatch/incident.h"
#include "server/dispatch/limits.h"
#include "server/dispatch/types.h"

namespace goldenfour::dispatch {

/// What a durable frame to a responder is about; its content is shaped when it is sent.
enum class FrameKind : std::uint8_t { kOffer, kStandDown, kTask, kIncident };

struct MailboxFrame {
  std::uint64_t sequence = 0;  ///< +1 per responder within an epoch
  FrameKind kind = FrameKind::kOffer;
  OfferId offer;
  WallTime at;
  auto tie() const { return std::tie(sequence, kind, offer, at); }
};

/// The durable frames of one responder; the newest kMailboxFrames are kept for resumption.
struct Mailbox {
  std::uint64_t last_sequence = 0;
  std::deque<MailboxFrame> frames;
  auto tie() const { return std::tie(last_sequence, frames); }
};

/// One event of a jurisdiction's console topic.
struct TopicEvent {
  std::uint64_t sequence = 0;  ///< +1 per jurisdiction within an epoch
  IncidentId incident;
  TimelineEvent event;
  auto tie() const { return std::tie(sequence, incident, event); }
};

/// What an alert or a key of a source led to.
struct AlertReference {
  IncidentId incident;
  std::uint64_t content_hash = 0;
  WallTime sent;
  auto tie() const { return std::tie(incident, content_hash, sent); }
};

/// (source, external id) or (source, idempotency key).
using AlertKey = std::pair<std::string, std::string>;

struct JurisdictionState {
  std::uint32_t epoch = 1;
  std::uint64_t sequence = 0;  ///< of the last decision
  std::uint32_t last_incident = 0;
  std::map<IncidentId, Incident> incidents;
  std::map<AlertKey, AlertReference> alerts;
  std::map<AlertKey, AlertReference> idempotency;
  std::deque<AlertKey> idempotency_order;  ///< oldest first
  std::uint64_t topic_sequence = 0;
  std::deque<TopicEvent> topic;
  auto tie() const {
    return std::tie(epoch, sequence, last_incident, incidents, alerts, idempotency,
                    idempotency_order, topic_sequence, topic);
  }
};

/// All that dispatch knows, of every jurisdiction of a node. A value: copyable, comparable by
/// `registry::canonical_hash`. Changed by `apply` alone.
struct State {
  std::map<JurisdictionId, JurisdictionState> jurisdictions;
  std::map<ResponderId, OfferId> commitments;  ///< who holds which task
  std::map<ResponderId, OfferId> asked;        ///< who has which outstanding offer
  std::map<AedId, OfferId> reservations;       ///< which AED is promised to which task
  std::map<AedId, WallTime> reported_missing;  ///< by a responder who stood before it
  std::map<ResponderId, std::vector<WallTime>> recent_offers;  ///< for the fatigue budget
  std::map<ResponderId, Habit> habits;  ///< what people did when asked; not of drills
  std::map<ResponderId, Mailbox> mailboxes;

  const Incident* find(const IncidentId& id) const;
  auto tie() const {
    return std::tie(jurisdictions, commitments, asked, reservations, reported_missing,
                    recent_offers, habits, mailboxes);
  }
};

/// The one way in which State changes: live, at replay, on a standby, in views. Of the
/// registry's facts only a person's deletion concerns it: their history goes. Asserts that the fact
/// fits (version + 1, legal transition). O(log n) but for the timeline's copy of the fact.
void apply(State& state, const Fact& fact);

/// Applies a whole decision and takes over its epoch and sequence.
void apply(State& state, const Decision& decision);

}  // namespace goldenfour::dispatch
