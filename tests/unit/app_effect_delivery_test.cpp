#include "server/app/effect_delivery.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "server/app/room_metrics.h"
#include "server/runtime/system_clock.h"
#include "tests/support/town.h"

namespace goldenfour::app {
namespace {

using dispatch::Channel;
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
      town_.state(),
      hub_,
      {},
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

/// Takes notices and says nothing by itself.
class FakeChannel final : public ports::Channel {
 public:
  void send(ports::Notice notice) override { notices.push_back(std::move(notice)); }
  std::vector<ports::Notice> notices;
};

/// A gateway and push at once.
class TwoWays : public Delivery {
 protected:
  TwoWays() { shape_by(both_)(); }

  ports::Continuation shape_by(EffectDelivery& delivery) {
    return delivery.shape(dispatch::SendByChannel{offer_, registry::ResponderId("ana")},
                          town_.state(), town_.directory(), town_.now());
  }

  FakeChannel push_;
  FakeChannel gateway_;
  EffectDelivery both_{town_.state(),
                       hub_,
                       {.offers = {&push_, &gateway_}},
                       [this](const dispatch::OfferId&, Channel channel, DeliveryStage stage) {
                         told_.emplace_back(channel, stage);
                       },
                       runtime::Log()};
  using Told = std::vector<std::pair<Channel, DeliveryStage>>;
  Told told_;
  const Told by_push_{{Channel::kPush, DeliveryStage::kSent}};
};

TEST_F(TwoWays, BothAreUsedAndEachThatTookItIsToldByName) {
  ASSERT_EQ(1U, push_.notices.size());
  ASSERT_EQ(1U, gateway_.notices.size());
  EXPECT_EQ(offer_, push_.notices[0].offer);
  both_.told(offer_, Channel::kPush, DeliveryStage::kSent);
  EXPECT_EQ(told_, by_push_);
  both_.told(offer_, Channel::kWebhook, DeliveryStage::kSent);
  EXPECT_EQ(told_, (Told{by_push_[0], {Channel::kWebhook, DeliveryStage::kSent}}));
}

TEST_F(TwoWays, AFailureBesideASuccessIsNone) {
  both_.told(offer_, Channel::kPush, DeliveryStage::kSent);
  both_.told(offer_, Channel::kWebhook, DeliveryStage::kFailed);
  EXPECT_EQ(told_, by_push_);
  both_.told(offer_, Channel::kWebhook, DeliveryStage::kFailed);
  EXPECT_EQ(told_, by_push_) << "and nothing is left to be told";
}

TEST_F(TwoWays, WhatFailedEverywhereHasFailedOnce) {
  both_.told(offer_, Channel::kWebhook, DeliveryStage::kFailed);
  EXPECT_TRUE(told_.empty()) << "the other may still take it";
  both_.told(offer_, Channel::kPush, DeliveryStage::kFailed);
  EXPECT_EQ(told_, (Told{{Channel::kWebhook, DeliveryStage::kFailed}}));
}

TEST_F(TwoWays, ALateSuccessCounts) {
  both_.told(offer_, Channel::kWebhook, DeliveryStage::kFailed);
  both_.told(offer_, Channel::kPush, DeliveryStage::kSent);
  EXPECT_EQ(told_, by_push_);
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
