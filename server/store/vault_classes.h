// Names of vault rows that more than the record codec knows.
#pragma once

#include <string_view>

namespace goldenfour::store {

inline constexpr std::string_view kResponderSubject = "responder/";  // and the id
inline constexpr std::string_view kPushClass = "push";

}  // namespace goldenfour::store
