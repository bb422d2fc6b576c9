// Random facts: every field of every alternative, found by the same tie() that the state's hash
// walks. A new fact, or a new field, is covered without a line here.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "server/dispatch/fact.h"
#include "server/registry/canonical_hash.h"
#include "server/store/record_enums.h"
#include "tests/support/random.h"

namespace goldenfour::store {

class AnyFact {
 public:
  // What every personal text begins with: a scene's, a person's, a door's.
  static constexpr std::string_view kCanary = "Canary-";

  explicit AnyFact(std::uint64_t seed) : random_(seed) {}

  // A random fact of the alternative with this index.
  dispatch::Fact of(std::size_t index) {
    return of(index, std::make_index_sequence<std::variant_size_v<dispatch::Fact>>());
  }
  dispatch::Decision decision_around(std::vector<dispatch::Fact> facts) {
    dispatch::Decision decision;
    fill(decision.jurisdiction);
    fill(decision.epoch);
    fill(decision.sequence);
    fill(decision.at);
    fill(decision.actor);
    fill(decision.command);
    decision.facts = std::move(facts);
    return decision;
  }

  template <class T>
  void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = random_.chance(0.5);
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(random_.below(StoredEnum<T>::kTexts.size()));
    } else if constexpr (std::integral<T>) {
      value = static_cast<T>(random_.chance(0.3) ? random_.below(3) : random_.next());
    } else if constexpr (std::floating_point<T>) {
      value = random_.uniform(-1e6, 1e6);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = text();
    } else if constexpr (std::is_same_v<T, registry::Duration>) {
      value = registry::Duration(random_.between(-1'000'000, 2'000'000'000'000));
    } else if constexpr (std::is_same_v<T, registry::Day>) {
      value = registry::Day(std::chrono::days(random_.between(-10'000, 40'000)));
    } else if constexpr (std::is_same_v<T, registry::OpeningHours>) {
      value = registry::OpeningHours(text());
    } else if constexpr (std::is_same_v<T, geo::Position>) {
      value = *geo::Position::from_degrees(random_.uniform(-90, 90), random_.uniform(-180, 180));
    } else if constexpr (std::is_same_v<T, geo::Meters>) {
      value = geo::Meters(random_.uniform(0, 1e5));
    } else if constexpr (std::is_same_v<T, registry::JurisdictionId> ||
                         std::is_same_v<T, registry::ResponderId> ||
                         std::is_same_v<T, registry::AedId>) {
      value = T(text());
    } else if constexpr (registry::Tied<T>) {
      fill_fields(value);
    } else {
      fill_container(value);
    }
  }

 private:
  template <std::size_t... Index>
  dispatch::Fact of(std::size_t index, std::index_sequence<Index...>) {
    dispatch::Fact fact;
    (void)((Index == index && (fact = any<Index>(), true)) || ...);
    return fact;
  }
  template <std::size_t Index>
  dispatch::Fact any() {
    std::variant_alternative_t<Index, dispatch::Fact> fact;
    fill(fact);
    return fact;
  }

  template <class T>
  void fill_fields(T& value) {
    const bool personal = personal_;
    personal_ =
        personal || std::is_same_v<T, dispatch::Scene> || std::is_same_v<T, registry::Particulars>;
    // tie() gives const views of the fields of `value`, which itself is not const.
    std::apply(
        [this](const auto&... field) {
          (this->fill(const_cast<std::remove_cvref_t<decltype(field)>&>(field)), ...);
        },
        value.tie());
    personal_ = personal;
  }

  template <class T>
  void fill_container(std::optional<T>& value) {
    value.reset();
    if (random_.chance(0.3)) return;
    const bool personal = personal_;
    // The only optional text of a fact is an AED's door code.
    personal_ = personal || std::is_same_v<T, std::string>;
    fill(value.emplace());
    personal_ = personal;
  }
  template <class T, std::size_t N>
  void fill_container(std::array<T, N>& values) {
    for (T& value : values) fill(value);
  }
  template <class T>
  void fill_container(std::vector<T>& values) {
    values.resize(random_.below(5));
    for (T& value : values) fill(value);
  }
  template <class T>
  void fill_container(std::set<T>& values) {
    for (std::uint64_t count = random_.below(4); count > 0; --count) {
      T value;
      fill(value);
      values.insert(value);
    }
  }

  // Any bytes, also such as are no UTF-8; personal ones recognisable.
  std::string text() {
    if (personal_) return std::string(kCanary) + std::to_string(random_.next());
    std::string bytes(random_.below(12), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_.next());
    return bytes;
  }

  support::Random random_;
  bool personal_ = false;
};

}  // namespace goldenfour::store
