#include "server/net/routes/query_reader.h"

#include <charconv>
#include <cmath>
#include <utility>

#include <google/protobuf/util/time_util.h>

namespace goldenfour::net {
namespace {

template <class Number>
bool parse(std::string_view text, Number& out) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && stop == text.data() + text.size();
}

}  // namespace

void QueryReader::fail(ErrorCode code, std::string_view name, std::string detail) {
  if (!problem_) problem_ = Problem{code, std::move(detail), std::string(name)};
}

void QueryReader::fail(geo::PositionError error, std::string_view name) {
  if (error == geo::PositionError::kNotFinite) return fail(ErrorCode::kNumberNotFinite, name);
  fail(ErrorCode::kPositionOutOfRange, name);
}

std::optional<std::string_view> QueryReader::take(std::string_view name) {
  known_.emplace(name);
  return request_.parameter(name);
}

std::string QueryReader::text(std::string_view name) {
  return std::string(take(name).value_or(std::string_view()));
}

std::size_t QueryReader::number(std::string_view name, std::size_t low, std::size_t high,
                                std::size_t absent) {
  const auto text = take(name);
  if (!text) return absent;
  std::size_t value = 0;
  if (!parse(*text, value) || value < low || value > high) {
    fail(ErrorCode::kInvalidField, name, std::to_string(low) + " to " + std::to_string(high));
    return absent;
  }
  return value;
}

double QueryReader::decimal(std::string_view name, double low, double high, double absent) {
  const auto text = take(name);
  if (!text) return absent;
  double value = 0;
  if (!parse(*text, value)) {
    fail(ErrorCode::kInvalidField, name, "a decimal number");
  } else if (!std::isfinite(value)) {
    fail(ErrorCode::kNumberNotFinite, name);
  } else if (value < low || value > high) {
    fail(ErrorCode::kInvalidField, name, "out of range");
  }
  return value;
}

std::optional<registry::WallTime> QueryReader::time(std::string_view name) {
  using google::protobuf::util::TimeUtil;
  const auto text = take(name);
  if (!text) return std::nullopt;
  google::protobuf::Timestamp stamp;
  if (!TimeUtil::FromString(std::string(*text), &stamp)) {
    fail(ErrorCode::kInvalidField, name, "a time as 2026-10-01T08:00:00Z");
    return std::nullopt;
  }
  return registry::WallTime{registry::Duration(TimeUtil::TimestampToMilliseconds(stamp))};
}

geo::Datum QueryReader::datum() {
  std::string_view text = take("datum").value_or(std::string_view());
  if (text.starts_with("DATUM_")) text.remove_prefix(6);
  if (text == "WGS84") return geo::Datum::kWgs84;
  if (text == "CGCS2000") return geo::Datum::kCgcs2000;
  if (text == "GCJ02") return geo::Datum::kGcj02;
  if (text == "BD09") return geo::Datum::kBd09;
  fail(text.empty() ? ErrorCode::kDatumRequired : ErrorCode::kUnknownEnumValue, "datum",
       "WGS84, CGCS2000, GCJ02 or BD09");
  return geo::Datum::kWgs84;
}

bool QueryReader::decimals(std::string_view name, std::span<double> out) {
  const auto text = take(name);
  if (!text) return false;
  std::string_view rest = *text;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t comma = rest.find(',');
    const bool is_last = i + 1 == out.size();
    if (is_last != (comma == std::string_view::npos) || !parse(rest.substr(0, comma), out[i])) {
      fail(ErrorCode::kInvalidField, name, std::to_string(out.size()) + " decimal numbers");
      return true;
    }
    if (!is_last) rest.remove_prefix(comma + 1);
  }
  return true;
}

std::optional<Problem> QueryReader::problem() {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request_.query) {
    if (!known_.contains(name)) fail(ErrorCode::kUnknownField, name);
    if (!seen.insert(name).second) fail(ErrorCode::kDuplicateKey, name);
  }
  return std::move(problem_);
}

}  // namespace goldenfour::net
