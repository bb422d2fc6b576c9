#include "server/sim/faults.h"

namespace goldenfour::sim {

std::string_view name(Fault fault) {
  switch (fault) {
    case Fault::kMessageDropped:
      return "message dropped";
    case Fault::kMessageDuplicated:
      return "message duplicated";
    case Fault::kMessageReordered:
      return "message reordered";
    case Fault::kLinkBroken:
      return "link broken";
    case Fault::kPhoneAsleep:
      return "phone asleep";
    case Fault::kPhoneForgot:
      return "phone forgot its position";
    case Fault::kRequestLost:
      return "request lost";
    case Fault::kReplyLost:
      return "reply lost";
    case Fault::kCommandTwice:
      return "command arrived twice";
    case Fault::kWebhookFailed:
      return "webhook failed";
    case Fault::kReceiptLost:
      return "receipt lost";
    case Fault::kSlowDisk:
      return "slow disk";
    case Fault::kCrash:
      return "crash";
    case Fault::kCrashBeforeTelling:
      return "crash between commit and effects";
    case Fault::kReboot:
      return "reboot";
    case Fault::kClockJump:
      return "clock jump";
    case Fault::kAedMissing:
      return "AED missing";
    case Fault::kAedWithdrawn:
      return "AED withdrawn";
    case Fault::kOffDuty:
      return "went off duty";
    case Fault::kKeyReused:
      return "key reused";
    case Fault::kStaleAlert:
      return "stale alert";
  }
  return "?";
}

FaultKnobs FaultKnobs::drawn(Random& random) {
  FaultKnobs knobs;
  knobs.drop = random.uniform(0.002, 0.08);
  knobs.duplicate = random.uniform(0.002, 0.08);
  knobs.reorder = random.uniform(0.002, 0.08);
  knobs.latency_max = milliseconds(random.between(100, 900));
  knobs.link_breaks_per_hour = random.uniform(1.0, 8.0);
  knobs.sleeps_per_hour = random.uniform(0.2, 2.0);
  knobs.forget = random.uniform(0.05, 0.3);
  knobs.request_lost = random.uniform(0.02, 0.25);
  knobs.reply_lost = random.uniform(0.02, 0.25);
  knobs.command_twice = random.uniform(0.02, 0.1);
  knobs.webhook_failed = random.uniform(0.02, 0.3);
  knobs.receipt_lost = random.uniform(0.02, 0.3);
  knobs.slow_disk = random.uniform(0.002, 0.03);
  knobs.crashes_per_hour = random.uniform(1.0, 4.0);
  knobs.reboot = random.uniform(0.2, 0.7);
  knobs.clock_jumps_per_hour = random.uniform(0.5, 3.0);
  knobs.aed_missing = random.uniform(0.02, 0.15);
  knobs.registry_changes_per_hour = random.uniform(20.0, 80.0);
  knobs.key_reused = random.uniform(0.05, 0.3);
  knobs.stale_alert = random.uniform(0.05, 0.3);
  return knobs;
}

}  // namespace goldenfour::sim
