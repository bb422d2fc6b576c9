#pragma once

#include <string>

#include "goldenfour/v1/admin.pb.h"
#include "server/net/codec/checker.h"
#include "server/net/routes/tokens.h"

namespace goldenfour::net {

/// What the admin socket asks for as a token, checked as if it came from the public side. `prefix`
/// is where the message stands in its request, for errors: "tokens[3].". kMissingField,
/// kInvalidField, kUnknownEnumValue.
codec::Decoded<TokenOrder> read_order(const v1::CreateTokenRequest& message,
                                      const std::string& prefix);

}  // namespace goldenfour::net
