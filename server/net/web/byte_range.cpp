#include "server/net/web/byte_range.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "server/net/http_message.h"

namespace goldenfour::net::web {
namespace {

// All of `text` as a number; what is beyond 64 bits counts as the largest one.
std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || stop != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return UINT64_MAX;
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

RangePlan plan_range(std::string_view value, std::size_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!equals_ignoring_case(value.substr(0, kUnit.size()), kUnit)) return Whole{};
  value.remove_prefix(kUnit.size());
  const std::size_t dash = value.find('-');
  if (dash == std::string_view::npos || value.find(',') != std::string_view::npos) return Whole{};
  const auto first = number(value.substr(0, dash));
  const auto last = number(value.substr(dash + 1));
  if (dash == 0) {  // the last so many bytes
    if (!last) return Whole{};
    const std::size_t count = std::min<std::uint64_t>(*last, size);
    if (count == 0) return Unsatisfiable{};
    return ByteRange{size - count, count};
  }
  const bool open_end = dash + 1 == value.size();
  if (!first || (!last && !open_end) || (last && *last < *first)) return Whole{};
  if (*first >= size) return Unsatisfiable{};
  const std::uint64_t end = std::min<std::uint64_t>(last.value_or(UINT64_MAX), size - 1);
  return ByteRange{*first, end - *first + 1};
}

}  // namespace goldenfour::net::web
