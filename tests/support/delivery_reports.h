#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "server/ports/channel.h"
#include "server/runtime/system_clock.h"

namespace goldenfour::support {

/// What a channel other than the socket has reported: number of the offer, and stage. Any thread.
class DeliveryReports {
 public:
  using Report = std::pair<std::uint32_t, dispatch::DeliveryStage>;

  explicit DeliveryReports(dispatch::Channel channel = dispatch::Channel::kWebhook)
      : channel_(channel) {}

  /// For the channel. This must outlive what is returned.
  ports::OnDelivery listener() {
    return [this](const dispatch::OfferId& id, dispatch::Channel channel,
                  dispatch::DeliveryStage stage) {
      EXPECT_EQ(channel, channel_);
      const std::lock_guard lock(mutex_);
      reports_.emplace_back(id.number, stage);
    };
  }

  /// All, once there are `count`; what there is, and a failed test, after ten seconds.
  std::vector<Report> wait_for(std::size_t count) const {
    const auto end = runtime::monotonic_now() + std::chrono::seconds(10);
    while (runtime::monotonic_now() < end) {
      {
        const std::lock_guard lock(mutex_);
        if (reports_.size() >= count) return reports_;
      }
      std::this_thread::yield();
    }
    const std::lock_guard lock(mutex_);
    ADD_FAILURE() << "only " << reports_.size() << " of " << count << " reports";
    return reports_;
  }

 private:
  const dispatch::Channel channel_;
  mutable std::mutex mutex_;
  std::vector<Report> reports_;
};

}  // namespace goldenfour::support
