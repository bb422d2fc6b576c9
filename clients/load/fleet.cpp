#include "clients/load/fleet.h"

#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "clients/common/wire.h"
#include "clients/load/device.h"
#include "clients/load/server_clock.h"

namespace goldenfour::load {

namespace asio = boost::asio;

using Clock = std::chrono::steady_clock;

namespace {

double seconds_of(Clock::time_point time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

double seconds_of(const google::protobuf::Timestamp& stamp) {
  return static_cast<double>(stamp.seconds()) + stamp.nanos() * 1e-9;
}

}  // namespace

class Fleet::Impl : public DeviceOwner {
 public:
  Impl(asio::io_context* io, FleetOptions options, std::vector<Member> members)
      : io_(io),
        options_(std::move(options)),
        origin_(Clock::now()),
        http_({.target = options_.target, .ca_file = options_.ca_file, .max_idle = 64}),
        connector_(options_.target, options_.ca_file),
        clock_(options_.clock_rate),
        starter_(*io),
        due_timer_(*io) {
    sim::Random random(options_.seed);
    for (Member& member : members) {
      client::StreamOptions stream;
      stream.token = std::move(member.token);
      stream.seed = random.next();
      devices_.push_back(std::make_unique<Device>(
          devices_.size(), Person(std::move(member.profile), &options_.behaviour, random.fork()),
          this, io->get_executor(), &http_, &connector_, std::move(stream)));
      due_of_.push_back(-1);
    }
  }

  void start() {
    asio::co_spawn(*io_, connect_all(), asio::detached);
    asio::co_spawn(*io_, keep_time(), asio::detached);
  }

  void stop(std::function<void()> done) {
    stopping_ = true;
    on_gone_ = std::move(done);
    starter_.cancel();
    due_timer_.cancel();
    for (const auto& device : devices_) device->stop();
    if (running_ == 0) on_gone_();
  }

  double now() const override {
    return options_.clock_rate * std::chrono::duration<double>(Clock::now() - origin_).count();
  }

  void on_device_frame(const v1::ServerFrame& frame) override {
    if (frame.has_reset()) ++resets_;
    if (!frame.has_at()) return;
    const auto arrived = Clock::now();
    clock_.saw(seconds_of(frame.at()), seconds_of(arrived));
    if (!frame.has_offer()) return;
    latencies_.add(1000 * clock_.lateness(seconds_of(frame.at()), seconds_of(arrived)));
    if (hook_) hook_(frame.offer().offer(), arrived);
  }

  void on_device_break() override { ++breaks_; }
  void on_device_refused() override { ++refused_devices_; }

  void on_device_due(std::size_t index) override {
    const double due = devices_[index]->person().next_due();
    if (due_of_[index] == due) return;
    due_.erase({due_of_[index], index});
    due_of_[index] = due;
    const bool first = due_.empty() || due < due_.begin()->first;
    due_.emplace(due, index);
    if (first) due_timer_.cancel();
  }

  FleetCounts counts() const {
    FleetCounts sum;
    sum.volunteers = devices_.size();
    sum.breaks = breaks_;
    sum.refused_devices = refused_devices_;
    sum.resets = resets_;
    for (const auto& device : devices_) {
      const PersonCounts& one = device->person().counts();
      sum.connected += device->connected() ? 1 : 0;
      sum.refused_frames += device->refused_frames();
      sum.people.offers += one.offers;
      sum.people.accepted += one.accepted;
      sum.people.declined += one.declined;
      sum.people.silent += one.silent;
      sum.people.tasks += one.tasks;
      sum.people.left += one.left;
      sum.people.aeds_collected += one.aeds_collected;
      sum.people.aeds_missing += one.aeds_missing;
      sum.people.on_scene += one.on_scene;
      sum.people.stood_down += one.stood_down;
      sum.people.handed_over += one.handed_over;
    }
    return sum;
  }

  const Percentiles& latencies() const { return latencies_; }
  void on_offer(OfferHook hook) { hook_ = std::move(hook); }
  void set_night(bool night) {
    for (const auto& device : devices_) device->person().set_night(night);
  }

 private:
  asio::awaitable<void> connect_all() {
    const auto begun = Clock::now();
    for (std::size_t i = 0; i < devices_.size() && !stopping_; ++i) {
      ++running_;
      asio::co_spawn(*io_, devices_[i]->run(), [this](std::exception_ptr) {
        if (--running_ == 0 && stopping_) on_gone_();
      });
      const double due = static_cast<double>(i + 1) / options_.connects_per_second;
      starter_.expires_at(
          begun + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(due)));
      boost::system::error_code ignored;
      co_await starter_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  // Wakes whoever is due; a person that is not connected lives on, its presence is just not sent.
  asio::awaitable<void> keep_time() {
    for (std::size_t i = 0; i < devices_.size(); ++i) on_device_due(i);
    while (!stopping_) {
      const double time = now();
      while (!due_.empty() && due_.begin()->first <= time) {
        devices_[due_.begin()->second]->on_time();
      }
      const double wait = due_.empty() ? 1.0 : (due_.begin()->first - now()) / options_.clock_rate;
      due_timer_.expires_after(std::chrono::duration_cast<Clock::duration>(
          std::chrono::duration<double>(std::clamp(wait, 0.001, 1.0))));
      boost::system::error_code ignored;
      co_await due_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  asio::io_context* io_;
  FleetOptions options_;
  Clock::time_point origin_;
  client::HttpClient http_;
  client::Connector connector_;
  ServerClock clock_;
  Percentiles latencies_;
  OfferHook hook_;
  asio::steady_timer starter_;
  asio::steady_timer due_timer_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::vector<double> due_of_;
  std::set<std::pair<double, std::size_t>> due_;
  std::uint64_t breaks_ = 0;
  std::uint64_t refused_devices_ = 0;
  std::uint64_t resets_ = 0;
  std::function<void()> on_gone_;
  std::size_t running_ = 0;
  bool stopping_ = false;
};

Fleet::Fleet(asio::io_context* io, FleetOptions options, std::vector<Member> members)
    : impl_(std::make_unique<Impl>(io, std::move(options), std::move(members))) {}
Fleet::~Fleet() = default;

void Fleet::start() {
  impl_->start();
}
void Fleet::stop(std::function<void()> done) {
  impl_->stop(std::move(done));
}
void Fleet::on_offer(OfferHook hook) {
  impl_->on_offer(std::move(hook));
}
void Fleet::set_night(bool night) {
  impl_->set_night(night);
}
FleetCounts Fleet::counts() const {
  return impl_->counts();
}
const Percentiles& Fleet::latencies() const {
  return impl_->latencies();
}

}  // namespace goldenfour::load
