// Plants bugs and expects the laws to find each: a checker that never fails proves nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/dispatch/fact_checker.h"
#include "server/sim/simulation.h"
#include "tests/sim/scenario.h"

namespace goldenfour::sim {
namespace {

using dispatch::Decision;
using dispatch::Fact;
using dispatch::Step;

template <class F>
std::size_t drop(std::vector<Fact>& facts) {
  return std::erase_if(facts, [](const Fact& fact) { return std::holds_alternative<F>(fact); });
}

// ---- mutated facts, read by the checker -------------------------------------------------------

/// What happened at one small emergency: r goes straight, s fetches, then it is cancelled.
std::vector<Decision> story() {
  Scenario scenario("t.r.P..D.a.s");
  scenario.raise();
  scenario.hear('r');
  scenario.accept('r');
  scenario.accept('s');
  scenario.cancel();
  return scenario.journal();
}

std::set<int> laws_broken(const std::vector<Decision>& decisions) {
  dispatch::FactChecker checker;
  std::set<int> laws;
  for (const Decision& decision : decisions)
    for (const auto& breach : checker.read(decision)) laws.insert(breach.law);
  return laws;
}

Decision& find(std::vector<Decision>& decisions, const std::string& command) {
  return *std::find_if(decisions.rbegin(), decisions.rend(),
                       [&](const Decision& decision) { return decision.command == command; });
}

template <class F>
F* first(Decision& decision) {
  for (Fact& fact : decision.facts)
    if (F* held = std::get_if<F>(&fact)) return held;
  return nullptr;
}

/// Versions are made to fit, so that only the planted bug is left to be found.
void renumber(std::vector<Decision>& decisions) {
  std::uint64_t version = 0;
  for (Decision& decision : decisions)
    for (Fact& fact : decision.facts)
      std::visit(
          [&](auto& held) {
            if constexpr (dispatch::IncidentFact<std::decay_t<decltype(held)>>)
              held.version = ++version;
          },
          fact);
}

/// The laws that a change of the story breaks.
std::set<int> after(const std::function<void(std::vector<Decision>&)>& change) {
  std::vector<Decision> decisions = story();
  change(decisions);
  renumber(decisions);
  return laws_broken(decisions);
}

TEST(FactsBite, TheTrueStoryIsFine) {
  EXPECT_TRUE(laws_broken(story()).empty());
}

TEST(FactsBite, MissingEndOfAnOffer) {
  const auto laws = after([](auto& all) { drop<dispatch::OfferEnded>(find(all, "Answer").facts); });
  EXPECT_TRUE(laws.contains(5));
}

TEST(FactsBite, OfferEndsTwice) {
  const auto laws = after([](auto& all) {
    Decision& answer = find(all, "Answer");
    answer.facts.push_back(*first<dispatch::OfferEnded>(answer));
  });
  EXPECT_TRUE(laws.contains(5));
}

TEST(FactsBite, TwoTasksOfOneResponder) {
  const auto laws = after([](auto& all) {
    Decision& answer = find(all, "Answer");
    dispatch::TaskStarted second = *first<dispatch::TaskStarted>(answer);
    second.responder = dispatch::ResponderId("r");
    answer.facts.push_back(second);
  });
  EXPECT_TRUE(laws.contains(7));
}

TEST(FactsBite, AnswerTakesEffectTwice) {
  const auto laws = after([](auto& all) {
    Decision again = find(all, "Answer");
    ++again.sequence;
    all.insert(all.end() - 1, again);
    ++all.back().sequence;
  });
  EXPECT_TRUE(laws.contains(12));
}

TEST(FactsBite, OneAedPromisedTwice) {
  const auto laws = after([](auto& all) {
    Decision& answer = find(all, "Answer");
    dispatch::AedReserved second = *first<dispatch::AedReserved>(answer);
    second.offer = 1;
    answer.facts.push_back(second);
  });
  EXPECT_TRUE(laws.contains(8));
}

TEST(FactsBite, TaskWithoutItsReservation) {
  const auto laws =
      after([](auto& all) { drop<dispatch::AedReserved>(find(all, "Answer").facts); });
  EXPECT_TRUE(laws.contains(8));
}

TEST(FactsBite, OfferAfterTheCancellation) {
  const auto laws = after([](auto& all) {
    dispatch::OfferMade late = *first<dispatch::OfferMade>(find(all, "RaiseAlert"));
    late.offer = 4;
    late.responder = dispatch::ResponderId("u");
    all.back().facts.push_back(late);
  });
  EXPECT_TRUE(laws.contains(14));
}

TEST(FactsBite, SomebodyIsForgottenAtTheCancellation) {
  const auto laws = after([](auto& all) { drop<dispatch::TaskEnded>(all.back().facts); });
  EXPECT_TRUE(laws.contains(14));
}

TEST(FactsBite, DecisionIsMissing) {
  auto decisions = story();
  decisions.erase(decisions.end() - 2);
  const auto laws = laws_broken(decisions);
  EXPECT_TRUE(laws.contains(9));
  EXPECT_TRUE(laws.contains(13));
}

TEST(FactsBite, StaleDeciderWrites) {
  auto decisions = story();
  for (Decision& decision : decisions) decision.epoch = 2;
  decisions.back().epoch = 1;
  EXPECT_TRUE(laws_broken(decisions).contains(9));
}

TEST(FactsBite, DeliveryFallsBack) {
  const auto laws = after([](auto& all) {
    Decision& report = find(all, "ReportDelivery");
    dispatch::DeliveryChanged back = *first<dispatch::DeliveryChanged>(report);
    back.stage = dispatch::DeliveryStage::kSent;
    report.facts.push_back(back);
  });
  EXPECT_TRUE(laws.contains(11));
}

TEST(FactsBite, TimerActsAgainUnderAnOldNumber) {
  const auto laws = after([](auto& all) {
    Decision& alert = find(all, "RaiseAlert");
    alert.facts.push_back(*first<dispatch::TimerSet>(alert));
  });
  EXPECT_TRUE(laws.contains(15));
}

TEST(FactsBite, SecondIncidentForOneAlert) {
  auto decisions = story();
  Decision again = find(decisions, "RaiseAlert");
  again.sequence = decisions.back().sequence + 1;
  dispatch::IncidentOpened second = *first<dispatch::IncidentOpened>(again);
  second.incident.number = 2;
  again.facts = {second};
  decisions.push_back(again);
  EXPECT_TRUE(laws_broken(decisions).contains(1));
}

// ---- bugs planted in a running city -----------------------------------------------------------

Options short_city(std::uint64_t seed) {
  Options options;
  options.seed = seed;
  options.length = minutes(20);
  return options;
}

std::set<int> laws_broken(const Report& report) {
  std::set<int> laws;
  for (const auto& entry : report.laws.entries()) laws.insert(entry.breach.law);
  return laws;
}

/// The laws that a spoilt step breaks. Every `every`-th step that `spoil` can spoil is spoilt.
std::set<int> spoilt(std::function<bool(Step&)> spoil, int every = 3) {
  Options options = short_city(7);
  options.sabotage = [spoil = std::move(spoil), every, chances = 0](Step& step) mutable {
    Step copy = step;
    if (spoil(copy) && ++chances % every == 0) step = std::move(copy);
  };
  return laws_broken(simulate(options));
}

template <class E>
bool drop_effects(Step& step) {
  return std::erase_if(step.effects, [](const dispatch::Effect& effect) {
           return std::holds_alternative<E>(effect);
         }) > 0;
}

TEST(CityBites, NothingPlantedNothingFound) {
  EXPECT_TRUE(laws_broken(simulate(short_city(7))).empty());
}

TEST(CityBites, LostTimer) {
  EXPECT_TRUE(spoilt(drop_effects<dispatch::ArmTimer>).contains(15));
}

TEST(CityBites, JournalThatDiffersFromTheState) {
  const auto laws = spoilt([](Step& step) {
    if (!step.decision) return false;
    for (Fact& fact : step.decision->facts)
      if (auto* plan = std::get_if<dispatch::PlanMade>(&fact)) {
        plan->survival_after += 1e-9;
        return true;
      }
    return false;
  });
  EXPECT_TRUE(laws.contains(24));
}

TEST(CityBites, DeliveredThoughNoDeviceSaidSo) {
  const auto laws = spoilt([](Step& step) {
    if (!step.decision) return false;
    for (Fact& fact : step.decision->facts) {
      auto* delivery = std::get_if<dispatch::DeliveryChanged>(&fact);
      if (!delivery || delivery->stage != dispatch::DeliveryStage::kSent) continue;
      delivery->stage = dispatch::DeliveryStage::kDelivered;
      return true;
    }
    return false;
  });
  EXPECT_TRUE(laws.contains(11));
}

TEST(CityBites, FramesAreForgotten) {
  // They come with the next push; whoever is cancelled until then goes on walking.
  const auto laws = spoilt(
      [](Step& step) {
        return step.decision && step.decision->command == "CancelIncident" &&
               drop_effects<dispatch::PushFrames>(step);
      },
      1);
  EXPECT_TRUE(laws.contains(14));
}

TEST(CityBites, NobodyIsAskedAtFirst) {
  const auto laws = spoilt(
      [](Step& step) {
        if (!step.decision || step.decision->command != "RaiseAlert") return false;
        drop_effects<dispatch::SendByChannel>(step);
        return drop_effects<dispatch::PushFrames>(step);
      },
      1);
  EXPECT_TRUE(laws.contains(6));
}

/// Stands between the server and the watch; tests spoil one thing each.
class Between : public NodeEvents {
 public:
  explicit Between(NodeEvents& watch) : watch_(watch) {}
  void handled(const Node& node, const dispatch::Command& command, const Step& step,
               std::uint64_t sequence, bool again) override {
    watch_.handled(node, command, step, sequence, again);
  }
  void durable(const Node& node, std::uint64_t sequence) override {
    watch_.durable(node, sequence);
  }
  void replied(const Node& node, const dispatch::Reply& reply) override {
    watch_.replied(node, reply);
  }
  void started(const Node& node, const registry::ResponderId& id,
               const dispatch::ResponderStart& start) override {
    watch_.started(node, id, start);
  }
  void framed(const registry::ResponderId& id, const dispatch::ResponderFrame& frame) override {
    watch_.framed(id, frame);
  }
  void sent_by_channel(const dispatch::SendByChannel& notice) override {
    watch_.sent_by_channel(notice);
  }
  void sounded(const dispatch::SoundAlarm& alarm) override { watch_.sounded(alarm); }

 protected:
  NodeEvents& watch_;
};

template <class Spoiler>
std::set<int> between() {
  Options options = short_city(7);
  options.wrap = [](NodeEvents& watch) { return std::make_unique<Spoiler>(watch); };
  return laws_broken(simulate(options));
}

TEST(CityBites, FrameIsLostBetweenSequenceNumbers) {
  struct Spoiler : Between {
    using Between::Between;
    void framed(const registry::ResponderId& id, const dispatch::ResponderFrame& frame) override {
      if (++frames_ % 10 != 0) watch_.framed(id, frame);
    }
    int frames_ = 0;
  };
  EXPECT_TRUE(between<Spoiler>().contains(10));
}

TEST(CityBites, ReplyBeforeTheCommit) {
  struct Spoiler : Between {
    using Between::Between;
    void durable(const Node& node, std::uint64_t sequence) override {
      watch_.durable(node, sequence - 1);  // the disk was one behind
    }
  };
  EXPECT_TRUE(between<Spoiler>().contains(2));
}

TEST(CityBites, SecondArrivalActsAgain) {
  struct Spoiler : Between {
    using Between::Between;
    void handled(const Node& node, const dispatch::Command& command, const Step& step,
                 std::uint64_t sequence, bool again) override {
      const bool pretends = again || (step.decision && step.decision->command == "Answer");
      watch_.handled(node, command, step, sequence, pretends);
    }
  };
  EXPECT_TRUE(between<Spoiler>().contains(12));
}

// ---- one seed replays all ---------------------------------------------------------------------

TEST(Seeds, TheSameSeedLeavesTheSameTrace) {
  std::set<std::uint64_t> traces;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Report once = simulate(short_city(seed));
    const Report again = simulate(short_city(seed));
    EXPECT_EQ(once.trace_hash, again.trace_hash) << "seed " << seed;
    EXPECT_EQ(once.tally.decisions, again.tally.decisions);
    EXPECT_EQ(once.faults, again.faults);
    EXPECT_GT(once.tally.incidents, 0U);
    traces.insert(once.trace_hash);
  }
  EXPECT_EQ(traces.size(), 3U) << "different seeds, different cities";
}

TEST(Seeds, ListeningDoesNotChangeWhatHappens) {
  Options heard = short_city(4);
  std::size_t lines = 0;
  heard.listener = [&](const std::string&) { ++lines; };
  EXPECT_EQ(simulate(heard).trace_hash, simulate(short_city(4)).trace_hash);
  EXPECT_GT(lines, 100U);
}

}  // namespace
}  // namespace goldenfour::sim
