// TLS by configuration.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/net/options.h"

namespace boost::asio::ssl {
class context;
}

namespace goldenfour::net {

// A server context of TLS 1.2 and 1.3 from the PEM files, or which file failed and why. Reads
// files: at start-up only.
tl::expected<std::shared_ptr<boost::asio::ssl::context>, std::string> make_tls_context(
    const TlsOptions& options);

}  // namespace goldenfour::net
