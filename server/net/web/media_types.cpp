#include "server/net/web/media_types.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "server/net/http_message.h"

namespace goldenfour::net::web {
namespace {

struct Row {
  std::string_view extension;
  MediaType type;
};

constexpr std::array kRows{
    Row{"html", {"text/html; charset=utf-8", true}},
    Row{"js", {"text/javascript; charset=utf-8", true}},
    Row{"mjs", {"text/javascript; charset=utf-8", true}},
    Row{"css", {"text/css; charset=utf-8", true}},
    Row{"json", {"application/json", true}},
    Row{"map", {"application/json", true}},
    Row{"webmanifest", {"application/manifest+json", true}},
    Row{"geojson", {"application/geo+json", true}},
    Row{"svg", {"image/svg+xml", true}},
    Row{"txt", {"text/plain; charset=utf-8", true}},
    Row{"xml", {"application/xml", true}},
    Row{"csv", {"text/csv; charset=utf-8", true}},
    Row{"wasm", {"application/wasm", true}},
    Row{"ttf", {"font/ttf", true}},
    Row{"woff2", {"font/woff2"}},
    Row{"woff", {"font/woff"}},
    Row{"png", {"image/png"}},
    Row{"jpg", {"image/jpeg"}},
    Row{"jpeg", {"image/jpeg"}},
    Row{"webp", {"image/webp"}},
    Row{"avif", {"image/avif"}},
    Row{"gif", {"image/gif"}},
    Row{"ico", {"image/x-icon"}},
    Row{"mp3", {"audio/mpeg"}},
    Row{"ogg", {"audio/ogg"}},
    Row{"wav", {"audio/wav"}},
    Row{"pbf", {"application/x-protobuf"}},
    Row{"pmtiles", {"application/vnd.pmtiles"}},
    Row{"gz", {"application/gzip"}},
};

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// Letters, digits, "_": what base64url and hexadecimal hashes consist of, but for "-".
bool is_hash_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// A word of lower-case letters ("settings") is more likely a name than a hash.
bool is_hash(std::string_view text) {
  const auto telling = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  return text.size() >= 8 && std::any_of(text.begin(), text.end(), telling) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_hash_char(c) || c == '-'; });
}

}  // namespace

MediaType media_type_of(std::string_view path) {
  const std::string_view name = file_name(path);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {"application/octet-stream"};
  for (const Row& row : kRows) {
    if (equals_ignoring_case(row.extension, name.substr(dot + 1))) return row.type;
  }
  return {"application/octet-stream"};
}

bool is_immutable(std::string_view path) {
  if (path.find("/assets/") == std::string_view::npos) return false;
  const std::string_view name = file_name(path);
  std::string_view stem = name.substr(0, name.rfind('.'));
  if (stem.ends_with(".js") || stem.ends_with(".css")) stem = stem.substr(0, stem.rfind('.'));
  constexpr std::size_t kHash = 8;  // of Vite and Rollup, in base64url, which may hold a "-"
  if (stem.size() > kHash &&
      std::string_view("-.").find(stem[stem.size() - kHash - 1]) != std::string_view::npos)
    return is_hash(stem.substr(stem.size() - kHash));
  const std::size_t mark = stem.find_last_of("-.");
  return mark != std::string_view::npos && mark > 0 && is_hash(stem.substr(mark + 1));
}

bool is_service_worker(std::string_view path) {
  const std::string_view name = file_name(path);
  return name == "sw.js" || name == "sw.mjs" || name == "service-worker.js" ||
         name.ends_with("-sw.js");
}

}  // namespace goldenfour::net::web
