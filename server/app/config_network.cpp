#include "server/app/config.h"
#include "server/dispatch/command.h"

// The rows of the configuration about requests and streams.
namespace goldenfour::app {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kTextBytes = 64 * kKiB;

bool anything(const std::string&) {
  return true;
}
bool not_empty(const std::string& text) {
  return !text.empty();
}

const Section kHttp{
    "http",
    "Requests, per connection and per client.",
    {integer<Config>("header_bytes", "Request line and header together.", kKiB, 64 * kKiB,
                     [](auto& c) -> auto& { return c.http.header.header_bytes; }),
     integer<Config>("header_fields", "Fields of a header.", 8, 512,
                     [](auto& c) -> auto& { return c.http.header.header_fields; }),
     integer<Config>("body_bytes", "A request's body.", kKiB, 16 * kMiB,
                     [](auto& c) -> auto& { return c.http.body_bytes; }),
     seconds<Config>("read_timeout_seconds", "For a whole request, from its first byte.", 0.1, 120,
                     [](auto& c) -> auto& { return c.http.read_timeout; }),
     seconds<Config>("write_timeout_seconds", "For an answer, or each 64 KiB of it.", 0.1, 120,
                     [](auto& c) -> auto& { return c.http.write_timeout; }),
     seconds<Config>("idle_timeout_seconds", "Between two requests.", 1, 3600,
                     [](auto& c) -> auto& { return c.http.idle_timeout; }),
     integer<Config>("connections", "HTTP and WebSocket connections together.", 16, 1'000'000,
                     [](auto& c) -> auto& { return c.http.connections; }),
     integer<Config>("connections_per_address", "From one address; loopback is exempt.", 1,
                     1'000'000, [](auto& c) -> auto& { return c.http.connections_per_address; }),
     integer<Config>("requests_per_second", "Of one address, on average; 0: unlimited.", 0, 100'000,
                     [](auto& c) -> auto& { return c.http.requests_per_address.per_second; }),
     integer<Config>("requests_burst", "Of one address, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.http.requests_per_address.burst; }),
     integer<Config>("loopback_requests_per_second", "From this machine; 0: unlimited.", 0,
                     1'000'000,
                     [](auto& c) -> auto& { return c.http.requests_from_loopback.per_second; }),
     integer<Config>("loopback_requests_burst", "From this machine, at once.", 0, 1'000'000,
                     [](auto& c) -> auto& { return c.http.requests_from_loopback.burst; }),
     texts<Config>("allowed_hosts", "Host names that are answered, without port; none: any.",
                   "a list of host names", not_empty,
                   [](auto& c) -> auto& { return c.http.allowed_hosts; })}};

const Section kWebSocket{
    "websocket",
    "Streams, per connection.",
    {integer<Config>("message_bytes", "An incoming message.", kKiB, kMiB,
                     [](auto& c) -> auto& { return c.websocket.message_bytes; }),
     integer<Config>("queue_bytes", "What waits to be written; beyond it: closed, resumable.",
                     16 * kKiB, 64 * kMiB,
                     [](auto& c) -> auto& { return c.websocket.queue_bytes; }),
     integer<Config>("ephemeral_frames", "Waiting figures that newer ones replace.", 1, 65'536,
                     [](auto& c) -> auto& { return c.websocket.ephemeral_frames; }),
     seconds<Config>("dead_after_seconds", "Silence that ends a connection.", 1, 600,
                     [](auto& c) -> auto& { return c.websocket.dead_after; }),
     seconds<Config>("close_grace_seconds", "For the closing handshake.", 0.1, 30,
                     [](auto& c) -> auto& { return c.websocket.close_grace; }),
     integer<Config>("messages_per_second", "Incoming, on average; beyond it reading pauses.", 1,
                     100'000, [](auto& c) -> auto& { return c.websocket.messages.per_second; }),
     integer<Config>("messages_burst", "Incoming, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.websocket.messages.burst; }),
     texts<Config>("allowed_origins", "Origins of web pages that may connect beside the own host.",
                   "a list of origins such as \"https://console.example.org\"", not_empty,
                   [](auto& c) -> auto& { return c.websocket.allowed_origins; })}};

const Section kStream{
    "stream",
    "Subscriptions of responders and consoles.",
    {integer<Config>("connections", "Subscribed connections.", 1, 1'000'000,
                     [](auto& c) -> auto& { return c.stream.connections; }),
     integer<Config>("connections_per_subject", "Of one responder or token; the oldest goes.", 1,
                     1000, [](auto& c) -> auto& { return c.stream.connections_per_subject; }),
     integer<Config>("tracked_offers", "Per connection, not yet acknowledged.", 1, 1000,
                     [](auto& c) -> auto& { return c.stream.tracked_offers; }),
     seconds<Config>("counts_every_seconds", "Figures to consoles.", 0.1, 60,
                     [](auto& c) -> auto& { return c.stream.counts_every; }),
     seconds<Config>("cells_every_seconds", "People on duty are counted by cell.", 1, 3600,
                     [](auto& c) -> auto& { return c.stream.cells_every; }),
     integer<Config>("cells", "Cells told to consoles, the fullest.", 1, 1000,
                     [](auto& c) -> auto& { return c.stream.figures.cells; }),
     integer<Config>("movements", "Task holders whose positions are told to consoles.", 1, 1000,
                     [](auto& c) -> auto& { return c.stream.figures.movements; }),
     seconds<Config>("lost_after_seconds", "Without a connection for so long: lost.", 1, 600,
                     [](auto& c) -> auto& { return c.stream.lost_after; }),
     integer<Config>("console_missed_events", "More than so many: a reset instead.", 1, 8192,
                     [](auto& c) -> auto& { return c.stream.console.missed_events; }),
     integer<Config>("console_incidents", "Incidents in a console's reset.", 1, 10'000,
                     [](auto& c) -> auto& { return c.stream.console.incidents; })}};

const Section kApi{
    "api",
    "What one request may ask for.",
    {integer<Config>("page_size", "Of a list, when the request says nothing.", 1, 1000,
                     [](auto& c) -> auto& { return c.api.page_size; }),
     integer<Config>("max_page_size", "Of a list.", 1, 1000,
                     [](auto& c) -> auto& { return c.api.max_page_size; }),
     integer<Config>("max_near", "AEDs of one search.", 1, 10'000,
                     [](auto& c) -> auto& { return c.api.max_near; }),
     integer<Config>("max_aed_page", "AEDs on a page of their list.", 1, 10'000,
                     [](auto& c) -> auto& { return c.api.max_aed_page; }),
     integer<Config>("aed_page_looked_at", "AEDs looked at for a page; then it ends, short or not.",
                     1, 1'000'000, [](auto& c) -> auto& { return c.api.aed_page_looked_at; }),
     number<Config>("max_radius_meters", "Of one search.", 100, 1'000'000,
                    [](auto& c) -> auto& { return c.api.max_radius_meters; }),
     integer<Config>("import_rows", "Of one table of AEDs.", 1,
                     std::int64_t{dispatch::kMaxImportRows},
                     [](auto& c) -> auto& { return c.api.import.rows; }),
     integer<Config>("import_columns", "Of one table of AEDs.", 4, 10'000,
                     [](auto& c) -> auto& { return c.api.import.columns; }),
     integer<Config>("import_field_bytes", "One field of a table.", 64, 64 * kKiB,
                     [](auto& c) -> auto& { return c.api.import.field_bytes; }),
     seconds<Config>("hello_timeout_seconds", "For a stream's first frame.", 1, 60,
                     [](auto& c) -> auto& { return c.api.hello_timeout; }),
     integer<Config>("bad_frames", "Of one stream; then it is closed.", 1, 10'000,
                     [](auto& c) -> auto& { return c.api.bad_frames; }),
     seconds<Config>("ticket_lifetime_seconds", "Of a stream's ticket, used once.", 1, 300,
                     [](auto& c) -> auto& { return c.ticket_lifetime; }),
     integer<Config>("tokens", "In all, revoked ones included.", 1, 10'000'000,
                     [](auto& c) -> auto& { return c.tokens.tokens; }),
     integer<Config>("tokens_per_request", "Made at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.tokens.per_request; })}};

const Section kPublic{
    "public",
    "What anybody may ask for without a token: AEDs with public access.",
    {integer<Config>("aeds", "Of one answer, at most.", 1, 10'000,
                     [](auto& c) -> auto& { return c.publicly.aeds; }),
     integer<Config>("usual_aeds", "Of one answer, when the request says nothing.", 1, 10'000,
                     [](auto& c) -> auto& { return c.publicly.usual_aeds; }),
     integer<Config>("looked_at", "AEDs of a rectangle, public or not; the rest is left out.", 1,
                     1'000'000, [](auto& c) -> auto& { return c.publicly.looked_at; }),
     number<Config>("max_radius_meters", "Of one search.", 100, 1'000'000,
                    [](auto& c) -> auto& { return c.publicly.radius_meters; }),
     number<Config>("usual_radius_meters", "Of one search, when the request says nothing.", 100,
                    1'000'000, [](auto& c) -> auto& { return c.publicly.usual_radius_meters; }),
     number<Config>("max_square_kilometers", "Of a rectangle.", 1, 520'000'000,
                    [](auto& c) -> auto& { return c.publicly.square_kilometers; }),
     seconds<Config>("max_age_seconds", "How long caches may keep an answer.", 0, 86'400,
                     [](auto& c) -> auto& { return c.publicly.max_age; }),
     integer<Config>("requests_per_second", "Of one address, on average; 0: unlimited.", 0, 100'000,
                     [](auto& c) -> auto& { return c.publicly.requests_per_address.per_second; }),
     integer<Config>("requests_burst", "Of one address, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.publicly.requests_per_address.burst; })}};

const Section kEnrolment{
    "enrolment",
    "One-time codes with which phones and consoles fetch their tokens; a restart forgets them.",
    {integer<Config>("codes",
                     "Open at once; used ones are remembered beside them while there is room.", 1,
                     100'000, [](auto& c) -> auto& { return c.enrolment.codes; }),
     seconds<Config>("lifetime_seconds", "Of a code, when its maker says nothing.", 10, 604'800,
                     [](auto& c) -> auto& { return c.enrolment.lifetime; }),
     seconds<Config>("max_lifetime_seconds", "Of a code, at most.", 10, 604'800,
                     [](auto& c) -> auto& { return c.enrolment.max_lifetime; }),
     integer<Config>("attempts_per_second_per_address", "Of one address, on average.", 1, 100'000,
                     [](auto& c) -> auto& { return c.enrolment.attempts_per_address.per_second; }),
     integer<Config>("attempts_burst_per_address", "Of one address, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.enrolment.attempts_per_address.burst; }),
     integer<Config>("attempts_per_second", "Of all together, on average.", 1, 100'000,
                     [](auto& c) -> auto& { return c.enrolment.attempts.per_second; }),
     integer<Config>("attempts_burst", "Of all together, at once.", 1, 100'000,
                     [](auto& c) -> auto& { return c.enrolment.attempts.burst; })}};

const Section kWeb{
    "web",
    "The built web clients, read at start: console, phone, map.",
    {text<Config>("root", "Folder with index.html, console/, phone/, map/; empty: none is served.",
                  "a folder's path, or empty", anything,
                  [](auto& c) -> auto& { return c.web.root; }),
     integer<Config>("files", "Files and folders below root.", 1, 1'000'000,
                     [](auto& c) -> auto& { return c.web.files; }),
     integer<Config>("file_bytes", "One file.", kKiB, 1024 * kMiB,
                     [](auto& c) -> auto& { return c.web.file_bytes; }),
     integer<Config>("total_bytes", "All of them in memory, compressed variants included.", kKiB,
                     16 * 1024 * kMiB, [](auto& c) -> auto& { return c.web.total_bytes; }),
     texts<Config>("tile_hosts", "Origins beside the own host that maps may be loaded from.",
                   "a list of origins such as \"https://tiles.example.org\"", net::is_tile_host,
                   [](auto& c) -> auto& { return c.web.tile_hosts; })}};

const Section kTexts{
    "texts",
    "How long texts may be, in bytes of UTF-8.",
    {integer<Config>("external_id", "An alert's number at its source.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.external_id; }),
     integer<Config>("idempotency_key", "Of an alert.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.idempotency_key; }),
     integer<Config>("address", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.address; }),
     integer<Config>("floor", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.floor; }),
     integer<Config>("entrance", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.entrance; }),
     integer<Config>("patient", "What a helper needs to know.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.patient; }),
     integer<Config>("phone", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.phone; }),
     integer<Config>("note", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.note; }),
     integer<Config>("name", "Of a person or an AED.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.name; }),
     integer<Config>("location_hint", "Where in the building an AED is.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.location_hint; }),
     integer<Config>("opening_hours", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.opening_hours; }),
     integer<Config>("source", "Where a record comes from.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.source; }),
     integer<Config>("door_code", "Of an alert or a record.", 1, kTextBytes,
                     [](auto& c) -> auto& { return c.api.texts.door_code; })}};

}  // namespace

const std::vector<Section>& network_sections() {
  static const std::vector<Section> all{kHttp,   kWebSocket, kStream, kApi,
                                        kPublic, kEnrolment, kWeb,    kTexts};
  return all;
}

}  // namespace goldenfour::app
