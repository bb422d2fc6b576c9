#include "clients/load/replay.h"

#include <iostream>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "clients/common/wire.h"
#include "goldenfour/v1/alert.pb.h"

namespace goldenfour::load {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostProblems = 20;
constexpr int kAttempts = 8;
constexpr int kPolls = 60;  // one a second, real

bool is_final(const v1::Incident& incident) {
  return incident.status() == v1::CLOSED || incident.status() == v1::CANCELLED;
}

}  // namespace

Replay::Replay(asio::io_context* io, Options options, std::vector<Call> calls, Fleet* fleet)
    : io_(io),
      options_(std::move(options)),
      calls_(std::move(calls)),
      fleet_(fleet),
      http_({.target = options_.target,
             .token = options_.token,
             .ca_file = options_.ca_file,
             .max_idle = 16}) {
  report_.calls = calls_.size();
  fleet_->on_offer([this](const std::string& offer, Clock::time_point at) {
    first_ring_.try_emplace(offer.substr(0, offer.rfind('-')), at);
  });
}

asio::awaitable<void> Replay::wait(double server_seconds) {
  asio::steady_timer timer(*io_);
  timer.expires_after(std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(std::max(0.0, server_seconds) / options_.clock_rate)));
  co_await timer.async_wait(asio::use_awaitable);
}

void Replay::problem(const Call& call, const std::string& what) {
  if (report_.problems.size() < kMostProblems) {
    report_.problems.push_back(fmt::format("call {}: {}", call.number, what));
  }
}

std::string Replay::body_of(const Call& call) const {
  v1::Alert alert;
  alert.set_jurisdiction(options_.jurisdiction);
  alert.set_external_id(fmt::format("replay-{}-{}", options_.run, call.number));
  alert.set_kind(call.kind);
  alert.mutable_position()->set_latitude(call.place.latitude_degrees());
  alert.mutable_position()->set_longitude(call.place.longitude_degrees());
  alert.mutable_position()->set_datum(v1::DATUM_WGS84);
  alert.set_status(v1::EXERCISE);
  if (call.hazard != v1::HAZARD_UNSPECIFIED) alert.add_hazards(call.hazard);
  alert.set_public_place(call.public_place);
  return client::to_json(alert);
}

asio::awaitable<void> Replay::run() {
  const auto begun = Clock::now();
  for (const Call& call : calls_) {
    const double passed =
        options_.clock_rate * std::chrono::duration<double>(Clock::now() - begun).count();
    co_await wait(call.at - passed);
    co_await post(&call);
    if (!options_.quiet && report_.posted % 50 == 0) {
      std::cerr << fmt::format("goldenfour-load: {} of {} calls sent, {} running", report_.posted,
                               report_.calls, running_)
                << std::endl;
    }
  }
  while (running_ > 0) co_await wait(options_.clock_rate * 0.2);
}

asio::awaitable<void> Replay::post(const Call* call) {
  fleet_->set_night(call->night);
  const auto begun = Clock::now();
  const auto answer = co_await http_.send_with_retries(
      {.method = "POST",
       .path = "/v1/alerts",
       .body = body_of(*call),
       .headers = {{"Idempotency-Key", fmt::format("replay-{}-{}", options_.run, call->number)}},
       .repeatable = true},
      kAttempts);
  v1::AlertReply reply;
  if (!answer || !client::from_json(answer->body, reply)) {
    ++report_.lost;
    problem(*call, answer ? "the reply cannot be read"
                          : "POST: " + answer.error().code + " " + answer.error().detail);
    co_return;
  }
  ++report_.posted;
  ++running_;
  asio::co_spawn(*io_, follow(call, reply.incident(), begun),
                 [this](std::exception_ptr) { --running_; });
}

asio::awaitable<bool> Replay::change(std::string incident, std::string method, std::string body) {
  const auto answer =
      co_await http_.send_with_retries({.method = "POST",
                                        .path = "/v1/incidents/" + incident + method,
                                        .body = std::move(body),
                                        .repeatable = true},
                                       kAttempts);
  // By then it may have ended by itself, which is no fault.
  co_return answer || answer.error().code == "ILLEGAL_TRANSITION";
}

asio::awaitable<void> Replay::follow(const Call* call, std::string incident,
                                     Clock::time_point posted) {
  double passed = 0;
  if (call->release_after > 0 && call->release_after < call->crew_after) {
    co_await wait(call->release_after);
    passed = call->release_after;
    if (!co_await change(incident, ":resume", "{}"))
      problem(*call, incident + " :resume was refused");
  }
  co_await wait(call->crew_after - passed);
  if (!co_await change(incident, ":emsOnScene", "{}"))
    problem(*call, incident + " :emsOnScene was refused");
  co_await wait(call->close_after);
  v1::CloseRequest close;
  close.set_reason(v1::HANDED_OVER);
  if (!co_await change(incident, ":close", client::to_json(close)))
    problem(*call, incident + " :close was refused");
  // Held ones ring only after their release.
  const auto rang = first_ring_.find(incident);
  if (rang != first_ring_.end() && call->hazard == v1::HAZARD_UNSPECIFIED) {
    const std::chrono::duration<double, std::milli> took = rang->second - posted;
    report_.post_to_ring.add(took.count());
  }
  first_ring_.erase(incident);
  co_await collect(call, incident);
}

asio::awaitable<void> Replay::collect(const Call* call, std::string incident) {
  const std::string path = "/v1/incidents/" + incident;
  v1::Incident state;
  for (int poll = 0; poll < kPolls; ++poll) {
    const auto answer =
        co_await http_.send_with_retries({.method = "GET", .path = path}, kAttempts);
    if (!answer && answer.error().status == 404) {
      ++report_.lost;
      problem(*call, incident + " is not there any more");
      co_return;
    }
    if (answer && client::from_json(answer->body, state) && is_final(state)) {
      const auto history = co_await http_.send_with_retries(
          {.method = "GET", .path = path + "/timeline"}, kAttempts);
      v1::Timeline timeline;
      if (history) (void)client::from_json(history->body, timeline);
      account(state, timeline, options_.clock_rate, &report_);
      co_return;
    }
    co_await wait(options_.clock_rate);
  }
  ++report_.not_final;
  problem(*call, incident + " did not end: " + v1::IncidentStatus_Name(state.status()));
}

}  // namespace goldenfour::load
