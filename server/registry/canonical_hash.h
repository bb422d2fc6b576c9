#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "geo/position.h"

namespace goldenfour::registry {

/// A struct that lists its fields: `auto tie() const { return std::tie(a, b); }`.
template <class T>
concept Tied = requires(const T& value) { value.tie(); };

/// FNV-1a over a canonical walk of a value: the same on every machine, compiler and run. It tells
/// states apart; it resists nobody who wants a collision. (Fowler, Noll, Vo: FNV-1a, 64 bit.)
class CanonicalHash {
 public:
  std::uint64_t value() const { return hash_; }

  void bytes(std::string_view data) {
    for (unsigned char byte : data) hash_ = (hash_ ^ byte) * 0x100000001b3ULL;
  }
  void number(std::uint64_t data) {
    for (int shift = 0; shift < 64; shift += 8)
      hash_ = (hash_ ^ ((data >> shift) & 0xff)) * 0x100000001b3ULL;
  }

  template <class T>
  void add(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      number(static_cast<std::uint64_t>(value));
    } else if constexpr (std::integral<T>) {
      number(static_cast<std::uint64_t>(value));
    } else if constexpr (std::floating_point<T>) {
      number(std::bit_cast<std::uint64_t>(static_cast<double>(value) + 0.0));
    } else if constexpr (std::same_as<T, std::string>) {
      number(value.size());
      bytes(value);
    } else if constexpr (std::same_as<T, std::chrono::milliseconds>) {
      number(static_cast<std::uint64_t>(value.count()));
    } else if constexpr (std::same_as<T, std::chrono::local_days>) {
      number(static_cast<std::uint64_t>(value.time_since_epoch().count()));
    } else if constexpr (std::same_as<T, geo::Position>) {
      add(value.latitude_degrees());
      add(value.longitude_degrees());
    } else if constexpr (requires {
                           { value.value() } -> std::same_as<double>;
                         }) {
      add(value.value());  // a geo::Quantity
    } else if constexpr (Tied<T>) {
      add_container(value.tie());
    } else {
      add_container(value);
    }
  }

 private:
  template <class T>
  void add_container(const std::optional<T>& value) {
    number(value.has_value());
    if (value) add(*value);
  }
  template <class... T>
  void add_container(const std::tuple<T...>& value) {
    std::apply([this](const auto&... field) { (this->add(field), ...); }, value);
  }
  template <class A, class B>
  void add_container(const std::pair<A, B>& value) {
    add(value.first);
    add(value.second);
  }
  template <class T, std::size_t N>
  void add_container(const std::array<T, N>& values) {
    add_range(values);
  }
  template <class T>
  void add_container(const std::vector<T>& values) {
    add_range(values);
  }
  template <class T>
  void add_container(const std::deque<T>& values) {
    add_range(values);
  }
  template <class T>
  void add_container(const std::set<T>& values) {
    add_range(values);
  }
  template <class K, class V>
  void add_container(const std::map<K, V>& values) {
    add_range(values);
  }
  template <class... T>
  void add_container(const std::variant<T...>& value) {
    number(value.index());
    std::visit([this](const auto& held) { this->add(held); }, value);
  }
  template <class Range>
  void add_range(const Range& values) {
    number(values.size());
    for (const auto& value : values) add(value);
  }

  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

template <class T>
std::uint64_t canonical_hash(const T& value) {
  CanonicalHash hash;
  hash.add(value);
  return hash.value();
}

}  // namespace goldenfour::registry
