#include "server/store/record_push.h"

#include "goldenfour/journal/v1/vault.pb.h"

namespace goldenfour::store {

namespace stored = journal::v1;
using ports::PushSubscription;

std::string write_push(const std::vector<PushSubscription>& devices) {
  stored::PushSubscriptions to;
  for (const PushSubscription& device : devices) {
    auto* one = to.add_devices();
    one->set_device(device.device);
    one->set_endpoint(device.endpoint);
    one->set_key(device.key);
    one->set_secret(device.secret);
  }
  return to.SerializeAsString();
}

std::optional<std::vector<PushSubscription>> read_push(std::string_view content) {
  stored::PushSubscriptions from;
  if (!from.ParseFromArray(content.data(), static_cast<int>(content.size()))) return std::nullopt;
  std::vector<PushSubscription> devices;
  for (const auto& one : from.devices())
    devices.push_back({one.device(), one.endpoint(), one.key(), one.secret()});
  return devices;
}

}  // namespace goldenfour::store
