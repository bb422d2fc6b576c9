#pragma once

#include <string>
#include <vector>

#include <prometheus/metric_family.h>

#include "server/net/metrics.h"
#include "server/net/routes/enrolments.h"
#include "server/net/routes/public_gate.h"
#include "server/net/web/website.h"
#include "server/notify/post_queue.h"

/// Counters of rooms that do not know Prometheus, under the names that /metrics shows.
namespace goldenfour::app {

std::vector<prometheus::MetricFamily> families_of(const net::NetMetrics& metrics);
/// `channel` is "webhook" or "push".
std::vector<prometheus::MetricFamily> families_of(const std::string& channel,
                                                  const notify::PostCounts& counts);
std::vector<prometheus::MetricFamily> families_of(const net::EnrolmentMetrics& metrics);
std::vector<prometheus::MetricFamily> families_of(const net::PublicMetrics& metrics);
std::vector<prometheus::MetricFamily> families_of(const net::Website& website);

}  // namespace goldenfour::app
