#pragma once

#include <cstddef>
#include <cstdint>

namespace goldenfour::dispatch {

/// What somebody is asked to do.
enum class Role : std::uint8_t {
  kCpr,
  kAed,
  kGuide,
  kCaptain,  ///< of a team: takes the call for it
  kMember,   ///< of a team: confirms, and goes to the rally point
};
inline constexpr std::size_t kRoleCount = 5;
constexpr bool is_of_team(Role role) {
  return role == Role::kCaptain || role == Role::kMember;
}

}  // namespace goldenfour::dispatch
