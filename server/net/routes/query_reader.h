#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "geo/datum.h"
#include "server/net/http_message.h"
#include "server/net/problem.h"
#include "server/registry/time.h"

namespace goldenfour::net {

/// Reads query parameters by name and remembers the first that is wrong, as codec::Checker does for
/// messages. Whatever nobody asked for is refused: a misspelt filter must not show everything.
class QueryReader {
 public:
  explicit QueryReader(const HttpRequest& request) : request_(request) {}

  /// Empty when absent.
  std::string text(std::string_view name);
  std::size_t number(std::string_view name, std::size_t low, std::size_t high, std::size_t absent);
  double decimal(std::string_view name, double low, double high, double absent);
  /// RFC 3339: "2026-10-01T08:00:00Z", or with an offset. Nothing when absent.
  std::optional<registry::WallTime> time(std::string_view name);
  /// WGS84, CGCS2000, GCJ02 or BD09. kDatumRequired when absent.
  geo::Datum datum();
  /// `out.size()` decimal numbers with commas between. False when absent.
  bool decimals(std::string_view name, std::span<double> out);
  void fail(ErrorCode code, std::string_view name, std::string detail = {});
  /// Of a position made from parameters.
  void fail(geo::PositionError error, std::string_view name);

  /// The first thing that is wrong, unknown and repeated parameters included.
  std::optional<Problem> problem();

 private:
  std::optional<std::string_view> take(std::string_view name);

  const HttpRequest& request_;
  std::set<std::string, std::less<>> known_;
  std::optional<Problem> problem_;
};

}  // namespace goldenfour::net
