#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "clients/common/stream_client.h"
#include "clients/load/person.h"

namespace goldenfour::load {

namespace asio = boost::asio;

/// What a device reports to the fleet that owns it.
class DeviceOwner {
 public:
  virtual ~DeviceOwner() = default;
  virtual double now() const = 0;  ///< seconds of the model
  virtual void on_device_frame(const v1::ServerFrame& frame) = 0;
  virtual void on_device_break() = 0;    ///< a connection that had stood is gone
  virtual void on_device_refused() = 0;  ///< the server does not want its token
  /// The person's next_due() may have changed.
  virtual void on_device_due(std::size_t index) = 0;
};

/// One phone: a person, its connection, and the answers and steps that were not yet acknowledged,
/// which are sent again after a break.
class Device : public client::StreamListener {
 public:
  /// `owner`, `http` and `connector` must outlive this.
  Device(std::size_t index, Person person, DeviceOwner* owner, asio::any_io_executor executor,
         client::HttpClient* http, client::Connector* connector, client::StreamOptions options);

  void on_link(client::Link link, const std::string& why, std::chrono::milliseconds pause) override;
  void on_frame(const v1::ServerFrame& frame) override;
  void on_time();

  asio::awaitable<void> run();
  void stop() { stream_.stop(); }
  bool connected() const { return connected_; }
  const Person& person() const { return person_; }
  Person& person() { return person_; }
  std::uint64_t refused_frames() const { return refused_frames_; }

 private:
  static constexpr std::size_t kMostUnanswered = 64;

  void send_all();

  std::size_t index_;
  Person person_;
  DeviceOwner* owner_;
  client::StreamClient stream_;
  std::map<std::uint64_t, v1::ClientFrame> unanswered_;
  std::vector<v1::ClientFrame> out_;
  std::uint64_t next_request_ = 1;
  std::uint64_t refused_frames_ = 0;
  bool connected_ = false;
};

}  // namespace goldenfour::load
