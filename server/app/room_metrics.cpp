#include "server/app/room_metrics.h"

#include <string>
#include <utility>

namespace goldenfour::app {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric sample(MetricType type, std::uint64_t value,
                    std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  if (type == MetricType::Gauge) {
    metric.gauge.value = static_cast<double>(value);
  } else {
    metric.counter.value = static_cast<double>(value);
  }
  return metric;
}

MetricFamily family(MetricType type, std::string name, std::string help,
                    std::vector<ClientMetric> metrics) {
  MetricFamily result;
  result.name = std::move(name);
  result.help = std::move(help);
  result.type = type;
  result.metric = std::move(metrics);
  return result;
}

MetricFamily gauge(std::string name, std::string help, std::uint64_t value) {
  return family(MetricType::Gauge, std::move(name), std::move(help),
                {sample(MetricType::Gauge, value)});
}

MetricFamily counter(std::string name, std::string help, std::uint64_t value) {
  return family(MetricType::Counter, std::move(name), std::move(help),
                {sample(MetricType::Counter, value)});
}

ClientMetric labelled(const char* label, const char* text, std::uint64_t value) {
  return sample(MetricType::Counter, value, {{label, text}});
}

/// Only codes that occurred.
MetricFamily problems(const net::NetMetrics& metrics) {
  std::vector<ClientMetric> samples;
  for (const dispatch::ErrorInfo& error : dispatch::kErrors) {
    const std::uint64_t count = metrics.problems[static_cast<std::size_t>(error.code)].value();
    if (count > 0)
      samples.push_back(sample(MetricType::Counter, count, {{"code", std::string(error.text)}}));
  }
  return family(MetricType::Counter, "goldenfour_http_problems_total",
                "Requests answered with a problem, by its code.", std::move(samples));
}

}  // namespace

std::vector<MetricFamily> families_of(const net::NetMetrics& m) {
  return {
      gauge("goldenfour_connections", "Open connections.", m.connections_open.value()),
      gauge("goldenfour_websockets", "Open WebSocket connections.", m.websockets_open.value()),
      family(MetricType::Counter, "goldenfour_connections_total", "Connections, by outcome.",
             {labelled("outcome", "accepted", m.connections_accepted.value()),
              labelled("outcome", "refused", m.connections_refused.value()),
              labelled("outcome", "tls_failed", m.tls_failures.value())}),
      counter("goldenfour_http_requests_total", "Requests.", m.requests.value()),
      family(MetricType::Counter, "goldenfour_http_responses_total", "Responses, by class.",
             {labelled("class", "ok", m.responses_ok.value()),
              labelled("class", "client_error", m.responses_client_error.value()),
              labelled("class", "server_error", m.responses_server_error.value())}),
      problems(m),
      family(MetricType::Counter, "goldenfour_http_refused_total",
             "Requests not handled, by cause.",
             {labelled("cause", "malformed", m.requests_malformed.value()),
              labelled("cause", "rate_limited", m.requests_rate_limited.value()),
              labelled("cause", "timeout", m.request_timeouts.value()),
              labelled("cause", "handler_failed", m.handler_failures.value())}),
      counter("goldenfour_websockets_opened_total", "WebSockets opened.",
              m.websockets_opened.value()),
      counter("goldenfour_websockets_cut_slow_total", "WebSockets closed because they read slowly.",
              m.websockets_cut_slow.value()),
      counter("goldenfour_stream_messages_received_total", "Messages of clients.",
              m.messages_received.value()),
      counter("goldenfour_stream_frames_written_total", "Frames written.",
              m.frames_written.value()),
      counter("goldenfour_stream_bytes_written_total", "Their size.",
              m.frame_bytes_written.value()),
      family(MetricType::Counter, "goldenfour_stream_ephemeral_lost_total",
             "Figures that were not sent, by cause.",
             {labelled("cause", "replaced", m.ephemeral_replaced.value()),
              labelled("cause", "dropped", m.ephemeral_dropped.value())}),
  };
}

std::vector<MetricFamily> families_of(const std::string& channel,
                                      const notify::PostCounts& counts) {
  return {family(MetricType::Counter, "goldenfour_" + channel + "_messages_total",
                 "Messages by this channel, by outcome.",
                 {labelled("outcome", "sent", counts.sent.load()),
                  labelled("outcome", "failed", counts.failed.load()),
                  labelled("outcome", "refused", counts.refused.load())}),
          counter("goldenfour_" + channel + "_retries_total", "Requests that were tried again.",
                  counts.retried.load())};
}

std::vector<MetricFamily> families_of(const net::EnrolmentMetrics& m) {
  return {family(MetricType::Counter, "goldenfour_enrolments_total",
                 "One-time codes and tries to use one, by outcome.",
                 {labelled("outcome", "issued", m.issued.value()),
                  labelled("outcome", "redeemed", m.redeemed.value()),
                  labelled("outcome", "repeated", m.repeated.value()),
                  labelled("outcome", "unknown", m.unknown.value()),
                  labelled("outcome", "limited", m.limited.value())})};
}

std::vector<MetricFamily> families_of(const net::PublicMetrics& m) {
  return {family(MetricType::Counter, "goldenfour_public_requests_total",
                 "Requests without a token for what is public, by outcome; unchanged ones count as "
                 "answered too.",
                 {labelled("outcome", "answered", m.answered.value()),
                  labelled("outcome", "unchanged", m.unchanged.value()),
                  labelled("outcome", "limited", m.limited.value())})};
}

std::vector<MetricFamily> families_of(const net::Website& website) {
  const net::WebMetrics& m = website.metrics();
  return {
      gauge("goldenfour_web_files", "Files of the web clients.", website.files().size()),
      gauge("goldenfour_web_file_bytes", "Their size in memory, with compressed variants.",
            website.files().bytes()),
      family(MetricType::Counter, "goldenfour_web_responses_total",
             "Requests for files of the web clients, by outcome.",
             {labelled("outcome", "whole", m.whole.value()),
              labelled("outcome", "partial", m.partial.value()),
              labelled("outcome", "not_modified", m.not_modified.value()),
              labelled("outcome", "refused", m.refused.value())}),
      counter("goldenfour_web_bytes_total", "Content of files that was sent.", m.bytes.value())};
}

}  // namespace goldenfour::app
