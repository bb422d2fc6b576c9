#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

/// Keys of the configuration as data: one row says name, meaning, allowed values, and where the
/// value lives. Reading, checking, printing and the documentation all follow from the rows.
namespace goldenfour::app {

using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// One key of a section that configures a T.
template <class T>
struct Setting {
  std::string key;
  std::string help;
  std::string allowed;                        ///< "an integer from 1 to 64"
  std::function<bool(T&, const Value&)> set;  ///< false, and no change, when not allowed
  std::function<Value(const T&)> get;
};

template <class T>
using Settings = std::vector<Setting<T>>;

/// What `access` returns is a reference to the member, const or not as its argument is.
template <class T, class Access>
Setting<T> integer(std::string key, std::string help, std::int64_t least, std::int64_t most,
                   Access access) {
  return {
      .key = std::move(key),
      .help = std::move(help),
      .allowed = fmt::format("an integer from {} to {}", least, most),
      .set =
          [=](T& target, const Value& value) {
            const auto* number = std::get_if<std::int64_t>(&value);
            if (number == nullptr || *number < least || *number > most) return false;
            auto& member = access(target);
            member = static_cast<std::remove_reference_t<decltype(member)>>(*number);
            return true;
          },
      .get = [=](const T& source) -> Value { return static_cast<std::int64_t>(access(source)); }};
}

/// The number that a value holds; NaN, which is in no range, when it holds none.
inline double number_in(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::numeric_limits<double>::quiet_NaN();
}

/// A number that `wrap` turns into the member's type and `unwrap` back.
template <class T, class Access, class Wrap, class Unwrap>
Setting<T> wrapped(std::string key, std::string help, std::string unit, double least, double most,
                   Access access, Wrap wrap, Unwrap unwrap) {
  return {.key = std::move(key),
          .help = std::move(help),
          .allowed = fmt::format("a number{} from {} to {}", unit, least, most),
          .set =
              [=](T& target, const Value& value) {
                const double number = number_in(value);
                if (!(number >= least && number <= most)) return false;
                access(target) = wrap(number);
                return true;
              },
          .get = [=](const T& source) -> Value { return unwrap(access(source)); }};
}

template <class T, class Access>
Setting<T> number(std::string key, std::string help, double least, double most, Access access) {
  const auto same = [](double value) { return value; };
  return wrapped<T>(std::move(key), std::move(help), "", least, most, access, same, same);
}

/// A member of milliseconds or a whole multiple; the key's name ends in _seconds.
template <class T, class Access>
Setting<T> seconds(std::string key, std::string help, double least, double most, Access access) {
  return wrapped<T>(
      std::move(key), std::move(help), " of seconds", least, most, access,
      [](double value) { return std::chrono::milliseconds(std::llround(value * 1000.0)); },
      [](auto value) { return std::chrono::duration<double>(value).count(); });
}

/// A member of one of geo's units.
template <class T, class Access>
Setting<T> quantity(std::string key, std::string help, double least, double most, Access access) {
  using Unit = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
  return wrapped<T>(
      std::move(key), std::move(help), "", least, most, access,
      [](double value) { return Unit{value}; }, [](Unit value) { return value.value(); });
}

template <class T, class Access>
Setting<T> flag(std::string key, std::string help, Access access) {
  return {.key = std::move(key),
          .help = std::move(help),
          .allowed = "true or false",
          .set =
              [=](T& target, const Value& value) {
                const auto* given = std::get_if<bool>(&value);
                if (given != nullptr) access(target) = *given;
                return given != nullptr;
              },
          .get = [=](const T& source) -> Value { return access(source); }};
}

template <class T, class Access>
Setting<T> text(std::string key, std::string help, std::string allowed,
                std::function<bool(const std::string&)> check, Access access) {
  return {.key = std::move(key),
          .help = std::move(help),
          .allowed = std::move(allowed),
          .set =
              [=](T& target, const Value& value) {
                const auto* given = std::get_if<std::string>(&value);
                if (given == nullptr || !check(*given)) return false;
                access(target) = *given;
                return true;
              },
          .get = [=](const T& source) -> Value { return access(source); }};
}

/// A list whose every text passes `check`.
template <class T, class Access>
Setting<T> texts(std::string key, std::string help, std::string allowed,
                 std::function<bool(const std::string&)> check, Access access) {
  return {.key = std::move(key),
          .help = std::move(help),
          .allowed = std::move(allowed),
          .set =
              [=](T& target, const Value& value) {
                const auto* given = std::get_if<std::vector<std::string>>(&value);
                if (given == nullptr) return false;
                for (const std::string& one : *given)
                  if (!check(one)) return false;
                access(target) = *given;
                return true;
              },
          .get = [=](const T& source) -> Value { return access(source); }};
}

/// A value as TOML writes it.
std::string to_toml(const Value& value);

}  // namespace goldenfour::app
