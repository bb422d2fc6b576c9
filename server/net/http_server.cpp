#include "server/net/http_server.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/net/server_core.h"
#include "server/net/tls.h"

namespace goldenfour::net {
namespace {

using asio::ip::tcp;
using local = asio::local::stream_protocol;
constexpr auto kResult = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptRetry{100};  // after EMFILE and the like

Slot* take_slot(ServerCore& core) {
  if (core.free_slots.empty()) return nullptr;
  Slot* slot = &core.slots[core.free_slots.back()];
  core.free_slots.pop_back();
  ++core.in_use;
  return slot;
}

// Counts the connection against its address; false when the address has its share already.
bool admit(ServerCore& core, Slot& slot, const Peer& peer) {
  if (peer.loopback) return true;
  std::size_t& count = core.per_network[peer.network];
  if (count >= core.options.http.connections_per_address) return false;
  ++count;
  slot.network = peer.network;
  return true;
}

// One household or attacker has a whole /64 of IPv6.
std::string network_of(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return std::string(bytes.begin(), bytes.begin() + 8);
}

Peer describe(const Listener& listener, const tcp::socket& socket) {
  error_code error;
  const tcp::endpoint remote = socket.remote_endpoint(error);
  asio::ip::address address = remote.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return Peer{address.to_string(), network_of(address), address.is_loopback(),
              listener.tls != nullptr, false};
}

Peer describe(const LocalListener&, const local::socket&) {
  return Peer{"", "", true, false, true};
}

AnyStream make_stream(const Listener& listener, tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  return make_server_stream(std::move(socket), listener.tls.get());
}

AnyStream make_stream(const LocalListener&, local::socket socket) {
  return make_local_stream(std::move(socket));
}

template <typename AnyListener, typename Socket>
void start_connection(ServerCore* core, Slot* slot, const AnyListener& listener, Socket socket) {
  Peer peer = describe(listener, socket);
  if (!admit(*core, *slot, peer)) {
    core->metrics.connections_refused.add();
    core->release(*slot);
    return;
  }
  core->metrics.connections_accepted.add();
  core->metrics.connections_open.add();
  AnyStream stream = make_stream(listener, std::move(socket));
  const auto ended = [core, slot](const std::exception_ptr& failure) {
    if (failure) core->trouble("a connection ended with an exception");
    slot->live = nullptr;
    slot->generation.fetch_add(1);
    core->metrics.connections_open.subtract();
    asio::post(core->control, [core, slot] { core->release(*slot); });
  };
  asio::co_spawn(slot->strand, serve_http(core, slot, std::move(stream), std::move(peer)),
                 asio::bind_executor(slot->strand, ended));
}

template <typename AnyListener>
asio::awaitable<void> accept_loop(ServerCore* core, AnyListener* listener) {
  asio::steady_timer retry(core->control);
  while (!core->stopping) {
    Slot* slot = take_slot(*core);
    const asio::any_io_executor executor = slot != nullptr ? asio::any_io_executor(slot->strand)
                                                           : asio::any_io_executor(core->control);
    auto [error, socket] = co_await listener->acceptor.async_accept(executor, kResult);
    if (!error && slot != nullptr && !core->stopping) {
      start_connection(core, slot, *listener, std::move(socket));
      continue;
    }
    if (slot != nullptr) core->release(*slot);
    if (core->stopping || error == asio::error::operation_aborted) break;
    core->metrics.connections_refused.add();
    if (error) {
      core->trouble("accept failed: " + error.message());
      retry.expires_after(kAcceptRetry);
      co_await retry.async_wait(kResult);
    }
  }
}

tl::expected<Listener, std::string> open_listener(ServerCore& core, const ListenOptions& options) {
  const std::string name = options.address + " port " + std::to_string(options.port);
  error_code error;
  const asio::ip::address address = asio::ip::make_address(options.address, error);
  if (error) return tl::make_unexpected(name + ": not a numeric address");
  Listener listener{tcp::acceptor(core.control), nullptr};
  if (options.tls) {
    auto tls = make_tls_context(*options.tls);
    if (!tls) return tl::make_unexpected(tls.error());
    listener.tls = *std::move(tls);
  }
  const tcp::endpoint endpoint(address, options.port);
  listener.acceptor.open(endpoint.protocol(), error);
  if (!error) listener.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) listener.acceptor.bind(endpoint, error);
  if (!error) listener.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return tl::make_unexpected(name + ": " + error.message());
  return listener;
}

// Removes the socket file of a server that is gone; a live one stays and fails the bind.
void remove_stale(asio::io_context& io, const std::string& path) {
  local::socket probe(io);
  error_code error;
  probe.connect(local::endpoint(path), error);
  if (error == asio::error::connection_refused) ::unlink(path.c_str());
}

tl::expected<LocalListener, std::string> open_local_listener(ServerCore& core,
                                                             const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return tl::make_unexpected(path + ": too long for a socket's path");
  remove_stale(core.io, path);
  LocalListener listener{local::acceptor(core.control), path};
  error_code error;
  listener.acceptor.open(local(), error);
  if (!error) listener.acceptor.bind(local::endpoint(path), error);
  // Nobody can connect before listen().
  if (!error && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
    error = error_code(errno, boost::system::system_category());
  if (!error) listener.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return tl::make_unexpected(path + ": " + error.message());
  return listener;
}

// Opens what `options` says; the error is in words.
std::string open_any_listener(ServerCore& core, const ListenOptions& options) {
  if (!options.local_path.empty()) {
    auto listener = open_local_listener(core, options.local_path);
    if (!listener) return listener.error();
    core.local_listeners.push_back(*std::move(listener));
    return {};
  }
  auto listener = open_listener(core, options);
  if (!listener) return listener.error();
  core.listeners.push_back(*std::move(listener));
  return {};
}

}  // namespace

ServerCore::ServerCore(asio::io_context& context, ServerOptions configured,
                       HttpHandler& application, NetMetrics& counters, SteadyNow clock,
                       TroubleLog log)
    : io(context),
      options(std::move(configured)),
      handler(application),
      metrics(counters),
      steady_now(std::move(clock)),
      trouble(log ? std::move(log) : [](const std::string&) {}),
      address_limiter(options.http.requests_per_address),
      loopback_limiter(options.http.requests_from_loopback),
      control(asio::make_strand(context)),
      deadline(control) {
  const auto count = static_cast<std::uint32_t>(options.http.connections);
  for (std::uint32_t i = 0; i < count; ++i) slots.emplace_back(i, io);
  for (std::uint32_t i = count; i > 0; --i) free_slots.push_back(i - 1);
}

void ServerCore::release(Slot& slot) {
  if (!slot.network.empty()) {
    const auto it = per_network.find(slot.network);
    if (--it->second == 0) per_network.erase(it);
    slot.network.clear();
  }
  free_slots.push_back(slot.index);
  --in_use;
  if (stopping && in_use == 0) report_done();
}

void ServerCore::begin_stop(std::chrono::milliseconds patience, std::function<void()> when_done) {
  if (stopping.exchange(true)) return;
  done = std::move(when_done);
  for (Listener& listener : listeners) {
    error_code ignored;
    listener.acceptor.close(ignored);
  }
  for (LocalListener& listener : local_listeners) {
    error_code ignored;
    listener.acceptor.close(ignored);
    ::unlink(listener.path.c_str());
  }
  for (Slot& slot : slots) {
    asio::post(slot.strand, [&slot] {
      if (slot.live != nullptr) slot.live->begin_stop();
    });
  }
  deadline.expires_after(patience);
  deadline.async_wait([this](error_code error) {
    if (!error) cut_all();
  });
  if (in_use == 0) report_done();
}

// Sockets first; whoever then still hangs in a handler does not hold up the stop.
void ServerCore::cut_all() {
  for (Slot& slot : slots) {
    asio::post(slot.strand, [&slot] {
      if (slot.live != nullptr) slot.live->cut();
    });
  }
  deadline.expires_after(std::chrono::seconds(1));
  deadline.async_wait([this](error_code error) {
    if (!error) report_done();
  });
}

void ServerCore::report_done() {
  deadline.cancel();
  if (auto report = std::exchange(done, nullptr)) report();
}

HttpServer::HttpServer(boost::asio::io_context& io, ServerOptions options, HttpHandler& handler,
                       NetMetrics& metrics, SteadyNow steady_now, TroubleLog trouble)
    : core_(std::make_unique<ServerCore>(io, std::move(options), handler, metrics,
                                         std::move(steady_now), std::move(trouble))) {}

HttpServer::~HttpServer() = default;

tl::expected<void, std::string> HttpServer::listen() {
  for (const ListenOptions& options : core_->options.listen) {
    const std::string error = open_any_listener(*core_, options);
    if (!error.empty()) {
      core_->listeners.clear();
      core_->local_listeners.clear();
      return tl::make_unexpected(error);
    }
  }
  for (Listener& listener : core_->listeners) {
    asio::co_spawn(core_->control, accept_loop(core_.get(), &listener), asio::detached);
  }
  for (LocalListener& listener : core_->local_listeners) {
    asio::co_spawn(core_->control, accept_loop(core_.get(), &listener), asio::detached);
  }
  return {};
}

std::vector<std::uint16_t> HttpServer::ports() const {
  std::vector<std::uint16_t> ports;
  for (const Listener& listener : core_->listeners) {
    error_code ignored;
    ports.push_back(listener.acceptor.local_endpoint(ignored).port());
  }
  return ports;
}

void HttpServer::send(ConnectionHandle to, Frame frame) {
  if (to.slot >= core_->slots.size()) return;
  Slot* slot = &core_->slots[to.slot];
  if (slot->generation.load() != to.generation) return;
  const std::size_t size = frame.bytes->size();
  if (slot->posted_bytes.fetch_add(size) + size > core_->options.websocket.queue_bytes) {
    slot->posted_bytes.fetch_sub(size);
    if (frame.frame_class == FrameClass::kEphemeral) {
      core_->metrics.ephemeral_dropped.add();
    } else if (slot->overflow_generation.exchange(to.generation) != to.generation) {
      core_->on_connection(to, [](LiveConnection& connection) { connection.overflow(); });
    }
    return;
  }
  asio::post(slot->strand, [slot, to, size, held = std::move(frame)]() mutable {
    slot->posted_bytes.fetch_sub(size);
    if (slot->live == nullptr || slot->generation.load() != to.generation) return;
    slot->live->push(std::move(held));
  });
}

void HttpServer::close(ConnectionHandle to, std::uint16_t code) {
  core_->on_connection(to, [code](LiveConnection& connection) { connection.request_close(code); });
}

void HttpServer::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
  asio::post(core_->control, [core = core_.get(), deadline, report = std::move(done)]() mutable {
    core->begin_stop(deadline, std::move(report));
  });
}

}  // namespace goldenfour::net
