#pragma once

#include <cstdint>
#include <set>

/// What people can do and what hangs at fixed places.
namespace goldenfour::registry {

/// What a responder has been trained in, beside what everybody certified can do.
enum class Skill : std::uint8_t {
  kCprAed,           ///< chest compressions and an AED: every certified responder
  kBleedingControl,  ///< tourniquet, pressure dressing, wound packing
  kWaterRescue,
  kAnaphylaxis,  ///< recognises it and gives an auto-injector
};
inline constexpr int kSkillCount = 4;
using Skills = std::set<Skill>;

/// What a record of the registry holds at its place, ready to be fetched.
enum class Equipment : std::uint8_t { kAed, kBleedingKit, kAutoInjector };
inline constexpr int kEquipmentCount = 3;
using EquipmentSet = std::set<Equipment>;

}  // namespace goldenfour::registry
