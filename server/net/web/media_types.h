// What a file of the web clients is, by its name.
#pragma once

#include <string_view>

namespace goldenfour::net::web {

struct MediaType {
  std::string_view name;      // the value of Content-Type
  bool compressible = false;  // text, so that gzip is worth its time
};

// By the last extension, any case; application/octet-stream for what is not known.
MediaType media_type_of(std::string_view path);

// Whether the name is its content's: a file below a folder "assets" whose name ends, before the
// extension, with the hash that bundlers put there ("index-DiwrgTda.js"). When in doubt it is not:
// to ask again costs a 304, to keep a stale program costs a release.
bool is_immutable(std::string_view path);

// A script that a browser may register as a service worker: "sw.js" and its like.
bool is_service_worker(std::string_view path);

}  // namespace goldenfour::net::web
