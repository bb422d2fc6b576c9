#pragma once

#include "server/net/routes/exchange.h"

namespace goldenfour::net {

/// What is known about the responder who asks; of anybody else they learn nothing, not even whether
/// there is such a person.
ReplyMessage get_own_record(const ApiContext* api, Exchange exchange);

}  // namespace goldenfour::net
