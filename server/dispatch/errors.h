#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace goldenfour::dispatch {

/// Every way in which the service says no. The order is the order of the table below.
enum class ErrorCode : std::uint8_t {
  kNone,
  kMalformedJson,
  kDuplicateKey,
  kNumberNotFinite,
  kJsonTooDeep,
  kMalformedProtobuf,
  kMalformedCsv,
  kUnknownField,
  kUnknownEnumValue,
  kMissingField,
  kInvalidField,
  kDatumRequired,
  kPositionOutOfRange,
  kTextTooLong,
  kTooManyRows,
  kBodyTooLarge,
  kHeaderTooLarge,
  kBadFraming,
  kBadHost,
  kBadMessage,
  kUnsupportedMediaType,
  kNotAcceptable,
  kMethodNotAllowed,
  kNotFound,
  kUnauthenticated,
  kForbidden,
  kWrongJurisdiction,
  kTicketInvalid,
  kEnrolmentUnknown,
  kOriginRefused,
  kRequestTimeout,
  kRateLimited,
  kOverloaded,
  kIdempotencyKeyReused,
  kStaleUpdate,
  kIllegalTransition,
  kOfferEnded,
  kAlreadyCommitted,
  kResponderUnavailable,
  kAedUnavailable,
  kAlreadyExists,
  kDrillOnly,
  kPreconditionFailed,
  kPreconditionRequired,
  kShuttingDown,
  kPagesUnavailable,
  kInternal,
};
inline constexpr std::size_t kErrorCodeCount = static_cast<std::size_t>(ErrorCode::kInternal) + 1;

struct ErrorInfo {
  ErrorCode code;
  std::string_view text;  ///< the machine-readable `code` of problem+json, and the metric's label
  int http_status;
  bool retryable;          ///< the same request may succeed later
  std::string_view title;  ///< one line for people
};

inline constexpr std::array<ErrorInfo, kErrorCodeCount> kErrors{{
    {ErrorCode::kNone, "OK", 200, false, "Done"},
    {ErrorCode::kMalformedJson, "MALFORMED_JSON", 400, false, "The body is not JSON"},
    {ErrorCode::kDuplicateKey, "DUPLICATE_KEY", 400, false,
     "A JSON key stands twice in one object"},
    {ErrorCode::kNumberNotFinite, "NUMBER_NOT_FINITE", 400, false, "A number is not finite"},
    {ErrorCode::kJsonTooDeep, "JSON_TOO_DEEP", 400, false, "The JSON is nested too deeply"},
    {ErrorCode::kMalformedProtobuf, "MALFORMED_PROTOBUF", 400, false,
     "The body is not this message"},
    {ErrorCode::kMalformedCsv, "MALFORMED_CSV", 400, false, "The table cannot be read"},
    {ErrorCode::kUnknownField, "UNKNOWN_FIELD", 400, false, "A field is not part of the contract"},
    {ErrorCode::kUnknownEnumValue, "UNKNOWN_ENUM_VALUE", 400, false,
     "A value is not one of those defined"},
    {ErrorCode::kMissingField, "MISSING_FIELD", 400, false, "A field is missing"},
    {ErrorCode::kInvalidField, "INVALID_FIELD", 400, false,
     "A field has a value that is not allowed"},
    {ErrorCode::kDatumRequired, "DATUM_REQUIRED", 400, false, "A position needs a datum"},
    {ErrorCode::kPositionOutOfRange, "POSITION_OUT_OF_RANGE", 400, false,
     "The position is not on the earth"},
    {ErrorCode::kTextTooLong, "TEXT_TOO_LONG", 400, false, "A text is too long"},
    {ErrorCode::kTooManyRows, "TOO_MANY_ROWS", 400, false, "The table has too many rows"},
    {ErrorCode::kBodyTooLarge, "BODY_TOO_LARGE", 413, false, "The body is too large"},
    {ErrorCode::kHeaderTooLarge, "HEADER_TOO_LARGE", 431, false, "The header is too large"},
    {ErrorCode::kBadFraming, "BAD_FRAMING", 400, false, "The request's framing is not acceptable"},
    {ErrorCode::kBadHost, "BAD_HOST", 400, false, "The request needs exactly one Host"},
    {ErrorCode::kBadMessage, "BAD_MESSAGE", 400, false, "The message cannot be used here"},
    {ErrorCode::kUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", 415, false,
     "The content type is not served here"},
    {ErrorCode::kNotAcceptable, "NOT_ACCEPTABLE", 406, false, "No representation that you accept"},
    {ErrorCode::kMethodNotAllowed, "METHOD_NOT_ALLOWED", 405, false,
     "The method does not exist here"},
    {ErrorCode::kNotFound, "NOT_FOUND", 404, false, "There is no such thing"},
    {ErrorCode::kUnauthenticated, "UNAUTHENTICATED", 401, false, "A valid token is needed"},
    {ErrorCode::kForbidden, "FORBIDDEN", 403, false, "The token's role does not allow this"},
    {ErrorCode::kWrongJurisdiction, "WRONG_JURISDICTION", 403, false,
     "The token is for another jurisdiction"},
    {ErrorCode::kTicketInvalid, "TICKET_INVALID", 401, false,
     "The stream ticket is unknown, used or too old"},
    {ErrorCode::kEnrolmentUnknown, "ENROLMENT_UNKNOWN", 404, false,
     "The code is unknown, used or too old"},
    {ErrorCode::kOriginRefused, "ORIGIN_REFUSED", 403, false, "This origin may not open a stream"},
    {ErrorCode::kRequestTimeout, "REQUEST_TIMEOUT", 408, true, "The request came too slowly"},
    {ErrorCode::kRateLimited, "RATE_LIMITED", 429, true, "Too many requests"},
    {ErrorCode::kOverloaded, "OVERLOADED", 503, true, "The server is too busy for this"},
    {ErrorCode::kIdempotencyKeyReused, "IDEMPOTENCY_KEY_REUSED", 409, false,
     "The Idempotency-Key was used for other content"},
    {ErrorCode::kStaleUpdate, "STALE_UPDATE", 409, false, "A later alert is already known"},
    {ErrorCode::kIllegalTransition, "ILLEGAL_TRANSITION", 409, false,
     "This cannot happen in the present state"},
    {ErrorCode::kOfferEnded, "OFFER_ENDED", 409, false, "The offer has ended"},
    {ErrorCode::kAlreadyCommitted, "ALREADY_COMMITTED", 409, false,
     "The responder already has a task"},
    {ErrorCode::kResponderUnavailable, "RESPONDER_UNAVAILABLE", 409, false,
     "The responder cannot be asked"},
    {ErrorCode::kAedUnavailable, "AED_UNAVAILABLE", 409, false, "The AED cannot be had"},
    {ErrorCode::kAlreadyExists, "ALREADY_EXISTS", 409, false, "It exists already"},
    {ErrorCode::kDrillOnly, "DRILL_ONLY", 409, false, "This server takes drills only"},
    {ErrorCode::kPreconditionFailed, "PRECONDITION_FAILED", 412, false,
     "It was changed in the meantime"},
    {ErrorCode::kPreconditionRequired, "PRECONDITION_REQUIRED", 428, false, "If-Match is needed"},
    {ErrorCode::kShuttingDown, "SHUTTING_DOWN", 503, true, "The server is stopping"},
    {ErrorCode::kPagesUnavailable, "PAGES_UNAVAILABLE", 503, true,
     "The server runs without its pages"},
    {ErrorCode::kInternal, "INTERNAL", 500, true, "Something is wrong in the server"},
}};

constexpr const ErrorInfo& info(ErrorCode code) {
  return kErrors[static_cast<std::size_t>(code)];
}

namespace detail {
constexpr bool table_is_in_order() {
  for (std::size_t i = 0; i < kErrors.size(); ++i)
    if (static_cast<std::size_t>(kErrors[i].code) != i) return false;
  return true;
}
static_assert(table_is_in_order());
}  // namespace detail

}  // namespace goldenfour::dispatch
