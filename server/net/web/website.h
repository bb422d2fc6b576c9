// The web clients over HTTP: which file, in which coding, whole or in part, with which headers.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/net/http_message.h"
#include "server/net/metrics.h"
#include "server/net/web/web_files.h"

namespace goldenfour::net {

// Each is exact; a set of them read together is not a snapshot.
struct WebMetrics {
  Counter whole;         // 200
  Counter partial;       // 206
  Counter not_modified;  // 304
  Counter refused;       // 4xx about a file that exists, 503 without pages
  Counter bytes;         // of content that was handed to connections, HEAD excluded
};

// Answers requests for files of an immutable table. Any thread, nobody waits, nothing of a file is
// copied.
class Website {
 public:
  // Without `files` because their folder cannot be used: requests for pages are answered with 503
  // and who mends it, so that nobody takes the service for stopped.
  Website(std::shared_ptr<const web::WebFiles> files, const WebOptions& options);

  // The answer to a request for a file or a folder with an index; nothing when neither has this
  // path, so that the caller says what it says of unknown paths. GET and HEAD; other methods are
  // answered with 405.
  std::optional<HttpResponse> answer(const HttpRequest& request);

  // Whether there are pages to serve.
  bool usable() const { return usable_; }
  const web::WebFiles& files() const { return *files_; }
  const WebMetrics& metrics() const { return metrics_; }

 private:
  std::optional<HttpResponse> answer_without_pages(const HttpRequest& request);
  HttpResponse serve(const HttpRequest& request, const web::WebFile& file);
  HttpResponse serve_variant(const HttpRequest& request, const web::WebFile& file,
                             web::Coding coding);
  void serve_range(const HttpRequest& request, const web::Variant& variant, HttpResponse& response);
  void protect(const HttpRequest& request, HttpResponse& response) const;

  const bool usable_;
  const std::shared_ptr<const web::WebFiles> files_;  // never null
  const std::string policy_;                          // Content-Security-Policy up to connect-src
  const std::string tile_hosts_;                      // " https://tiles.example.org ..."
  WebMetrics metrics_;
};

}  // namespace goldenfour::net
