#include "clients/load/device.h"

namespace goldenfour::load {

Device::Device(std::size_t index, Person person, DeviceOwner* owner, asio::any_io_executor executor,
               client::HttpClient* http, client::Connector* connector,
               client::StreamOptions options)
    : index_(index),
      person_(std::move(person)),
      owner_(owner),
      stream_(executor, http, connector, std::move(options), this) {
  stream_.set_presence(person_.presence(0));
}

asio::awaitable<void> Device::run() {
  return stream_.run();
}

void Device::on_link(client::Link link, const std::string&, std::chrono::milliseconds) {
  if (link == client::Link::kConnecting) stream_.set_presence(person_.presence(owner_->now()));
  if (link == client::Link::kWaiting && connected_) owner_->on_device_break();
  if (link == client::Link::kRefused) owner_->on_device_refused();
  connected_ = link == client::Link::kConnected;
  if (connected_) {
    for (const auto& [number, frame] : unanswered_) stream_.send(frame);
  }
}

void Device::on_frame(const v1::ServerFrame& frame) {
  owner_->on_device_frame(frame);
  if (frame.has_result()) {
    const bool ours = unanswered_.erase(frame.result().request()) > 0;
    if (ours && frame.result().code() != "OK") ++refused_frames_;
  }
  person_.on_frame(frame, owner_->now(), &out_);
  send_all();
}

void Device::on_time() {
  person_.on_time(owner_->now(), &out_);
  send_all();
}

void Device::send_all() {
  for (v1::ClientFrame& frame : out_) {
    const bool wants_result = frame.has_answer() || frame.has_progress();
    if (wants_result) {
      frame.set_request(next_request_++);
      if (unanswered_.size() >= kMostUnanswered) unanswered_.erase(unanswered_.begin());
      unanswered_.emplace(frame.request(), frame);
    }
    if (connected_) stream_.send(std::move(frame));
  }
  out_.clear();
  owner_->on_device_due(index_);
}

}  // namespace goldenfour::load
