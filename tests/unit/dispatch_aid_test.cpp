// Several incidents at once, and neighbours who help each other.
#include <gtest/gtest.h>

#include <algorithm>

#include "server/dispatch/view.h"
#include "tests/support/town.h"

namespace goldenfour::dispatch {
namespace {

using registry::ResponderId;
using support::Town;

const Offer* offer_to(const Incident& incident, const std::string& who) {
  const Offer* latest = nullptr;
  for (const auto& [number, offer] : incident.offers)
    if (offer.responder == ResponderId(who)) latest = &offer;
  return latest;
}

/// A call at this place, far from or near to the people of the town.
IncidentId call_at(Town& town, const std::string& external_id, geo::Position place,
                   IncidentKind kind = IncidentKind::kCardiacArrest) {
  Alert alert = town.alert(external_id);
  alert.scene.position = place;
  alert.kind = kind;
  return town.send(RaiseAlert{alert}).incident;
}

TEST(Contest, TheIncidentThatGainsClearlyMoreTakesOverWhoHasNotLookedYet) {
  Town town;
  town.add_person("ann", Town::at(0, 0));
  const auto far = call_at(town, "far", Town::at(400, 0));
  ASSERT_NE(offer_to(town.incident(far), "ann"), nullptr);
  const auto near = call_at(town, "near", Town::at(0, 30));
  const Offer* given_up = offer_to(town.incident(far), "ann");
  const Offer* taken = offer_to(town.incident(near), "ann");
  ASSERT_NE(taken, nullptr);
  EXPECT_GT(taken->why.gain, 2 * given_up->why.gain);
  EXPECT_EQ(given_up->end, OfferEnd::kWithdrawn);
  EXPECT_TRUE(taken->outstanding());
  town.wait(Duration{5});
  EXPECT_TRUE(town.incident(far).has_open_alarm()) << "the other looked again at once: nobody";
}

TEST(Contest, NobodyIsMovedForALittle) {
  Town town;
  town.add_person("ann", Town::at(0, 0));
  const auto first = call_at(town, "first", Town::at(300, 0));
  const auto second = call_at(town, "second", Town::at(0, 280));
  EXPECT_TRUE(offer_to(town.incident(first), "ann")->outstanding());
  EXPECT_EQ(offer_to(town.incident(second), "ann"), nullptr);
}

TEST(Contest, WhoLooksAtAQuestionKeepsIt) {
  Town town;
  town.add_person("ann", Town::at(0, 0));
  const auto far = call_at(town, "far", Town::at(400, 0));
  ASSERT_NE(offer_to(town.incident(far), "ann"), nullptr);
  const OfferId offer{far, offer_to(town.incident(far), "ann")->number};
  town.send(ReportDelivery{offer, Channel::kWebSocket, DeliveryStage::kSeen});
  const auto near = call_at(town, "near", Town::at(0, 30));
  EXPECT_TRUE(offer_to(town.incident(far), "ann")->outstanding());
  EXPECT_EQ(offer_to(town.incident(near), "ann"), nullptr);
}

TEST(Contest, NobodyIsTakenFromATask) {
  Town town;
  town.add_person("ann", Town::at(0, 0));
  const auto far = call_at(town, "far", Town::at(400, 0));
  ASSERT_NE(offer_to(town.incident(far), "ann"), nullptr);
  town.answer(town.incident(far), offer_to(town.incident(far), "ann")->number, true);
  const auto near = call_at(town, "near", Town::at(0, 30));
  EXPECT_TRUE(town.incident(far).tasks.begin()->second.active());
  EXPECT_EQ(offer_to(town.incident(near), "ann"), nullptr);
}

/// Somebody of the neighbour lives at the border.
void add_neighbour(Town& town, const std::string& id, geo::Position where) {
  Command command;
  command.jurisdiction = town.jurisdictions()[1];
  command.actor = {ActorKind::kRegistrar, "test"};
  registry::Responder person = town.person(id, where);
  person.jurisdiction = command.jurisdiction;
  command.body = PutResponder{person, std::nullopt};
  town.hand_in(command);
  town.directory().set_presence(
      person.id, {where, geo::Meters{10}, town.now().utc, registry::TravelMode::kFoot, true});
}

TEST(MutualAid, ANeighbourIsAskedAndShownAsSuch) {
  Town town;
  add_neighbour(town, "nina", Town::at(200, 0));
  const Incident& incident = town.raise();
  const Offer* asked = offer_to(incident, "nina");
  ASSERT_NE(asked, nullptr);
  EXPECT_EQ(asked->why.lent_by, town.jurisdictions()[1]);
  const auto view = incident_view(incident, town.directory(), Audience::kDispatcher, Extent::kFull);
  EXPECT_EQ(view.offers.front().lent_by, town.jurisdictions()[1]);
}

TEST(MutualAid, WhereItIsNotAllowedNobodyOfTheNeighbourIsAsked) {
  Policy policy = default_policy();
  policy.mutual_aid.everybody = false;
  Town town(policy);
  add_neighbour(town, "nina", Town::at(200, 0));
  const Incident& incident = town.raise();
  EXPECT_TRUE(incident.offers.empty());
  EXPECT_EQ(incident.last_plan->excluded[static_cast<std::size_t>(Exclusion::kNoMutualAid)], 1U);
}

TEST(MutualAid, OneTableOfCommitmentsHoldsAcrossTheBorder) {
  Town town;
  add_neighbour(town, "nina", Town::at(200, 0));
  const auto first = town.raise().id;
  town.answer(town.incident(first), 1, true);
  Command command;
  command.jurisdiction = town.jurisdictions()[1];
  command.actor = {ActorKind::kIntegration, "test"};
  Alert alert = town.alert("over-there");
  command.body = RaiseAlert{alert};
  const auto second = town.hand_in(command).incident;
  EXPECT_EQ(offer_to(town.incident(second), "nina"), nullptr) << "she has a task across the border";
  EXPECT_EQ(town.state().commitments.at(ResponderId("nina")).incident, first);
}

}  // namespace
}  // namespace goldenfour::dispatch
