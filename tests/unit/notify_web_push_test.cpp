#include <gtest/gtest.h>

#include <future>
#include <optional>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/json.hpp>

#include "server/notify/web_push.h"
#include "server/runtime/system_clock.h"
#include "tests/support/delivery_reports.h"
#include "tests/support/gateway.h"
#include "tests/support/push_device.h"

namespace goldenfour::notify {
namespace {

using dispatch::DeliveryStage;
using std::chrono::milliseconds;
using support::Gateway;
using support::PushDevice;

const registry::ResponderId kAna("ana");

dispatch::OfferId offer(std::uint32_t number) {
  return {{registry::JurisdictionId("jinhua"), 1, 42}, number};
}

unsigned created(std::size_t) {
  return 201;
}

/// Subscriptions in memory, and which of them the channel gave up.
class Book final : public ports::PushBook {
 public:
  void put(const registry::ResponderId&, ports::PushSubscription one,
           ports::OnPushStored) override {
    devices.push_back(std::move(one));
  }
  void erase(const registry::ResponderId&, std::string, ports::OnPushStored) override {}
  void gone(const registry::ResponderId& who, std::string endpoint) override {
    EXPECT_EQ(kAna, who);
    const std::lock_guard lock(mutex_);
    lost_.push_back(std::move(endpoint));
  }
  std::vector<ports::PushSubscription> find(const registry::ResponderId& who) const override {
    return who == kAna ? devices : std::vector<ports::PushSubscription>();
  }
  std::vector<std::string> lost() const {
    const std::lock_guard lock(mutex_);
    return lost_;
  }
  std::vector<ports::PushSubscription> devices;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lost_;
};

/// The channel on a thread of its own.
class Pusher {
 public:
  explicit Pusher(std::vector<ports::PushSubscription> devices, PushOptions options = {}) {
    book.devices = std::move(devices);
    options.contact = "mailto:operator@example.org";
    options.first_backoff = milliseconds(20);
    push_.emplace(io_.get_executor(), options, P256Key::generate(), nullptr, book, clock_, clock_,
                  reports_.listener());
    thread_ = std::jthread([this] { io_.run(); });
  }
  ~Pusher() { io_.stop(); }

  ports::Notice notice(std::uint32_t number, milliseconds left = milliseconds(5'000)) const {
    return {.offer = offer(number),
            .responder = kAna,
            .phone = "+38640111222",
            .kind = dispatch::IncidentKind::kCardiacArrest,
            .role = dispatch::Role::kAed,
            .deadline = clock_.now().utc + left,
            .drill = true};
  }
  void send(std::uint32_t number, milliseconds left = milliseconds(5'000)) {
    push_->send(notice(number, left));
  }
  std::vector<support::DeliveryReports::Report> wait_for_reports(std::size_t count) const {
    return reports_.wait_for(count);
  }
  WebPush& push() { return *push_; }

  Book book;

 private:
  runtime::SystemClock clock_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  support::DeliveryReports reports_{dispatch::Channel::kPush};
  std::optional<WebPush> push_;
  std::jthread thread_;
};

TEST(WebPush, RingsTheDeviceAndTellsTheServiceNothing) {
  Gateway service(created);
  const PushDevice phone;
  Pusher pusher({phone.subscription(service.url("/push/secret"))});
  pusher.send(3);
  EXPECT_EQ(pusher.wait_for_reports(1).front(), std::pair(3U, DeliveryStage::kSent));
  const auto received = service.received().at(0);
  EXPECT_EQ(received.target, "/push/secret");
  auto headers = received.headers;
  EXPECT_EQ(headers["Content-Encoding"], "aes128gcm");
  EXPECT_EQ(headers["Content-Type"], "application/octet-stream");
  EXPECT_EQ(headers["Urgency"], "high");
  EXPECT_EQ(headers["TTL"], "5");
  EXPECT_EQ(headers["Topic"].size(), 32U);
  EXPECT_TRUE(headers["Authorization"].ends_with(", k=" + pusher.push().public_key()));
  const auto plain = phone.open(received.body);
  ASSERT_TRUE(plain);
  const auto said = boost::json::parse(*plain).as_object();
  EXPECT_EQ(said.at("kind").as_string(), "offer");
  EXPECT_EQ(said.at("offer").as_string(), "jinhua-1-42-3");
  EXPECT_EQ(said.at("incidentKind").as_string(), "CARDIAC_ARREST");
  EXPECT_EQ(said.at("role").as_string(), "AED");
  EXPECT_EQ(said.at("drill").as_bool(), true);
  EXPECT_TRUE(said.contains("deadline"));
  EXPECT_EQ(said.size(), 6U) << "nothing that names a person or a place";
}

TEST(WebPush, WhoNeverSubscribedFailsAtOnce) {
  Pusher pusher({});
  pusher.send(1);
  EXPECT_EQ(pusher.wait_for_reports(1).front(), std::pair(1U, DeliveryStage::kFailed));
}

TEST(WebPush, ADeviceThatIsGoneIsGivenUpAndTheOthersRing) {
  Gateway lost([](std::size_t n) { return n == 0 ? 410U : 404U; });
  Gateway good(created);
  const PushDevice phone;
  Pusher pusher({phone.subscription(lost.url("/lost")), phone.subscription(good.url("/good"))});
  pusher.send(1);
  EXPECT_EQ(pusher.wait_for_reports(1), (std::vector{std::pair(1U, DeliveryStage::kSent)}));
  const auto end = runtime::monotonic_now() + std::chrono::seconds(5);
  while (pusher.book.lost().empty() && runtime::monotonic_now() < end) std::this_thread::yield();
  EXPECT_EQ(pusher.book.lost(), std::vector{lost.url("/lost")});
  EXPECT_EQ(lost.received().size(), 1U) << "that answer is final";

  pusher.book.devices.pop_back();
  pusher.send(2);
  EXPECT_EQ(pusher.wait_for_reports(2).back(), std::pair(2U, DeliveryStage::kFailed));
  EXPECT_EQ(pusher.book.lost().size(), 2U);
}

TEST(WebPush, KeysThatCannotBeUsedAreGivenUp) {
  Gateway service(created);
  auto broken = PushDevice().subscription(service.url());
  broken.key[20] = static_cast<char>(broken.key[20] ^ 1);
  Pusher pusher({broken});
  pusher.send(1);
  EXPECT_EQ(pusher.wait_for_reports(1).front().second, DeliveryStage::kFailed);
  EXPECT_EQ(pusher.book.lost().size(), 1U);
  EXPECT_TRUE(service.received().empty());
}

TEST(WebPush, ABusyServiceIsTriedAgainUntilTheDeadline) {
  Gateway busy([](std::size_t n) { return n == 0 ? 429U : n == 1 ? 503U : 201U; });
  const PushDevice phone;
  Pusher pusher({phone.subscription(busy.url())});
  pusher.send(1);
  EXPECT_EQ(pusher.wait_for_reports(1).front().second, DeliveryStage::kSent);
  EXPECT_EQ(pusher.push().counts().retried, 2U);

  Gateway never([](std::size_t) { return 500U; });
  Pusher patient({phone.subscription(never.url())});
  const auto start = runtime::monotonic_now();
  patient.send(1, milliseconds(300));
  EXPECT_EQ(patient.wait_for_reports(1).front().second, DeliveryStage::kFailed);
  EXPECT_GE(runtime::monotonic_now() - start, milliseconds(250));
  EXPECT_GE(never.received().size(), 2U);
  EXPECT_TRUE(patient.book.lost().empty()) << "busy is not gone";
}

TEST(WebPush, BeyondItsQueueAMessageFailsAtOnce) {
  Gateway slow([](std::size_t) { return 0U; }, milliseconds(300));
  PushOptions options;
  options.queue = 2;
  options.concurrent = 1;
  const PushDevice phone;
  Pusher pusher({phone.subscription(slow.url())}, options);
  for (std::uint32_t number = 1; number <= 3; ++number) pusher.send(number);
  EXPECT_EQ(pusher.wait_for_reports(1).front(), std::pair(3U, DeliveryStage::kFailed));
  EXPECT_EQ(pusher.push().counts().refused, 1U);
}

TEST(WebPush, AStopLetsNothingStart) {
  Gateway slow([](std::size_t) { return 0U; }, milliseconds(200));
  const PushDevice phone;
  PushOptions options;
  options.concurrent = 1;
  Pusher pusher({phone.subscription(slow.url())}, options);
  pusher.send(1);
  pusher.send(2);
  std::promise<void> ended;
  pusher.push().stop([&ended] { ended.set_value(); });
  EXPECT_EQ(std::future_status::ready, ended.get_future().wait_for(std::chrono::seconds(5)));
  EXPECT_LE(slow.received().size(), 1U);
}

TEST(WebPush, AnOriginIsWhatTheServiceExpects) {
  EXPECT_EQ("https://push.example.org", origin_of(*parse_target("https://push.example.org/a?b")));
  EXPECT_EQ("https://push.example.org:8443",
            origin_of(*parse_target("https://push.example.org:8443/")));
}

}  // namespace
}  // namespace goldenfour::notify
