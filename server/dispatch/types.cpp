#include "server/dispatch/types.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace goldenfour::dispatch {
namespace {

/// Cuts "-<number>" off the end of `text`.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  const auto dash = text.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == text.size() || text[dash + 1] == '0') return {};
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + dash + 1, end, number);
  if (error != std::errc() || stop != end) return {};
  text.remove_suffix(text.size() - dash);
  return number;
}

bool parse_incident(std::string_view text, IncidentId& out) {
  const auto number = take_number(text);
  if (!number) return false;
  const auto epoch = take_number(text);
  if (!epoch || !registry::is_valid_id(std::string(text))) return false;
  out = {JurisdictionId(std::string(text)), *epoch, *number};
  return true;
}

}  // namespace

std::string to_string(const IncidentId& id) {
  return id.jurisdiction.value() + '-' + std::to_string(id.epoch) + '-' + std::to_string(id.number);
}

std::string to_string(const OfferId& id) {
  return to_string(id.incident) + '-' + std::to_string(id.number);
}

bool parse(const std::string& text, IncidentId& out) {
  return parse_incident(text, out);
}

bool parse(const std::string& text, OfferId& out) {
  std::string_view rest = text;
  const auto number = take_number(rest);
  if (!number) return false;
  IncidentId incident;
  if (!parse_incident(rest, incident)) return false;
  out = {incident, *number};
  return true;
}

}  // namespace goldenfour::dispatch
