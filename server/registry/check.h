#pragma once

namespace goldenfour::registry {

/// Ends the process with `what` on standard error when `holds` is false, in release builds too:
/// going on with a broken belief could send the wrong person to the wrong place.
inline void check(bool holds, const char* what);

/// The cold half of `check`.
[[noreturn]] void fail(const char* what);

inline void check(bool holds, const char* what) {
  if (!holds) [[unlikely]]
    fail(what);
}

}  // namespace goldenfour::registry
