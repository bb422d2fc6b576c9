#include "clients/load/setup.h"

#include <iostream>
#include <optional>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include "clients/common/registry_client.h"
#include "clients/common/token_admin.h"
#include "clients/common/wire.h"
#include "clients/load/state_file.h"

namespace goldenfour::load {

using client::Expected;

namespace {

constexpr std::size_t kWorkers = 16;

// Token names are unique for ever; the moment makes them so.
std::string new_name(const std::string& what) {
  return fmt::format("load-{}-{}", what, client::now().time_since_epoch().count());
}

// People, not behaviour: the same key, the same ids.
std::string key_of(const std::vector<Profile>& people, const std::string& jurisdiction) {
  return fmt::format("{} {} {} {}", jurisdiction, people.size(), people.front().id,
                     people.back().id);
}

}  // namespace

Setup::Setup(SetupOptions options)
    : options_(std::move(options)),
      io_(1),
      http_({.target = options_.target, .ca_file = options_.ca_file, .max_idle = kWorkers}),
      admin_({.target = options_.admin, .timeout = std::chrono::milliseconds(60'000)}) {}

void Setup::say(const std::string& text) const {
  if (!options_.quiet) std::cerr << "goldenfour-load: " << text << std::endl;
}

Expected<client::HttpResponse> Setup::call(client::HttpClient* http, client::HttpRequest request) {
  std::optional<Expected<client::HttpResponse>> result;
  asio::co_spawn(io_, http->send_with_retries(std::move(request), 5),
                 [&](std::exception_ptr, Expected<client::HttpResponse> answer) {
                   result = std::move(answer);
                 });
  io_.restart();
  io_.run();
  if (!result) return client::unreachable("interrupted");
  return std::move(*result);
}

Expected<std::string> Setup::make_token(v1::TokenRole role, const std::string& responder) {
  v1::CreateTokensRequest request;
  v1::CreateTokenRequest* token = request.add_tokens();
  token->set_role(role);
  token->set_name(new_name(v1::TokenRole_Name(role)));
  token->set_jurisdiction(options_.jurisdiction);
  token->set_responder(responder);
  // By the server's clock, which a drill may run a hundred times faster.
  *token->mutable_expires_at() = client::to_stamp(client::now() + std::chrono::hours(24 * 400));
  const auto answer = call(&admin_, client::create_tokens(request));
  if (!answer) return tl::make_unexpected(answer.error());
  v1::TokenList list;
  if (!client::from_json(answer->body, list) || list.tokens_size() != 1) {
    return client::unreachable("the server made no token");
  }
  return list.tokens(0).secret();
}

Expected<void> Setup::need_registrar() {
  if (!options_.registrar_token.empty()) return {};
  auto token = make_token(v1::REGISTRAR, {});
  if (!token) return tl::make_unexpected(token.error());
  options_.registrar_token = std::move(*token);
  return {};
}

asio::awaitable<void> Setup::put_some(std::vector<Record>* records, std::size_t* next,
                                      Expected<void>* result) {
  while (*next < records->size() && *result) {
    Record& record = (*records)[(*next)++];
    const auto done = co_await client::put_record(&http_, record.path, std::move(record.body),
                                                  options_.registrar_token);
    if (!done) *result = tl::make_unexpected(done.error());
  }
}

Expected<void> Setup::put_all(std::vector<Record> records) {
  if (auto ready = need_registrar(); !ready) return ready;
  Expected<void> result;
  std::size_t next = 0;
  for (std::size_t i = 0; i < kWorkers; ++i) {
    asio::co_spawn(io_, put_some(&records, &next, &result), [](std::exception_ptr) {});
  }
  io_.restart();
  io_.run();
  return result;
}

Expected<void> Setup::put_aeds(const std::vector<v1::Aed>& aeds) {
  say(fmt::format("registering {} generated AEDs", aeds.size()));
  std::vector<Record> records;
  for (const auto& aed : aeds) records.push_back({"/v1/aeds/" + aed.id(), client::to_json(aed)});
  return put_all(std::move(records));
}

Expected<std::vector<std::string>> Setup::make_device_tokens(const std::vector<Profile>& people) {
  std::vector<std::string> secrets;
  const std::string stem = new_name("device");
  for (std::size_t at = 0; at < people.size(); at += client::kTokensPerRequest) {
    v1::CreateTokensRequest request;
    for (std::size_t i = at; i < std::min(people.size(), at + client::kTokensPerRequest); ++i) {
      v1::CreateTokenRequest* token = request.add_tokens();
      token->set_name(stem + "-" + people[i].id);
      token->set_role(v1::RESPONDER);
      token->set_jurisdiction(options_.jurisdiction);
      token->set_responder(people[i].id);
    }
    const auto answer = call(&admin_, client::create_tokens(request));
    if (!answer) return tl::make_unexpected(answer.error());
    v1::TokenList list;
    if (!client::from_json(answer->body, list) || list.tokens_size() != request.tokens_size()) {
      return client::unreachable("the server made other tokens than asked for");
    }
    for (const auto& token : list.tokens()) secrets.push_back(token.secret());
  }
  return secrets;
}

// The first and the last device can still take a ticket: then the server is the one that made them.
bool Setup::still_good(const std::vector<Profile>& people,
                       const std::vector<std::string>& secrets) {
  if (secrets.size() != people.size()) return false;
  for (const std::string& secret : {secrets.front(), secrets.back()}) {
    if (!call(&http_,
              {.method = "POST", .path = "/v1/stream-tickets", .token = secret, .body = "{}"}))
      return false;
  }
  return true;
}

Expected<std::vector<Member>> Setup::enroll(const std::vector<Profile>& people) {
  const std::string key = key_of(people, options_.jurisdiction);
  SavedFleet saved;
  if (!options_.state_file.empty()) saved = load_saved(options_.state_file);
  if (saved.key == key && still_good(people, saved.secrets)) {
    say(fmt::format("{} volunteers are known from the last run", people.size()));
  } else {
    say(fmt::format("registering {} volunteers", people.size()));
    std::vector<Record> records;
    for (const Profile& one : people) {
      records.push_back(
          {"/v1/responders/" + one.id, client::to_json(to_responder(one, options_.jurisdiction))});
    }
    if (auto stored = put_all(std::move(records)); !stored)
      return tl::make_unexpected(stored.error());
    auto secrets = make_device_tokens(people);
    if (!secrets) return tl::make_unexpected(secrets.error());
    saved = {key, std::move(*secrets)};
    if (!options_.state_file.empty()) {
      if (const auto kept = save(options_.state_file, saved); !kept)
        return client::usage_failure(kept.error());
    }
  }
  std::vector<Member> members;
  for (std::size_t i = 0; i < people.size(); ++i) members.push_back({people[i], saved.secrets[i]});
  return members;
}

}  // namespace goldenfour::load
