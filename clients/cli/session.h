#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "clients/cli/terminal.h"
#include "clients/cli/texts.h"
#include "clients/common/failure.h"
#include "clients/common/http_client.h"
#include "clients/common/wire.h"

namespace goldenfour::cli {

/// The options that every command understands.
struct Globals {
  std::string server = "http://127.0.0.1:7400";
  std::string token;
  std::string token_file;
  std::string admin_socket = "/run/goldenfour/admin.sock";
  std::string ca_file;
  std::string language;  ///< taken by choose_language(); here so that the grammar knows it
  bool json = false;
};

/// One run of the program: where the server is, how to speak to it and to the person. Owns the
/// io_context; commands that only ask and answer use call(), streaming ones use io().
class Session {
 public:
  Session(Globals globals, Texts texts);
  ~Session();

  const Globals& globals() const { return globals_; }
  const Texts& t() const { return texts_; }
  bool colour() const { return colour_; }
  boost::asio::io_context& io() { return io_; }

  /// Reads the token (option, file, environment GOLDENFOUR_TOKEN) and makes the client; a usage
  /// failure says which of --server, --token-file or --ca-file is wrong. Once, before the others.
  client::Expected<void> open();

  /// The client for --server. After open().
  client::HttpClient& http() { return *http_; }

  /// One request, repeated up to `attempts` times when that is safe. Blocks.
  client::Expected<client::HttpResponse> call(client::HttpRequest request, int attempts = 1);
  /// The server's clock, which a drill may have scaled; this machine's own if it does not tell.
  client::WallTime server_time();
  /// As call(), over the admin socket.
  client::Expected<client::HttpResponse> admin(client::HttpRequest request);

  /// GET `path` as a message; with --json its text is kept for print_json().
  template <class Message>
  client::Expected<Message> get(const std::string& path) {
    return read<Message>(call({.method = "GET", .path = path}, 2));
  }
  /// The body of an answer as a message.
  template <class Message>
  client::Expected<Message> read(const client::Expected<client::HttpResponse>& answer) {
    if (!answer) return tl::make_unexpected(answer.error());
    body_ = answer->body;
    Message message;
    if (!client::from_json(body_, message)) {
      return client::unreachable("the server's answer cannot be read");
    }
    return message;
  }
  /// With --json: prints the last answer as the server wrote it, and says so.
  bool printed_json() const;

  /// Prints the failure on standard error; the exit code for it.
  int fail(const client::Failure& failure) const;

 private:
  client::Expected<std::string> find_token() const;
  client::Expected<client::HttpResponse> run(client::HttpClient* client,
                                             client::HttpRequest request, int attempts);

  Globals globals_;
  Texts texts_;
  bool colour_;
  boost::asio::io_context io_;
  std::unique_ptr<client::HttpClient> http_;
  std::unique_ptr<client::HttpClient> admin_;
  std::string body_;
};

/// "A 128-bit random number in hex": an Idempotency-Key, or part of a name that must be new.
std::string random_key();

}  // namespace goldenfour::cli
