#include "server/net/web/website.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/net/negotiation.h"
#include "server/net/web/byte_range.h"
#include "server/net/web/folder_walk.h"

namespace goldenfour::net {
namespace {

using web::Coding;
using web::Variant;
using web::WebFile;

constexpr std::string_view kMethods = "GET, HEAD";
// A year, the longest that has a meaning to caches.
constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
// Kept, but asked for each time: an old program beside a new server must not survive a release.
constexpr std::string_view kAskAgain = "no-cache";

// The clients ask where a volunteer is and ring; nothing else of the device is their business.
constexpr std::string_view kPermissions =
    "accelerometer=(self), autoplay=(self), camera=(), display-capture=(), "
    "fullscreen=(self), geolocation=(self), gyroscope=(self), hid=(), magnetometer=(self), "
    "microphone=(), midi=(), payment=(), screen-wake-lock=(self), serial=(), usb=()";

std::string join(const std::vector<std::string>& origins) {
  std::string out;
  for (const std::string& each : origins) out += ' ' + each;
  return out;
}

// MapLibre starts its worker from a blob when it is not told where the script lies, and paints
// images from blobs and data URLs.
std::string policy_of(const std::string& tile_hosts) {
  return "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self' blob:; "
         "img-src 'self' data: blob:" +
         tile_hosts +
         "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
         "connect-src 'self'";
}

// Whether an If-Match or If-None-Match names this tag. `weak`: a leading W/ does not matter.
bool names_tag(const std::string& list, std::string_view etag, bool weak) {
  const auto items = split_list(list);
  return std::any_of(items.begin(), items.end(), [&](std::string_view item) {
    if (weak && item.starts_with("W/")) item.remove_prefix(2);
    return item == etag || item == "*";
  });
}

std::vector<std::string_view> codings_of(const WebFile& file) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < file.variants.size(); ++i) {
    if (file.variants[i].bytes) names.push_back(web::kCodingNames[i]);
  }
  return names;
}

Coding coding_named(std::string_view name) {
  const auto* found = std::find(web::kCodingNames.begin(), web::kCodingNames.end(), name);
  return static_cast<Coding>(found - web::kCodingNames.begin());
}

HttpResponse refuse_method() {
  HttpResponse response =
      problem_response({ErrorCode::kMethodNotAllowed, std::string(kMethods), {}});
  response.headers.emplace_back("Allow", kMethods);
  return response;
}

// For people who look for a page. No style or script: the policy would stop it.
constexpr std::string_view kNoPages =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>Golden Four 黄金四分钟</title>"
    "</head><body>\n<h1>No pages here for now</h1>\n"
    "<p>The server runs and takes alerts, but the folder of its pages cannot be used. "
    "Its log says why; <code>deploy/web-build</code> builds the pages anew, then restart it.</p>\n"
    "<h1 lang=\"zh-CN\">暂时没有网页</h1>\n"
    "<p lang=\"zh-CN\">服务器在运行，仍接收警报，但网页文件夹无法使用。原因见服务器日志；"
    "用 <code>deploy/web-build</code> 重新生成网页后重启服务器。</p>\n</body></html>\n";

// Where in the file system the folder lies is nobody's business here.
HttpResponse without_pages(const HttpRequest& request) {
  constexpr std::array<std::string_view, 2> kForms{kProblemMediaType, "text/html"};
  HttpResponse response = problem_response(
      {ErrorCode::kPagesUnavailable,
       "the folder of [web] root cannot be used; the log says why, deploy/web-build builds it"});
  const auto form = choose_representation(request.headers, kForms);
  if (!form || *form != "text/html") return response;
  response.content_type = "text/html; charset=utf-8";
  response.body = kNoPages;
  return response;
}

HttpResponse move_to(const std::string& folder) {
  HttpResponse response;
  response.status = 308;
  response.headers.emplace_back("Location", folder);
  response.headers.emplace_back("Cache-Control", kAskAgain);
  return response;
}

}  // namespace

Website::Website(std::shared_ptr<const web::WebFiles> files, const WebOptions& options)
    : usable_(files != nullptr),
      files_(usable_ ? std::move(files) : std::make_shared<const web::WebFiles>()),
      policy_(policy_of(join(options.tile_hosts))),
      tile_hosts_(join(options.tile_hosts)) {}

std::optional<HttpResponse> Website::answer(const HttpRequest& request) {
  if (!usable_) return answer_without_pages(request);
  const WebFile* file = files_->find(request.path);
  const std::string folder = request.path + '/';
  if (file == nullptr && (request.path.ends_with('/') || files_->find(folder) == nullptr))
    return std::nullopt;
  HttpResponse response;
  if (request.method != "GET" && request.method != "HEAD") {
    response = refuse_method();
  } else if (!request.body.empty()) {
    response = problem_response({ErrorCode::kBadMessage, "this method takes no body", {}});
  } else {
    response = file == nullptr ? move_to(folder) : serve(request, *file);
  }
  if (response.status >= 400) metrics_.refused.add();
  if (request.method == "GET") metrics_.bytes.add(response.shared.bytes.size());
  protect(request, response);
  return response;
}

std::optional<HttpResponse> Website::answer_without_pages(const HttpRequest& request) {
  const bool asks_for_page = request.method == "GET" || request.method == "HEAD";
  if (!asks_for_page || web::is_reserved(request.path)) return std::nullopt;
  metrics_.refused.add();
  HttpResponse response = without_pages(request);
  protect(request, response);
  return response;
}

HttpResponse Website::serve(const HttpRequest& request, const WebFile& file) {
  const auto coding = choose_coding(request.headers, codings_of(file));
  if (!coding) {
    HttpResponse refusal = problem_response(coding.error());
    refusal.headers.emplace_back("Vary", "Accept-Encoding");
    return refusal;
  }
  return serve_variant(request, file, coding_named(*coding));
}

HttpResponse Website::serve_variant(const HttpRequest& request, const WebFile& file,
                                    Coding coding) {
  const Variant& variant = file.in(coding);
  HttpResponse response;
  response.headers.emplace_back("ETag", variant.etag);
  response.headers.emplace_back("Cache-Control", file.immutable ? kForEver : kAskAgain);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  const Headers& asked = request.headers;
  if (asked.has("If-Match") && !names_tag(asked.list("If-Match"), variant.etag, false))
    return problem_response({ErrorCode::kPreconditionFailed, {}, "If-Match"});
  if (asked.has("If-None-Match") && names_tag(asked.list("If-None-Match"), variant.etag, true)) {
    response.status = 304;
    metrics_.not_modified.add();
    return response;
  }
  response.content_type = file.media_type;
  response.shared = {variant.bytes, *variant.bytes};
  if (file.service_worker) {
    const std::string folder = file.path.substr(0, file.path.rfind('/') + 1);
    response.headers.emplace_back("Service-Worker-Allowed", folder);
  }
  if (coding == Coding::kIdentity) {
    response.headers.emplace_back("Accept-Ranges", "bytes");
    serve_range(request, variant, response);
  } else {
    response.headers.emplace_back("Content-Encoding",
                                  web::kCodingNames[static_cast<std::size_t>(coding)]);
  }
  if (response.status == 200) metrics_.whole.add();
  return response;
}

// A range of a version that the client does not have any more would be glued to other bytes: with
// an If-Range that does not name this one, the whole file follows.
void Website::serve_range(const HttpRequest& request, const Variant& variant,
                          HttpResponse& response) {
  const Headers& asked = request.headers;
  if (request.method != "GET" || !asked.has("Range")) return;
  if (asked.has("If-Range") && asked.get("If-Range") != variant.etag) return;
  const std::string size = std::to_string(variant.bytes->size());
  const web::RangePlan plan = web::plan_range(asked.list("Range"), variant.bytes->size());
  if (const auto* range = std::get_if<web::ByteRange>(&plan)) {
    response.status = 206;
    response.headers.emplace_back("Content-Range",
                                  "bytes " + std::to_string(range->first) + '-' +
                                      std::to_string(range->first + range->count - 1) + '/' + size);
    response.shared.bytes = response.shared.bytes.substr(range->first, range->count);
    metrics_.partial.add();
  } else if (std::holds_alternative<web::Unsatisfiable>(plan)) {
    response.status = 416;
    response.headers.emplace_back("Content-Range", "bytes */" + size);
    response.content_type.clear();
    response.shared = {};
  }
}

// 'self' covers WebSockets in new browsers only, so the page's own host is named as well. The guard
// let nothing into Host that could end the directive.
void Website::protect(const HttpRequest& request, HttpResponse& response) const {
  const std::string host(request.headers.get("Host"));
  auto& headers = response.headers;
  headers.emplace_back("Content-Security-Policy",
                       policy_ + " ws://" + host + " wss://" + host + tile_hosts_);
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  headers.emplace_back("Permissions-Policy", kPermissions);
}

}  // namespace goldenfour::net
