#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "server/sim/clock.h"
#include "server/sim/random.h"

namespace goldenfour::sim {

/// What goes wrong, each counted when it does.
enum class Fault : std::uint8_t {
  kMessageDropped,
  kMessageDuplicated,
  kMessageReordered,
  kLinkBroken,
  kPhoneAsleep,
  kPhoneForgot,
  kRequestLost,
  kReplyLost,
  kCommandTwice,
  kWebhookFailed,
  kReceiptLost,
  kSlowDisk,
  kCrash,
  kCrashBeforeTelling,
  kReboot,
  kClockJump,
  kAedMissing,
  kAedWithdrawn,
  kOffDuty,
  kKeyReused,
  kStaleAlert,
};
inline constexpr std::size_t kFaultCount = 21;

std::string_view name(Fault fault);

using FaultCounts = std::array<std::uint64_t, kFaultCount>;

/// How often what goes wrong. Probabilities are per message or per decision point; rates per hour.
struct FaultKnobs {
  double drop = 0;
  double duplicate = 0;
  double reorder = 0;
  Duration latency_min{20};
  Duration latency_max{300};
  double link_breaks_per_hour = 0;  ///< of each phone
  double sleeps_per_hour = 0;       ///< of each phone
  double forget = 0;                ///< a phone comes back without its stream position
  double request_lost = 0;
  double reply_lost = 0;
  double command_twice = 0;
  double webhook_failed = 0;
  double receipt_lost = 0;
  double slow_disk = 0;
  double crashes_per_hour = 0;
  double reboot = 0;  ///< of crashes
  double clock_jumps_per_hour = 0;
  double aed_missing = 0;
  double registry_changes_per_hour = 0;
  double key_reused = 0;
  double stale_alert = 0;

  /// Everything works.
  static FaultKnobs none() { return {}; }
  /// Every knob on, how far is drawn.
  static FaultKnobs drawn(Random& random);
};

}  // namespace goldenfour::sim
