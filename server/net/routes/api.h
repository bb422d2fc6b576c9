#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <tl/expected.hpp>

#include "server/net/codec/aed_csv.h"
#include "server/net/codec/decode.h"
#include "server/net/http_handler.h"
#include "server/net/routes/chronicle.h"
#include "server/net/routes/enrolments.h"
#include "server/net/routes/frame_sender.h"
#include "server/net/routes/public_gate.h"
#include "server/net/routes/tickets.h"
#include "server/net/routes/tokens.h"
#include "server/net/web/website.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/push.h"
#include "server/ports/stream.h"
#include "server/registry/usability.h"

namespace goldenfour::net {

/// Which push subscriptions are taken.
struct PushLimits {
  std::size_t endpoint_bytes = 1024;
  /// Of push services; "*.example.org" means every host below it.
  std::vector<std::string> hosts{"fcm.googleapis.com", "*.push.services.mozilla.com",
                                 "*.push.apple.com", "*.notify.windows.com"};
  bool loopback = false;  ///< this machine by http too, for tests
};

struct ApiOptions {
  codec::TextLimits texts;
  codec::AedCsvLimits import;
  std::size_t page_size = 50;
  std::size_t max_page_size = 100;
  std::size_t max_near = 200;
  std::size_t max_aed_page = 500;
  std::size_t aed_page_looked_at = 2'000;  ///< AEDs, also those that do not belong on the page
  double max_radius_meters = 50'000;
  std::chrono::milliseconds hello_timeout{10'000};
  std::size_t bad_frames = 20;                ///< per connection; then it is closed with 1008
  registry::Duration presence_kept{600'000};  ///< how long a position is kept, to be told
  PushLimits push;
  /// Those the node decides for. With exactly one, a token without a jurisdiction means it.
  std::vector<registry::JurisdictionId> jurisdictions;
};

/// Whether there are web clients. A server without them is as ready as with them.
enum class Pages : std::uint8_t { kOff, kServed, kUnusable };

/// What /readyz tells.
struct Readiness {
  bool ready = false;
  std::string reason;  ///< why not
  std::string node;
  std::string journal;  ///< "OK", or what is wrong
  std::uint64_t sequence = 0;
  std::uint64_t durable = 0;
  double drill_clock = 1;  ///< seconds of this clock per second
  bool drills_only = false;
  Pages pages = Pages::kOff;
  std::uint32_t replicas = 0;
};

struct Receipt {
  dispatch::OfferId offer;
  dispatch::DeliveryStage stage = dispatch::DeliveryStage::kDelivered;
};
/// Verifies the signature of a webhook's receipt and reads it.
using ReadReceipt =
    std::function<tl::expected<Receipt, Problem>(const Headers&, const std::string& body)>;

/// What the routes work with; all must outlive the io_context's last handler.
struct ApiParts {
  ports::Engine& engine;
  const ports::Clock& clock;
  ports::StreamHub& hub;
  Tokens& tokens;
  Tickets& tickets;
  Enrolments& enrolments;
  PublicGate& public_gate;
  FrameSender& sender;
  const Chronicle& chronicle;
  boost::asio::any_io_executor io;       ///< for timers of streams
  std::function<Readiness()> readiness;  ///< any thread
  std::function<std::string()> metrics;  ///< Prometheus' text format; any thread
  ReadReceipt read_receipt;              ///< empty: no webhook
  /// By the policy and the calendar of the AED's jurisdiction; any thread. Empty: not told.
  std::function<registry::Usability(const registry::Aed&, registry::WallTime)> usability = {};
  Website* website = nullptr;       ///< what no route answers; null: no files
  ports::PushBook* push = nullptr;  ///< null: no Web Push
  std::string push_key = {};        ///< the server's, for browsers: base64url of its point
};

struct ApiContext : ApiParts {
  ApiContext(ApiParts parts, ApiOptions configured)
      : ApiParts(std::move(parts)), options(std::move(configured)) {}
  const ApiOptions options;
};

/// The service's HTTP and WebSocket interface: finds the route, asks for the token, checks role and
/// jurisdiction, and lets the route answer. What no route allows is refused.
class Api final : public HttpHandler {
 public:
  Api(ApiParts parts, ApiOptions options) : context_(std::move(parts), std::move(options)) {}

  BodyPlan plan_body(const HttpRequest& header) override;
  boost::asio::awaitable<HttpResponse> handle(HttpRequest request) override;
  boost::asio::awaitable<UpgradeDecision> upgrade(HttpRequest request,
                                                  std::vector<std::string> offered) override;

 private:
  ApiContext context_;
};

}  // namespace goldenfour::net
