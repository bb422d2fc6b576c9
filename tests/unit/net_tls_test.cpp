#include "server/net/tls.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <cstdio>
#include <filesystem>

#include "tests/unit/net_support.h"

namespace goldenfour::net::test {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

// A key and a self-signed certificate for `name`, written as PEM files.
void write_identity(const std::string& name, const std::string& key_file,
                    const std::string& certificate_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* key_out = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(key_out, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(key_out);
  std::FILE* certificate_out = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(certificate_out, certificate);
  std::fclose(certificate_out);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

class SubjectHandler final : public HttpHandler {
 public:
  asio::awaitable<HttpResponse> handle(HttpRequest request) override {
    HttpResponse response;
    response.body = (request.secure ? "secure " : "plain ") + request.peer_subject +
                    std::to_string(request.body.size());
    co_return response;
  }
  asio::awaitable<UpgradeDecision> upgrade(HttpRequest, std::vector<std::string>) override {
    co_return problem_response(Problem{ErrorCode::kNotFound});
  }
};

class TlsTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::temp_directory_path() / ("net_tls_" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory_);
    write_identity("server.test", file("server.key"), file("server.crt"));
    write_identity("centre 120", file("client.key"), file("client.crt"));
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string file(const char* name) const { return directory_ / name; }
  TlsOptions options() const { return {file("server.crt"), file("server.key"), {}, false}; }
  RunningServer& start(const TlsOptions& tls) {
    ServerOptions server;
    server.listen.push_back({"127.0.0.1", 0, tls});
    return server_.emplace(handler_, server);
  }

  // Connects, asks and returns everything up to the end; empty when TLS failed.
  std::string ask(std::string_view request, bool with_certificate) {
    asio::io_context io;
    ssl::context context(ssl::context::tls_client);
    context.load_verify_file(file("server.crt"));
    context.set_verify_mode(ssl::verify_peer);
    if (with_certificate) {
      context.use_certificate_chain_file(file("client.crt"));
      context.use_private_key_file(file("client.key"), ssl::context::pem);
    }
    ssl::stream<tcp::socket> stream(io, context);
    stream.lowest_layer().connect({asio::ip::address_v4::loopback(), server_->port()});
    error_code error;
    stream.handshake(ssl::stream_base::client, error);
    if (!error) asio::write(stream, asio::buffer(request.data(), request.size()), error);
    std::string answer;
    asio::read(stream, asio::dynamic_buffer(answer), error);
    return answer;
  }

  SubjectHandler handler_;
  std::filesystem::path directory_;
  std::optional<RunningServer> server_;
};

std::string closing(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: server.test\r\nConnection: close\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

TEST_F(TlsTest, RoundTrip) {
  start(options());
  EXPECT_EQ("secure 5", body_of(ask(closing("hello"), false)));
  EXPECT_EQ("secure 200000", body_of(ask(closing(std::string(200'000, 'x')), false)));
}

TEST_F(TlsTest, ClientCertificatesReachTheHandler) {
  TlsOptions tls = options();
  tls.client_ca_file = file("client.crt");
  start(tls);
  EXPECT_EQ("secure CN=centre 1200", body_of(ask(closing(""), true)));
  EXPECT_EQ("secure 0", body_of(ask(closing(""), false)));
}

TEST_F(TlsTest, ClientCertificatesCanBeRequired) {
  TlsOptions tls = options();
  tls.client_ca_file = file("client.crt");
  tls.require_client = true;
  start(tls);
  EXPECT_EQ("secure CN=centre 1200", body_of(ask(closing(""), true)));
  EXPECT_EQ("", ask(closing(""), false));
  EXPECT_TRUE(eventually([&] { return server_->metrics.tls_failures.value() == 1; }));
}

TEST_F(TlsTest, PlainTextOnATlsPortEnds) {
  start(options());
  RawClient client(server_->port());
  client.send(get("/"));
  client.receive_all();
  EXPECT_TRUE(eventually([&] { return server_->metrics.tls_failures.value() == 1; }));
  EXPECT_EQ("secure 0", body_of(ask(closing(""), false)));
}

TEST_F(TlsTest, SaysWhichFileFailed) {
  TlsOptions tls = options();
  tls.key_file = file("missing.key");
  const auto context = make_tls_context(tls);
  ASSERT_FALSE(context);
  EXPECT_NE(std::string::npos, context.error().find("missing.key"));
}

}  // namespace
}  // namespace goldenfour::net::test
