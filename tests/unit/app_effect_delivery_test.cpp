#include "server/app/effect_delivery.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "server/app/room_metrics.h"
#include "server/runtime/system_clock.h"
#include "tests/support/town.h"

namespace goldenfour::app {
namespace {

using dispatch::DeliveryStage;
using support::Town;

/// Nobody listens.
class SilentSender final : public ports::StreamSender {
 public:
  void send(std::span<const ports::ConnectionId>, const ports::StreamFrame&,
            std::uint64_t) override {}
  void close(const ports::ConnectionId&, ports::StreamEnd) override {}
};

class DeafEngine final : public ports::Engine {
 public:
  dispatch::ErrorCode submit(dispatch::Command, ports::OnReply) override {
    return dispatch::ErrorCode::kOverloaded;
  }
  dispatch::ErrorCode query(ports::Query) override { return dispatch::ErrorCode::kOverloaded; }
  void presence(const registry::ResponderId&, const registry::Presence&) override {}
  void heard_from(const registry::ResponderId&) override {}
};

/// An incident with one offer to "ana", and the delivery without a webhook.
class Delivery : public testing::Test {
 protected:
  Delivery() {
    town_.add_person("ana", Town::at(200, 0));
    offer_ = {town_.raise().id, 1};
  }
  const dispatch::Offer& offer() const {
    return town_.incident(offer_.incident).offers.at(offer_.number);
  }
  ports::Continuation shape(const dispatch::Effect& effect) {
    return delivery_.shape(effect, town_.state(), town_.directory(), town_.now());
  }

  Town town_;
  dispatch::OfferId offer_;
  boost::asio::io_context io_;
  DeafEngine engine_;
  SilentSender sender_;
  runtime::SystemClock clock_;
  notify::Hub hub_{io_.get_executor(), engine_, sender_, clock_, {}};
  std::vector<DeliveryStage> reports_;
  EffectDelivery delivery_{
      town_.state(), hub_, nullptr,
      [this](const dispatch::OfferId&, dispatch::Channel channel, DeliveryStage stage) {
        EXPECT_EQ(channel, dispatch::Channel::kWebhook);
        reports_.push_back(stage);
      },
      runtime::Log()};
};

TEST_F(Delivery, ANoticeSaysWhoAndUntilWhenButNotWhere) {
  const auto notice = notice_of(offer_, town_.state(), town_.directory());
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->responder.value(), "ana");
  EXPECT_EQ(notice->phone, "+000");
  EXPECT_EQ(notice->deadline, offer().deadline);
  EXPECT_EQ(notice->kind, dispatch::IncidentKind::kCardiacArrest);
  EXPECT_FALSE(notice->drill);
}

TEST_F(Delivery, AnOfferThatEndedIsNotSent) {
  town_.send(dispatch::CancelIncident{offer_.incident});
  EXPECT_FALSE(notice_of(offer_, town_.state(), town_.directory()));
  EXPECT_FALSE(notice_of({offer_.incident, 99}, town_.state(), town_.directory()));
}

TEST_F(Delivery, WithoutAWebhookTheChannelFailsAtOnce) {
  const auto send = shape(dispatch::SendByChannel{offer_, registry::ResponderId("ana")});
  ASSERT_TRUE(send);
  EXPECT_TRUE(reports_.empty()) << "not before the gate";
  send();
  EXPECT_EQ(reports_, std::vector<DeliveryStage>{DeliveryStage::kFailed});
}

TEST_F(Delivery, RepliesAndTimersAreNotItsBusiness) {
  EXPECT_FALSE(shape(dispatch::Reply{}));
  EXPECT_FALSE(shape(dispatch::DisarmTimer{offer_.incident, 1}));
}

TEST(RoomMetrics, ProblemsAreShownByCodeOnceTheyOccur) {
  net::NetMetrics metrics;
  metrics.problems[static_cast<std::size_t>(dispatch::ErrorCode::kDatumRequired)].add(3);
  for (const auto& family : families_of(metrics)) {
    if (family.name != "goldenfour_http_problems_total") continue;
    ASSERT_EQ(family.metric.size(), 1U);
    EXPECT_EQ(family.metric[0].label[0].value, "DATUM_REQUIRED");
    EXPECT_DOUBLE_EQ(family.metric[0].counter.value, 3.0);
  }
}

}  // namespace
}  // namespace goldenfour::app
