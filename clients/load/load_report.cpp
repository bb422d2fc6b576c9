#include "clients/load/load_report.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace goldenfour::load {
namespace {

struct Line {
  std::string_view label;
  std::string_view key;
  std::uint64_t value;
};

std::array<Line, 17> lines_of(const FleetCounts& c) {
  return {{{"volunteers", "volunteers", c.volunteers},
           {"connected now", "connected", c.connected},
           {"connections that broke", "breaks", c.breaks},
           {"devices refused", "refusedDevices", c.refused_devices},
           {"stream resets", "resets", c.resets},
           {"offers received", "offers", c.people.offers},
           {"  accepted", "accepted", c.people.accepted},
           {"  declined", "declined", c.people.declined},
           {"  silent", "silent", c.people.silent},
           {"tasks", "tasks", c.people.tasks},
           {"  left", "left", c.people.left},
           {"  AED collected", "aedsCollected", c.people.aeds_collected},
           {"  AED missing", "aedsMissing", c.people.aeds_missing},
           {"  on scene", "onScene", c.people.on_scene},
           {"  handed over", "handedOver", c.people.handed_over},
           {"  stood down", "stoodDown", c.people.stood_down},
           {"answers or steps refused", "refusedFrames", c.refused_frames}}};
}

}  // namespace

std::string to_table(const FleetCounts& counts, const Percentiles& latencies) {
  std::string text;
  for (const Line& line : lines_of(counts)) {
    text += fmt::format("{:<28} {:>10}\n", line.label, line.value);
  }
  if (latencies.count() > 0) {
    text += fmt::format("{:<28} p50 {:.1f}   p95 {:.1f}   p99 {:.1f} ms over the fastest frame\n",
                        "decision -> ring, real time", latencies.at(0.5), latencies.at(0.95),
                        latencies.at(0.99));
  }
  return text;
}

std::string to_json(const FleetCounts& counts, const Percentiles& latencies) {
  std::string text = "{";
  for (const Line& line : lines_of(counts)) text += fmt::format("\"{}\":{},", line.key, line.value);
  text +=
      fmt::format("\"latencyMs\":{{\"p50\":{:.1f},\"p95\":{:.1f},\"p99\":{:.1f},\"count\":{}}}}}\n",
                  latencies.at(0.5), latencies.at(0.95), latencies.at(0.99), latencies.count());
  return text;
}

}  // namespace goldenfour::load
