#include "server/net/codec/checker.h"

#include <algorithm>
#include <cmath>

#include "geo/datum.h"
#include "server/registry/ids.h"

namespace goldenfour::net::codec {
namespace {

constexpr std::int64_t kFirstSecond = -62'135'596'800;  // year 1
constexpr std::int64_t kLastSecond = 253'402'300'799;   // year 9999

std::string sub(std::string_view field, std::string_view part) {
  return std::string(field) + '.' + std::string(part);
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

std::optional<geo::Datum> datum_of(v1::Datum datum) {
  switch (datum) {
    case v1::DATUM_WGS84:
      return geo::Datum::kWgs84;
    case v1::DATUM_CGCS2000:
      return geo::Datum::kCgcs2000;
    case v1::DATUM_GCJ02:
      return geo::Datum::kGcj02;
    case v1::DATUM_BD09:
      return geo::Datum::kBd09;
    default:
      return std::nullopt;
  }
}

}  // namespace

void Checker::fail(ErrorCode code, std::string_view field, std::string detail) {
  if (!problem_) problem_ = Problem{code, std::move(detail), std::string(field)};
}

std::string Checker::text(const std::string& value, std::size_t limit, std::string_view field) {
  if (value.size() > limit) {
    fail(ErrorCode::kTextTooLong, field, "at most " + std::to_string(limit) + " bytes");
    return {};
  }
  if (std::any_of(value.begin(), value.end(), is_control)) {
    fail(ErrorCode::kInvalidField, field, "control characters are not allowed");
    return {};
  }
  return value;
}

std::string Checker::id(const std::string& value, bool required, std::string_view field) {
  if (value.empty()) {
    if (required) fail(ErrorCode::kMissingField, field);
    return {};
  }
  if (value.size() > registry::kMaxIdBytes) {
    fail(ErrorCode::kTextTooLong, field,
         "at most " + std::to_string(registry::kMaxIdBytes) + " bytes");
    return {};
  }
  if (!registry::is_valid_id(value)) {
    fail(ErrorCode::kInvalidField, field, "letters, digits, '-', '_' and '.' only");
    return {};
  }
  return value;
}

geo::Position Checker::position(bool present, const v1::Position& value, std::string_view field) {
  if (!present) {
    fail(ErrorCode::kMissingField, field);
    return {};
  }
  if (value.datum() == v1::DATUM_UNSPECIFIED) {
    fail(ErrorCode::kDatumRequired, sub(field, "datum"), "WGS84, CGCS2000, GCJ02 or BD09");
    return {};
  }
  const auto datum = datum_of(value.datum());
  if (!datum) {
    fail(ErrorCode::kUnknownEnumValue, sub(field, "datum"));
    return {};
  }
  if (!value.has_latitude()) fail(ErrorCode::kMissingField, sub(field, "latitude"));
  if (!value.has_longitude()) fail(ErrorCode::kMissingField, sub(field, "longitude"));
  const geo::RawPosition raw{value.latitude(), value.longitude(), *datum};
  const auto converted = geo::to_wgs84(raw);
  if (converted) return *converted;
  switch (converted.error()) {
    case geo::PositionError::kNotFinite:
      fail(ErrorCode::kNumberNotFinite,
           sub(field, std::isfinite(raw.latitude) ? "longitude" : "latitude"));
      break;
    case geo::PositionError::kLatitudeOutOfRange:
      fail(ErrorCode::kPositionOutOfRange, sub(field, "latitude"), "-90 to 90 degrees");
      break;
    case geo::PositionError::kLongitudeOutOfRange:
      fail(ErrorCode::kPositionOutOfRange, sub(field, "longitude"), "-180 to 180 degrees");
      break;
  }
  return {};
}

registry::WallTime Checker::time(const google::protobuf::Timestamp& value, std::string_view field) {
  const bool in_range = value.seconds() >= kFirstSecond && value.seconds() <= kLastSecond &&
                        value.nanos() >= 0 && value.nanos() < 1'000'000'000;
  if (!in_range) {
    fail(ErrorCode::kInvalidField, field, "a time of the years 1 to 9999");
    return {};
  }
  return {registry::Duration(value.seconds() * 1000 + value.nanos() / 1'000'000)};
}

std::optional<registry::WallTime> Checker::time_if(bool present,
                                                   const google::protobuf::Timestamp& value,
                                                   std::string_view field) {
  if (!present) return std::nullopt;
  return time(value, field);
}

std::optional<registry::Day> Checker::date_if(std::string_view value, std::string_view field) {
  if (value.empty()) return std::nullopt;
  const auto digits = [&](std::size_t from, std::size_t count) {
    int number = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (value[i] < '0' || value[i] > '9') return -1;
      number = number * 10 + (value[i] - '0');
    }
    return number;
  };
  if (value.size() == 10 && value[4] == '-' && value[7] == '-') {
    const int year = digits(0, 4), month = digits(5, 2), day = digits(8, 2);
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (year >= 1 && month >= 1 && day >= 1 && date.ok()) return registry::Day(date);
  }
  fail(ErrorCode::kInvalidField, field, "a day as 2027-05-31");
  return std::nullopt;
}

double Checker::number(double value, double low, double high, std::string_view field) {
  if (!std::isfinite(value)) {
    fail(ErrorCode::kNumberNotFinite, field);
    return low;
  }
  if (value < low || value > high) {
    fail(ErrorCode::kInvalidField, field, "out of range");
    return low;
  }
  return value;
}

}  // namespace goldenfour::net::codec
