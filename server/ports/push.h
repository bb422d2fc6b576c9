#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/dispatch/errors.h"
#include "server/registry/ids.h"

namespace goldenfour::ports {

/// Where the browser's push service takes messages for one device (RFC 8030), and the keys that
/// only the device can open them with (RFC 8291). Personal: it stands for a person's phone.
struct PushSubscription {
  std::string device;    ///< a name the device gave itself, one of its owner's
  std::string endpoint;  ///< a URL that is a secret
  std::string key;       ///< 65 bytes: the device's point on P-256, uncompressed
  std::string secret;    ///< 16 bytes

  friend bool operator==(const PushSubscription&, const PushSubscription&) = default;
};

/// Told once, on any thread: kNone when it is durable, kOverloaded or kInternal when nothing was
/// changed.
using OnPushStored = std::function<void(dispatch::ErrorCode)>;

/// Whose devices can be rung by push. Outlives the process, is erased with the responder, and is
/// told to nobody but the push channel. Thread-safe; no call blocks.
class PushBook {
 public:
  virtual ~PushBook() = default;
  /// Replaces the one of the same device; beyond the limit of devices the oldest goes.
  virtual void put(const registry::ResponderId& responder, PushSubscription subscription,
                   OnPushStored done) = 0;
  /// An empty device: all of them. Nothing to erase is fine.
  virtual void erase(const registry::ResponderId& responder, std::string device,
                     OnPushStored done) = 0;
  /// Erases the one with this endpoint, which the push service knows no more.
  virtual void gone(const registry::ResponderId& responder, std::string endpoint) = 0;
  /// The oldest first.
  virtual std::vector<PushSubscription> find(const registry::ResponderId& responder) const = 0;
};

}  // namespace goldenfour::ports
