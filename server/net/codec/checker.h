#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <google/protobuf/timestamp.pb.h>
#include <tl/expected.hpp>

#include "geo/position.h"
#include "goldenfour/v1/common.pb.h"
#include "server/net/problem.h"
#include "server/registry/calendar.h"
#include "server/registry/time.h"

namespace goldenfour::net::codec {

template <class T>
using Decoded = tl::expected<T, Problem>;

/// Reads the fields of one message and remembers the first thing that is wrong. After a failure the
/// getters give harmless values, so a decoder reads straight through and asks once, at its end.
/// Field names are those of JSON ("crewDue"). Details name limits, never what was sent.
class Checker {
 public:
  bool failed() const { return problem_.has_value(); }
  void fail(ErrorCode code, std::string_view field, std::string detail = {});

  /// At most `limit` bytes, no control characters but line feed and tab.
  std::string text(const std::string& value, std::size_t limit, std::string_view field);
  /// As registry::is_valid_id; empty only when `required` is false.
  std::string id(const std::string& value, bool required, std::string_view field);
  /// Converts the datum, once. `present` false is kMissingField.
  geo::Position position(bool present, const v1::Position& value, std::string_view field);
  /// Milliseconds; the contract's range of years 1 to 9999.
  registry::WallTime time(const google::protobuf::Timestamp& value, std::string_view field);
  std::optional<registry::WallTime> time_if(bool present, const google::protobuf::Timestamp& value,
                                            std::string_view field);
  /// A civil day as "2027-05-31"; nothing when `value` is empty.
  std::optional<registry::Day> date_if(std::string_view value, std::string_view field);
  /// Finite and within [low, high].
  double number(double value, double low, double high, std::string_view field);

  /// An enum of the wire whose values are the domain's plus one, 0 being unspecified. `missing` is
  /// what unspecified means; without it the field must be given.
  template <class Domain>
  Domain choice(int value, int count, std::optional<Domain> missing, std::string_view field) {
    if (value == 0 && missing) return *missing;
    if (value == 0) fail(ErrorCode::kMissingField, field);
    if (value < 0 || value > count) fail(ErrorCode::kUnknownEnumValue, field);
    return value >= 1 && value <= count ? static_cast<Domain>(value - 1) : Domain{};
  }

  /// The value, or the first failure.
  template <class T>
  Decoded<T> result(T value) {
    if (problem_) return tl::make_unexpected(std::move(*problem_));
    return value;
  }

 private:
  std::optional<Problem> problem_;
};

}  // namespace goldenfour::net::codec
