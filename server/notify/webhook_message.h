#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/dispatch/effect.h"
#include "server/dispatch/types.h"
#include "server/ports/channel.h"

/// What goes over the webhook, and how each side knows that the other wrote it. Requests and
/// receipts carry the headers below; the signature is "v1=" and the hex of
/// HMAC-SHA256(secret, timestamp + "." + body), the timestamp in Unix seconds.
namespace goldenfour::notify {

inline constexpr std::string_view kTimestampHeader = "GoldenFour-Timestamp";
inline constexpr std::string_view kSignatureHeader = "GoldenFour-Signature";
/// The same for every attempt of one message, so that a gateway sends one SMS and not three.
inline constexpr std::string_view kMessageIdHeader = "GoldenFour-Message-Id";

/// An alarm for who watches when no console does.
struct AlarmNotice {
  dispatch::IncidentId incident;
  std::uint32_t alarm = 0;
  dispatch::AlarmKind kind = dispatch::AlarmKind::kNoCandidate;
  bool drill = false;
};

/// "2026-11-28T08:00:00.000Z"
std::string rfc3339(dispatch::WallTime time);

/// {"kind":"offer","offer":"jinhua-1-42-3",…}: ids, codes, the responder's own phone, no place.
std::string to_json(const ports::Notice& notice);
/// {"kind":"alarm","incident":"jinhua-1-42",…}
std::string to_json(const AlarmNotice& notice);

/// The value of kSignatureHeader.
std::string sign(std::string_view secret, std::string_view timestamp, std::string_view body);

/// True when `signature` is ours for this timestamp and body, compared in constant time, and the
/// timestamp lies within `tolerance` of `now`. An empty secret verifies nothing.
bool verify(std::string_view secret, std::string_view timestamp, std::string_view signature,
            std::string_view body, dispatch::WallTime now,
            std::chrono::seconds tolerance = std::chrono::minutes(5));

/// What a gateway tells about an offer later.
struct Receipt {
  dispatch::OfferId offer;
  dispatch::DeliveryStage stage = dispatch::DeliveryStage::kDelivered;
};

/// Reads {"offer":"jinhua-1-42-3","stage":"DELIVERED"|"FAILED"}; the error names the field that is
/// missing, unknown or wrong, or is empty when the text is not a JSON object.
tl::expected<Receipt, std::string> parse_receipt(std::string_view body);

}  // namespace goldenfour::notify
