#include "server/runtime/metrics.h"

#include <prometheus/text_serializer.h>

#include "server/dispatch/names.h"

namespace goldenfour::runtime {
namespace {

using Counters = prometheus::Family<prometheus::Counter>;
using Gauges = prometheus::Family<prometheus::Gauge>;
using Buckets = prometheus::Histogram::BucketBoundaries;

Counters& counters(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Gauges& gauges(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

prometheus::Gauge* gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return &gauges(registry, name, help).Add({});
}

prometheus::Histogram* histogram(prometheus::Registry& registry, const char* name, const char* help,
                                 Buckets buckets) {
  return &prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add(
      {}, std::move(buckets));
}

template <class E>
std::string word(E value) {
  return std::string(dispatch::text_of(value));
}

}  // namespace

EngineMetrics::EngineMetrics()
    : decisions_(counters(*registry_, "goldenfour_decisions_total",
                          "Decisions that changed something, by command.")),
      incidents_(counters(*registry_, "goldenfour_incidents_opened_total",
                          "Incidents opened, by kind and alert status.")),
      offers_(counters(*registry_, "goldenfour_offers_total", "Offers made, by role.")),
      offer_ends_(counters(*registry_, "goldenfour_offers_ended_total", "Offers ended, by cause.")),
      tasks_(counters(*registry_, "goldenfour_tasks_total", "Tasks started, by role.")),
      alarms_(counters(*registry_, "goldenfour_alarms_total", "Alarms raised, by kind.")),
      deliveries_(counters(*registry_, "goldenfour_deliveries_total",
                           "Steps of offers' deliveries, by channel and stage.")),
      replies_(counters(*registry_, "goldenfour_replies_total",
                        "Replies to commands, by error code; OK is none.")),
      refused_(counters(*registry_, "goldenfour_inbox_refused_total",
                        "What an inbox of the state thread did not take.")),
      inbox_depth_(gauges(*registry_, "goldenfour_inbox_depth",
                          "What waits for the state thread, by inbox.")),
      sequence_(gauges(*registry_, "goldenfour_journal_sequence",
                       "The newest decision, and the newest that is durable.")),
      effects_waiting_(gauge(*registry_, "goldenfour_effects_waiting",
                             "Effects that wait for the disk or their turn.")),
      replies_waiting_(gauge(*registry_, "goldenfour_replies_waiting",
                             "Commands whose sender waits for the outcome.")),
      timers_(gauge(*registry_, "goldenfour_timers", "Timers that are armed.")),
      presences_(gauge(*registry_, "goldenfour_presences",
                       "Responders whose position is known, in memory.")),
      commit_(histogram(*registry_, "goldenfour_commit_seconds",
                        "From a decision until its effects were released by the journal.",
                        Buckets{.0002, .0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2})),
      turn_(histogram(*registry_, "goldenfour_turn_seconds", "One turn of the state thread.",
                      Buckets{.00001, .0001, .0005, .001, .002, .005, .01, .05, .1, .5, 1})),
      first_offer_(
          histogram(*registry_, "goldenfour_alert_to_offer_written_seconds",
                    "From an alert's arrival until its first offer's frame was written.",
                    Buckets{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30})) {}

void EngineMetrics::count(const dispatch::Fact& fact, const std::string& jurisdiction) {
  const auto add = [&jurisdiction](Counters& family, prometheus::Labels labels) {
    labels.emplace("jurisdiction", jurisdiction);
    family.Add(labels).Increment();
  };
  if (const auto* opened = std::get_if<dispatch::IncidentOpened>(&fact)) {
    add(incidents_, {{"kind", word(opened->kind)}, {"status", word(opened->alert_status)}});
  } else if (const auto* offer = std::get_if<dispatch::OfferMade>(&fact)) {
    add(offers_, {{"role", word(offer->role)}});
  } else if (const auto* end = std::get_if<dispatch::OfferEnded>(&fact)) {
    add(offer_ends_, {{"cause", word(end->cause)}});
  } else if (const auto* task = std::get_if<dispatch::TaskStarted>(&fact)) {
    add(tasks_, {{"role", word(task->role)}});
  } else if (const auto* alarm = std::get_if<dispatch::AlarmRaised>(&fact)) {
    add(alarms_, {{"kind", word(alarm->kind)}});
  } else if (const auto* delivery = std::get_if<dispatch::DeliveryChanged>(&fact)) {
    add(deliveries_, {{"channel", word(delivery->channel)}, {"stage", word(delivery->stage)}});
  }
}

void EngineMetrics::decided(const dispatch::Decision& decision) {
  const std::string& jurisdiction = decision.jurisdiction.value();
  decisions_.Add({{"jurisdiction", jurisdiction}, {"command", decision.command}}).Increment();
  for (const dispatch::Fact& fact : decision.facts) count(fact, jurisdiction);
}

void EngineMetrics::replied(const dispatch::Reply& reply) {
  replies_.Add({{"code", std::string(dispatch::info(reply.error).text)}}).Increment();
}

void EngineMetrics::refused(const char* inbox) {
  refused_.Add({{"inbox", inbox}}).Increment();
}

void EngineMetrics::show(const Levels& levels) {
  const auto set = [](Gauges& family, const char* label, const char* value, auto level) {
    family.Add({{label, value}}).Set(static_cast<double>(level));
  };
  set(inbox_depth_, "inbox", "commands", levels.inboxes.commands);
  set(inbox_depth_, "inbox", "registry_commands", levels.inboxes.registry_commands);
  set(inbox_depth_, "inbox", "presences", levels.inboxes.presences);
  set(inbox_depth_, "inbox", "queries", levels.inboxes.queries);
  set(sequence_, "state", "decided", levels.sequence);
  set(sequence_, "state", "durable", levels.durable);
  effects_waiting_->Set(static_cast<double>(levels.effects_waiting));
  replies_waiting_->Set(static_cast<double>(levels.replies_waiting));
  timers_->Set(static_cast<double>(levels.timers));
  presences_->Set(static_cast<double>(levels.presences));
}

std::string EngineMetrics::text() const {
  std::vector<prometheus::MetricFamily> families = registry_->Collect();
  for (const Source& source : sources_)
    for (prometheus::MetricFamily& family : source()) families.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace goldenfour::runtime
