#include "server/registry/ids.h"

#include <algorithm>

namespace goldenfour::registry {

bool is_valid_id(const std::string& text) {
  const auto allowed = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= kMaxIdBytes &&
         std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace goldenfour::registry
