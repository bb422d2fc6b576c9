#include "server/registry/opening_hours.h"

#include <utility>

namespace goldenfour::registry {

OpeningHours::OpeningHours(std::string text) : text_(std::move(text)) {
  if (stated())
    read_ =
        std::make_shared<const tl::expected<hours::Rules, hours::ParseError>>(hours::parse(text_));
}

const hours::Rules* OpeningHours::rules() const {
  return read_ && *read_ ? &**read_ : nullptr;
}

const hours::ParseError* OpeningHours::error() const {
  return read_ && !*read_ ? &read_->error() : nullptr;
}

}  // namespace goldenfour::registry
