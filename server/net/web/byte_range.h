// Range requests (RFC 9110, 14), as far as map files in one piece need them: one range of bytes.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

namespace goldenfour::net::web {

struct Whole {};          // no range, one that is malformed, or several: the file as it is
struct Unsatisfiable {};  // it begins behind the end: 416
struct ByteRange {
  std::size_t first = 0;
  std::size_t count = 0;  // at least 1; within the file
};

using RangePlan = std::variant<Whole, Unsatisfiable, ByteRange>;

// What the value of Range asks of a file with `size` bytes. O(length of the value).
RangePlan plan_range(std::string_view value, std::size_t size);

}  // namespace goldenfour::net::web
