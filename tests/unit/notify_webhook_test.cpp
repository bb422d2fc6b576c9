#include <gtest/gtest.h>

#include <future>
#include <optional>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/json.hpp>

#include "server/notify/webhook.h"
#include "server/runtime/system_clock.h"
#include "tests/support/delivery_reports.h"
#include "tests/support/gateway.h"

namespace goldenfour::notify {
namespace {

using dispatch::DeliveryStage;
using std::chrono::milliseconds;
using support::Gateway;

const std::string kSecret = "0123456789abcdef0123456789abcdef";

dispatch::OfferId offer(std::uint32_t number) {
  return {{registry::JurisdictionId("jinhua"), 1, 42}, number};
}

unsigned always_ok(std::size_t) {
  return 200;
}

/// The webhook on a thread of its own, towards one gateway.
class Sender {
 public:
  explicit Sender(const std::string& url, WebhookOptions options = {}) {
    options.url = url;
    options.secret = kSecret;
    options.first_backoff = milliseconds(20);
    webhook_.emplace(io_.get_executor(), options, *parse_target(url), nullptr, clock_, clock_,
                     reports_.listener());
    thread_ = std::jthread([this] { io_.run(); });
  }
  ~Sender() { io_.stop(); }

  void send(std::uint32_t number, milliseconds until_deadline = milliseconds(5'000)) {
    ports::Notice notice;
    notice.offer = offer(number);
    notice.responder = registry::ResponderId("ana");
    notice.phone = "+38640111222";
    notice.kind = dispatch::IncidentKind::kCardiacArrest;
    notice.role = dispatch::Role::kAed;
    notice.deadline = clock_.now().utc + until_deadline;
    webhook_->send(std::move(notice));
  }
  std::vector<support::DeliveryReports::Report> wait_for_reports(std::size_t count) const {
    return reports_.wait_for(count);
  }
  Webhook& webhook() { return *webhook_; }
  registry::WallTime now() const { return clock_.now().utc; }

 private:
  runtime::SystemClock clock_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  support::DeliveryReports reports_;
  std::optional<Webhook> webhook_;
  std::jthread thread_;
};

TEST(Webhook, OfferArrivesSignedAndIsReportedSent) {
  Gateway gateway(always_ok);
  Sender sender(gateway.url("/sms?v=1"));
  sender.send(3);
  EXPECT_EQ(sender.wait_for_reports(1).front(), std::pair(3U, DeliveryStage::kSent));
  const auto received = gateway.received().at(0);
  EXPECT_EQ(received.target, "/sms?v=1");
  EXPECT_EQ(received.message_id, "jinhua-1-42-3");
  EXPECT_TRUE(verify(kSecret, received.timestamp, received.signature, received.body, sender.now()));
  const auto body = boost::json::parse(received.body).as_object();
  EXPECT_EQ(body.at("kind").as_string(), "offer");
  EXPECT_EQ(body.at("offer").as_string(), "jinhua-1-42-3");
  EXPECT_EQ(body.at("phone").as_string(), "+38640111222");
  EXPECT_EQ(body.at("role").as_string(), "AED");
  EXPECT_FALSE(body.contains("position"));
}

TEST(Webhook, TriesAgainWithTheSameMessageId) {
  Gateway gateway([](std::size_t n) { return n < 2 ? 503U : 200U; });
  Sender sender(gateway.url());
  sender.send(1);
  EXPECT_EQ(sender.wait_for_reports(1).front().second, DeliveryStage::kSent);
  const auto received = gateway.received();
  ASSERT_EQ(received.size(), 3U);
  EXPECT_EQ(received[0].message_id, received[2].message_id);
  EXPECT_EQ(sender.webhook().counts().retried, 2U);
}

TEST(Webhook, ARefusalIsFinal) {
  Gateway gateway([](std::size_t) { return 403U; });
  Sender sender(gateway.url());
  sender.send(1);
  EXPECT_EQ(sender.wait_for_reports(1).front().second, DeliveryStage::kFailed);
  EXPECT_EQ(gateway.received().size(), 1U);
}

TEST(Webhook, GivesUpAtTheDeadline) {
  Gateway gateway([](std::size_t) { return 500U; });
  Sender sender(gateway.url());
  const auto start = runtime::monotonic_now();
  sender.send(1, milliseconds(300));
  EXPECT_EQ(sender.wait_for_reports(1).front().second, DeliveryStage::kFailed);
  EXPECT_GE(runtime::monotonic_now() - start, milliseconds(250));
  EXPECT_GE(gateway.received().size(), 2U);
}

TEST(Webhook, AGatewayThatNeverAnswersIsTimedOutAndTriedAgain) {
  Gateway gateway([](std::size_t n) { return n == 0 ? 0U : 204U; }, milliseconds(5'000));
  WebhookOptions options;
  options.attempt_timeout = milliseconds(100);
  Sender sender(gateway.url(), options);
  sender.send(1);
  EXPECT_EQ(sender.wait_for_reports(1).front().second, DeliveryStage::kSent);
  EXPECT_EQ(gateway.received().size(), 2U);
}

TEST(Webhook, NobodyListeningIsAFailureAtTheDeadline) {
  Sender sender("http://127.0.0.1:1/sms");
  sender.send(1, milliseconds(200));
  EXPECT_EQ(sender.wait_for_reports(1).front().second, DeliveryStage::kFailed);
}

TEST(Webhook, BeyondTheQueueNoticesFailAtOnce) {
  Gateway gateway([](std::size_t) { return 0U; }, milliseconds(300));
  WebhookOptions options;
  options.queue = 2;
  Sender sender(gateway.url(), options);
  for (std::uint32_t n = 1; n <= 3; ++n) sender.send(n, milliseconds(200));
  EXPECT_EQ(sender.wait_for_reports(1).front(), std::pair(3U, DeliveryStage::kFailed));
  EXPECT_EQ(sender.webhook().counts().refused, 1U);
}

TEST(Webhook, RequestsAtTheSameTimeAreBounded) {
  Gateway gateway(always_ok);
  WebhookOptions options;
  options.concurrent = 3;
  Sender sender(gateway.url(), options);
  for (std::uint32_t n = 1; n <= 40; ++n) sender.send(n);
  EXPECT_EQ(sender.wait_for_reports(40).size(), 40U);
  EXPECT_LE(gateway.most_at_once(), 3U);
}

TEST(Webhook, AlarmGoesTheSameWay) {
  Gateway gateway(always_ok);
  Sender sender(gateway.url());
  sender.webhook().sound({.incident = offer(0).incident,
                          .alarm = 2,
                          .kind = dispatch::AlarmKind::kNobodyAccepted,
                          .drill = true});
  const auto end = runtime::monotonic_now() + std::chrono::seconds(5);
  while (gateway.received().empty() && runtime::monotonic_now() < end) std::this_thread::yield();
  const auto body = boost::json::parse(gateway.received().at(0).body).as_object();
  EXPECT_EQ(body.at("kind").as_string(), "alarm");
  EXPECT_EQ(body.at("alarmKind").as_string(), "NOBODY_ACCEPTED");
  EXPECT_TRUE(body.at("drill").as_bool());
}

TEST(Webhook, StopEndsRetriesAndTellsWhenNothingIsInFlight) {
  Gateway gateway([](std::size_t) { return 500U; });
  WebhookOptions options;
  options.longest_backoff = milliseconds(60'000);
  Sender sender(gateway.url(), options);
  for (std::uint32_t n = 1; n <= 5; ++n) sender.send(n, milliseconds(60'000));
  std::promise<void> stopped;
  sender.webhook().stop([&stopped] { stopped.set_value(); });
  EXPECT_EQ(stopped.get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
}

TEST(WebhookTarget, UrlsAreTakenApart) {
  const auto target = parse_target("https://sms.example.org/a/b?c=d");
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->tls);
  EXPECT_EQ(target->host, "sms.example.org");
  EXPECT_EQ(target->port, "443");
  EXPECT_EQ(target->path, "/a/b?c=d");
  EXPECT_EQ(parse_target("http://10.0.0.1:81")->path, "/");
}

TEST(WebhookTarget, WrongUrlsAreRefusedWithTheReason) {
  for (const char* url : {"", "sms.example.org", "ftp://a/b", "http:///x", "http://u:p@h/"})
    EXPECT_FALSE(parse_target(url)) << url;
}

TEST(WebhookSignature, HoldsForThisBodySecretAndTimeOnly) {
  const registry::WallTime now{registry::Duration(1'790'000'000'000)};
  const std::string signature = sign(kSecret, "1790000000", "{}");
  EXPECT_TRUE(verify(kSecret, "1790000000", signature, "{}", now));
  EXPECT_TRUE(verify(kSecret, "1790000000", signature, "{}", now + registry::Duration(300'000)));
  EXPECT_FALSE(verify(kSecret, "1790000000", signature, "{}", now + registry::Duration(301'000)));
  EXPECT_FALSE(verify(kSecret, "1790000001", signature, "{}", now));
  EXPECT_FALSE(verify(kSecret, "1790000000", signature, "{ }", now));
  EXPECT_FALSE(verify("another secret of thirty-two byte", "1790000000", signature, "{}", now));
  EXPECT_FALSE(verify("", "1790000000", sign("", "1790000000", "{}"), "{}", now));
  EXPECT_FALSE(verify(kSecret, "99999999999999999999", signature, "{}", now));
  EXPECT_FALSE(verify(kSecret, "", "", "", now));
}

TEST(WebhookReceipts, AreReadStrictly) {
  EXPECT_EQ(parse_receipt(R"({"offer":"jinhua-1-42-3","stage":"DELIVERED"})")->offer, offer(3));
  EXPECT_EQ(parse_receipt(R"({"offer":"jinhua-1-42-3","stage":"FAILED"})")->stage,
            DeliveryStage::kFailed);
  EXPECT_EQ(parse_receipt(R"({"offer":"jinhua-1-42-3","stage":"SEEN"})").error(), "stage");
  EXPECT_EQ(parse_receipt(R"({"offer":"jinhua","stage":"FAILED"})").error(), "offer");
  EXPECT_EQ(parse_receipt(R"({"offer":"jinhua-1-42-3","stage":"FAILED","a":1})").error(), "a");
  EXPECT_EQ(parse_receipt("[]").error(), "");
  EXPECT_EQ(parse_receipt("{").error(), "");
}

}  // namespace
}  // namespace goldenfour::notify
