#include "server/net/tls.h"

#include <boost/asio/ssl/context.hpp>

namespace goldenfour::net {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace {

tl::unexpected<std::string> failed(const std::string& file, const error_code& error) {
  return tl::make_unexpected("TLS file " + file + ": " + error.message());
}

}  // namespace

tl::expected<std::shared_ptr<ssl::context>, std::string> make_tls_context(
    const TlsOptions& options) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                       ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                       SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  error_code error;
  context->use_certificate_chain_file(options.certificate_file, error);
  if (error) return failed(options.certificate_file, error);
  context->use_private_key_file(options.key_file, ssl::context::pem, error);
  if (error) return failed(options.key_file, error);
  if (!options.client_ca_file.empty()) {
    context->load_verify_file(options.client_ca_file, error);
    if (error) return failed(options.client_ca_file, error);
    const ssl::verify_mode required = options.require_client ? ssl::verify_fail_if_no_peer_cert : 0;
    context->set_verify_mode(ssl::verify_peer | required);
  } else if (options.require_client) {
    return tl::make_unexpected(std::string("client certificates are required without a client CA"));
  }
  // Session ids are needed once clients are verified, or resumption fails.
  SSL_CTX_set_session_id_context(context->native_handle(),
                                 reinterpret_cast<const unsigned char*>("goldenfour"), 10);
  return context;
}

}  // namespace goldenfour::net
