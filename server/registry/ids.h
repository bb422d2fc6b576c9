#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

namespace goldenfour::registry {

/// A name given by the outside (a registry, a configuration), as its own type so that an AED is
/// never passed for a responder. Empty means "none". Ordered by bytes.
template <class Tag>
class TextId {
 public:
  TextId() = default;
  explicit TextId(std::string value) : value_(std::move(value)) {}

  const std::string& value() const { return value_; }
  bool empty() const { return value_.empty(); }

  friend auto operator<=>(const TextId&, const TextId&) = default;
  auto tie() const { return std::tie(value_); }

 private:
  std::string value_;
};

/// A decision domain, usually a whole prefecture city: "jinhua", "ljubljana".
using JurisdictionId = TextId<struct JurisdictionTag>;
/// A person or crew who can be asked to help.
using ResponderId = TextId<struct ResponderTag>;
/// An automated external defibrillator of the registry.
using AedId = TextId<struct AedTag>;

/// A rescue team under a captain.
using TeamId = TextId<struct TeamTag>;

/// The longest id that is accepted from outside, in bytes.
inline constexpr std::size_t kMaxIdBytes = 64;

/// True when `text` may serve as an id: 1 to 64 bytes of letters, digits, '-', '_', '.'.
bool is_valid_id(const std::string& text);

}  // namespace goldenfour::registry
