#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "clients/common/failure.h"
#include "clients/common/http_client.h"
#include "clients/load/fleet.h"
#include "clients/load/population.h"
#include "goldenfour/v1/admin.pb.h"

/// Bringing a fleet into being on a running server: records, tokens, and a file that remembers them
/// so that the next run does not make them again.
namespace goldenfour::load {

namespace asio = boost::asio;

struct SetupOptions {
  client::Target target;
  client::Target admin;  ///< the admin socket
  std::string ca_file;
  std::string registrar_token;  ///< empty: one is made over the admin socket
  std::string state_file;       ///< empty: nothing is remembered
  std::string jurisdiction;
  bool quiet = false;
};

class Setup {
 public:
  explicit Setup(SetupOptions options);

  /// Registers those that the server does not know and gets everybody a token. Blocks.
  client::Expected<std::vector<Member>> enroll(const std::vector<Profile>& people);
  /// Creates or replaces these. Blocks.
  client::Expected<void> put_aeds(const std::vector<v1::Aed>& aeds);
  /// A token of that role, valid for a day. Blocks.
  client::Expected<std::string> make_token(v1::TokenRole role, const std::string& responder);

 private:
  struct Record {
    std::string path;
    std::string body;
  };

  client::Expected<void> need_registrar();
  client::Expected<void> put_all(std::vector<Record> records);
  asio::awaitable<void> put_some(std::vector<Record>* records, std::size_t* next,
                                 client::Expected<void>* result);
  client::Expected<std::vector<std::string>> make_device_tokens(const std::vector<Profile>& people);
  bool still_good(const std::vector<Profile>& people, const std::vector<std::string>& secrets);
  client::Expected<client::HttpResponse> call(client::HttpClient* http,
                                              client::HttpRequest request);
  void say(const std::string& text) const;

  SetupOptions options_;
  asio::io_context io_;
  client::HttpClient http_;
  client::HttpClient admin_;
};

}  // namespace goldenfour::load
