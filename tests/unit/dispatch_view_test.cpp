// Who sees what, by brute force: every text field of an incident, its people and AEDs holds a
// canary, every view is written out field by field, and a table says which canary may appear where.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "server/dispatch/names.h"
#include "server/dispatch/publish.h"
#include "server/dispatch/view.h"
#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using support::Town;

/// Writes everything that a view holds as text. Positions as they are, so that an exact place is
/// found by its digits.
class Writer {
 public:
  std::string text() const { return out_.str(); }

  void add(const std::string& value) { out_ << '[' << value << ']'; }
  void add(std::string_view value) { out_ << '[' << value << ']'; }
  void add(const geo::Position& at) {
    out_.precision(12);
    out_ << "[at " << at.latitude_degrees() << ' ' << at.longitude_degrees() << ']';
  }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value) add(*value);
  }
  void add(const Scene& scene) {
    add(scene.position);
    for (const auto* field : {&scene.address, &scene.floor, &scene.entrance, &scene.patient,
                              &scene.caller_phone, &scene.note}) {
      add(*field);
    }
  }
  void add(const AedDirections& aed) {
    add(aed.id.value());
    add(aed.position);
    for (const auto* field : {&aed.name, &aed.address, &aed.location_hint, &aed.floor,
                              &aed.opening_hours, &aed.door_code}) {
      add(*field);
    }
  }
  void add(const OfferNotice& offer) {
    add(to_string(offer.offer));
    add(offer.place);
    add(offer.cell);
    add(offer.aed);
  }
  void add(const TaskNotice& task) {
    add(to_string(task.task));
    add(task.scene);
    add(task.aed);
    add(task.alternate);
  }
  void add(const StandDownNotice& notice) { add(notice.cause); }
  void add(const OfferLine& line) {
    add(line.responder);
    add(line.aed.value());
    add(line.alternate.value());
    if (!line.why) return;
    add(line.why->aed_name);
    if (line.why->taken_from) add(to_string(*line.why->taken_from));
    if (line.why->exact) add(line.why->exact->responder_name);
  }
  void add(const TaskLine& line) {
    add(line.responder);
    add(line.responder_name);
    add(line.task.responder.value());
    add(line.task.aed.value());
    add(line.task.alternate.value());
  }
  void add(const IncidentView& view) {
    add(to_string(view.id));
    add(view.source);
    add(view.external_id);
    add(view.cell);
    add(view.scene);
    for (const auto& offer : view.offers) add(offer);
    for (const auto& task : view.tasks) add(task);
  }
  void add(const EventView& event) {
    add(event.code);
    add(event.responder);
    add(event.aed.value());
    add(event.detail);
  }
  void add(const ExplanationView& view) {
    for (const auto& offer : view.offers) add(offer);
    for (const auto& other : view.best_non_offers) {
      add(other.responder);
      add(other.aed.value());
      add(other.aed_name);
    }
    for (const auto& out : view.aeds_ruled_out) {
      add(out.aed.aed.value());
      add(out.name);
    }
  }
  void add(const registry::Aed& aed) {
    add(aed.id.value());
    add(aed.position);
    for (const auto* field : {&aed.name, &aed.address, &aed.location_hint}) add(*field);
    add(aed.door_code);
  }
  void add(const registry::Responder& responder) {
    add(responder.id.value());
    if (!responder.particulars) return;
    add(responder.particulars->name);
    add(responder.particulars->phone);
    add(responder.particulars->home);
  }

 private:
  std::ostringstream out_;
};

template <class View>
std::string written(const View& view) {
  Writer writer;
  writer.add(view);
  return writer.text();
}

std::string digits(const geo::Position& at) {
  return written(at);
}

class Visibility : public ::testing::Test {
 protected:
  void SetUp() override {
    add_responder("CANARY-ID-1", "CANARY-NAME-1", Town::at(100, 0));
    add_responder("CANARY-ID-2", "CANARY-NAME-2", Town::at(0, 150));
    add_responder("CANARY-ID-3", "CANARY-NAME-3", Town::at(-200, 50));
    add_aed("aed-1", Town::at(120, 30), registry::AedAccess::kPublic);
    add_aed("aed-2", Town::at(-150, -90), registry::AedAccess::kPublic);
  }

  void add_responder(const std::string& id, const std::string& name, geo::Position home) {
    registry::Responder responder = town_.person(id, home);
    responder.particulars->name = name;
    responder.particulars->phone = "CANARY-PHONE";
    town_.send(PutResponder{responder, std::nullopt});
    town_.directory().heard_from(ResponderId(id), town_.now().steady);
  }

  void add_aed(const std::string& id, geo::Position where, registry::AedAccess access) {
    registry::Aed aed;
    aed.id = AedId(id);
    aed.jurisdiction = town_.jurisdictions()[0];
    aed.position = where;
    aed.access = access;
    aed.opening_hours = "24/7";
    aed.name = "CANARY-AED-" + id;
    aed.door_code = "CANARY-DOOR-" + id;
    town_.send(PutAed{aed, std::nullopt});
  }

  const Incident& raise(bool public_place) {
    Alert alert = town_.alert();
    alert.scene.address = "CANARY-ADDRESS";
    alert.scene.floor = "CANARY-FLOOR";
    alert.scene.entrance = "CANARY-ENTRANCE";
    alert.scene.patient = "CANARY-PATIENT";
    alert.scene.caller_phone = "CANARY-CALLER";
    alert.scene.note = "CANARY-NOTE";
    alert.scene.public_place = public_place;
    return town_.incident(town_.send(RaiseAlert{alert}).incident);
  }

  /// The first outstanding offer of that role.
  std::uint32_t offer_of(const Incident& incident, Role role) {
    for (const auto& [number, offer] : incident.offers) {
      if (offer.role == role && offer.outstanding()) return number;
    }
    ADD_FAILURE() << "nobody was asked for " << text_of(role);
    return 0;
  }

  std::string frames_of(const ResponderId& responder) {
    const auto start = start_responder(town_.state(), town_.directory(), responder, std::nullopt);
    Writer writer;
    for (const auto& offer : start.offers) writer.add(offer);
    for (const auto& task : start.tasks) writer.add(task);
    return writer.text();
  }

  Town town_;
};

bool holds(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

TEST_F(Visibility, WhoIsAskedLearnsNeitherPlaceNorPatient) {
  const Incident& incident = raise(false);
  const std::string place = digits(incident.scene->position);
  const Offer& offer = incident.offers.at(offer_of(incident, Role::kAed));
  const std::string seen = frames_of(offer.responder);
  for (const char* canary :
       {"CANARY-ADDRESS", "CANARY-FLOOR", "CANARY-ENTRANCE", "CANARY-PATIENT", "CANARY-CALLER",
        "CANARY-NOTE", "CANARY-DOOR", "CANARY-NAME", "CANARY-PHONE"}) {
    EXPECT_FALSE(holds(seen, canary)) << canary << " in " << seen;
  }
  EXPECT_FALSE(holds(seen, place)) << seen;
  EXPECT_TRUE(holds(seen, "CANARY-AED")) << "the way to a public AED may be shown: " << seen;
}

TEST_F(Visibility, AnOfferShowsTheExactPlaceOnlyInPublic) {
  const Incident& incident = raise(true);
  const std::string place = digits(incident.scene->position);
  const Offer& offer = incident.offers.begin()->second;
  const auto notice = offer_notice(town_.state(), town_.directory(), {incident.id, offer.number});
  ASSERT_TRUE(notice);
  EXPECT_TRUE(holds(written(*notice), place));
  EXPECT_TRUE(notice->cell.empty());
  EXPECT_EQ(0U, notice->arrival_seconds % 30);
}

TEST_F(Visibility, TheHolderOfATaskLearnsWhatIsNeededAndNoMore) {
  const Incident& raised = raise(false);
  const std::uint32_t number = offer_of(raised, Role::kAed);
  ASSERT_EQ(ErrorCode::kNone, town_.answer(raised, number, true).error);
  const Incident& incident = town_.incident(raised.id);
  const Task& task = incident.tasks.at(number);
  const std::string seen = frames_of(task.responder);
  for (const char* canary :
       {"CANARY-ADDRESS", "CANARY-FLOOR", "CANARY-ENTRANCE", "CANARY-PATIENT", "CANARY-NOTE"}) {
    EXPECT_TRUE(holds(seen, canary)) << canary << " missing in " << seen;
  }
  EXPECT_TRUE(holds(seen, digits(incident.scene->position)));
  EXPECT_TRUE(holds(seen, "CANARY-DOOR-" + task.aed.value()));
  EXPECT_FALSE(holds(seen, "CANARY-DOOR-" + task.alternate.value())) << "not yet theirs";
  EXPECT_FALSE(holds(seen, "CANARY-CALLER"));
  EXPECT_FALSE(holds(seen, "CANARY-NAME"));
}

TEST_F(Visibility, ATaskThatEndedShowsNothingAnyMore) {
  const Incident& raised = raise(false);
  const std::uint32_t number = offer_of(raised, Role::kAed);
  town_.answer(raised, number, true);
  const ResponderId responder = town_.incident(raised.id).tasks.at(number).responder;
  town_.send(CancelIncident{raised.id});
  EXPECT_EQ("", frames_of(responder));
  const StreamPosition begin{1, 0};
  const auto resumed = start_responder(town_.state(), town_.directory(), responder, begin);
  ASSERT_TRUE(resumed.resumed);
  std::uint64_t expected = 1;
  for (const ResponderFrame& frame : resumed.missed) {
    EXPECT_EQ(expected++, frame.position.sequence);
    const auto* end = std::get_if<StandDownNotice>(&frame.body);
    ASSERT_NE(nullptr, end) << "an offer or task that has ended is never shown again";
    EXPECT_EQ("CANCELLED", end->cause);
  }
}

TEST_F(Visibility, PrivateAedsAreForWhoFetchesThem) {
  registry::Aed aed;
  aed.id = AedId("private-1");
  aed.position = Town::at(5, 5);
  aed.name = "CANARY-AED-PRIVATE";
  aed.access = registry::AedAccess::kPrivate;
  aed.door_code = "CANARY-DOOR";
  const std::map<Audience, bool> table{{Audience::kResponder, false},
                                       {Audience::kDispatcher, false},
                                       {Audience::kIntegration, false},
                                       {Audience::kRegistrar, true},
                                       {Audience::kOperator, true}};
  for (const auto& [audience, visible] : table) {
    const auto view = aed_view(aed, audience);
    EXPECT_EQ(visible, view.has_value());
    if (view) {
      EXPECT_FALSE(holds(written(*view), "CANARY-DOOR"));
    }
  }
  town_.directory().put(aed);
  State state = town_.state();
  const JurisdictionId here = town_.jurisdictions()[0];
  Incident& incident = state.jurisdictions[here].incidents[IncidentId{here, 1, 1}];
  incident.id = {here, 1, 1};
  Offer offer;
  offer.number = 1;
  offer.aed = aed.id;
  offer.role = Role::kAed;
  incident.offers[1] = offer;
  const auto notice = offer_notice(state, town_.directory(), {incident.id, 1});
  ASSERT_TRUE(notice);
  EXPECT_TRUE(holds(written(*notice), "private-1"));
  EXPECT_FALSE(holds(written(*notice), "CANARY"));
  EXPECT_FALSE(notice->aed->position);
}

/// One row: a canary, and who sees it before and after somebody accepted, and after the end.
struct Rule {
  std::string canary;
  std::set<Audience> before;
  std::set<Audience> after;
  std::set<Audience> closed;
};

TEST_F(Visibility, IncidentsByTheTable) {
  const Incident& raised = raise(false);
  const std::uint32_t number = offer_of(raised, Role::kAed);
  const std::string id = raised.offers.at(number).responder.value();
  const std::string name = "CANARY-NAME-" + id.substr(id.size() - 1);
  const std::set<Audience> dispatcher{Audience::kDispatcher};
  const std::set<Audience> all{Audience::kDispatcher, Audience::kIntegration, Audience::kOperator};
  const std::vector<Rule> rules{
      {"CANARY-ADDRESS", dispatcher, dispatcher, dispatcher},
      {"CANARY-FLOOR", dispatcher, dispatcher, dispatcher},
      {"CANARY-ENTRANCE", dispatcher, dispatcher, dispatcher},
      {"CANARY-PATIENT", dispatcher, dispatcher, dispatcher},
      {"CANARY-CALLER", dispatcher, dispatcher, dispatcher},
      {"CANARY-NOTE", dispatcher, dispatcher, dispatcher},
      {digits(raised.scene->position), dispatcher, dispatcher, dispatcher},
      {id, {}, dispatcher, dispatcher},
      {name, {}, dispatcher, {}},
      {"CANARY-PHONE", {}, {}, {}},
      {"CANARY-DOOR", {}, {}, {}},
      {"CANARY-AED", all, all, all},  // public ones, in explanations
      {"CANARY-AED-aed-private", {}, {}, {}},
  };
  const auto check = [&](const char* when, std::set<Audience> Rule::* column) {
    const Incident& incident = town_.incident(raised.id);
    for (const Audience audience :
         {Audience::kDispatcher, Audience::kIntegration, Audience::kOperator}) {
      Writer writer;
      writer.add(incident_view(incident, town_.directory(), audience, Extent::kFull));
      writer.add(incident_view(incident, town_.directory(), audience, Extent::kLive));
      writer.add(explanation_view(incident, town_.directory(), audience));
      for (const auto& event : incident.timeline) writer.add(event_view(incident, event, audience));
      for (const Rule& rule : rules) {
        EXPECT_EQ((rule.*column).contains(audience), holds(writer.text(), rule.canary))
            << rule.canary << ' ' << when << " for audience " << static_cast<int>(audience);
      }
    }
  };
  check("before", &Rule::before);
  ASSERT_EQ(ErrorCode::kNone, town_.answer(raised, number, true).error);
  check("after", &Rule::after);
  town_.send(CancelIncident{raised.id});
  check("closed", &Rule::closed);
}

TEST_F(Visibility, WhoHasNotAcceptedIsANumberWithABandOfArrival) {
  const Incident& raised = raise(false);
  const auto view = incident_view(raised, town_.directory(), Audience::kDispatcher, Extent::kFull);
  for (const OfferLine& line : view.offers) {
    EXPECT_EQ("responder " + std::to_string(line.id.number), line.responder);
    EXPECT_EQ(line.arrival_seconds.first + 30, line.arrival_seconds.second);
    EXPECT_EQ(0U, line.arrival_seconds.first % 30);
  }
}

TEST_F(Visibility, RespondersByTheTable) {
  const registry::Responder* responder = town_.directory().responder(ResponderId("CANARY-ID-1"));
  ASSERT_NE(nullptr, responder);
  for (const Audience audience :
       {Audience::kDispatcher, Audience::kIntegration, Audience::kRegistrar, Audience::kOperator,
        Audience::kResponder}) {
    const bool maintains = audience == Audience::kRegistrar || audience == Audience::kOperator;
    const std::string seen = written(responder_view(*responder, audience));
    EXPECT_EQ(maintains, holds(seen, "CANARY-NAME"));
    EXPECT_EQ(maintains, holds(seen, "CANARY-PHONE"));
    EXPECT_EQ(maintains, holds(seen, digits(*responder->particulars->home)));
  }
}

TEST_F(Visibility, EachNewFrameIsPublishedOnceAndInOrder) {
  Publisher publisher(town_.state());
  const Incident& raised = raise(false);
  const ResponderId responder = raised.offers.begin()->second.responder;
  const auto first = publisher.take(town_.state(), town_.directory(), responder);
  ASSERT_EQ(1U, first.size());
  EXPECT_EQ(1U, first[0].position.sequence);
  EXPECT_TRUE(std::holds_alternative<OfferNotice>(first[0].body));
  EXPECT_TRUE(publisher.take(town_.state(), town_.directory(), responder).empty());
  const JurisdictionId here = town_.jurisdictions()[0];
  std::uint64_t sequence = 0;
  for (const auto& frame : publisher.take(town_.state(), town_.directory(), here)) {
    EXPECT_EQ(++sequence, frame.position.sequence);
    EXPECT_TRUE(frame.state);
  }
  EXPECT_GT(sequence, 0U);
  town_.send(CancelIncident{raised.id});
  const auto then = publisher.take(town_.state(), town_.directory(), responder);
  ASSERT_EQ(1U, then.size());
  EXPECT_EQ(2U, then[0].position.sequence);
  EXPECT_TRUE(std::holds_alternative<StandDownNotice>(then[0].body));
}

TEST_F(Visibility, AConsoleResumesOrIsReset) {
  const Incident& raised = raise(false);
  const JurisdictionId here = town_.jurisdictions()[0];
  const auto fresh = start_console(town_.state(), town_.directory(), here, std::nullopt, {});
  EXPECT_FALSE(fresh.resumed);
  ASSERT_EQ(1U, fresh.incidents.size());
  EXPECT_EQ(raised.id, fresh.incidents[0].id);
  const StreamPosition seen{fresh.position.epoch, fresh.position.sequence};
  town_.send(CancelIncident{raised.id});
  const auto resumed = start_console(town_.state(), town_.directory(), here, seen, {});
  EXPECT_TRUE(resumed.resumed);
  ASSERT_FALSE(resumed.missed.empty());
  EXPECT_EQ(seen.sequence + 1, resumed.missed.front().position.sequence);
  EXPECT_EQ(resumed.position, resumed.missed.back().position);
  ConsoleLimits few;
  few.missed_events = 0;
  EXPECT_FALSE(start_console(town_.state(), town_.directory(), here, seen, few).resumed);
}

}  // namespace
}  // namespace goldenfour::dispatch
