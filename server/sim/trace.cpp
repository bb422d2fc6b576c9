#include "server/sim/trace.h"

namespace goldenfour::sim {
namespace {

std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

std::string Trace::stamp(Duration at) {
  const std::int64_t all = at.count();
  return padded(all / 3600'000, 2) + ':' + padded(all / 60'000 % 60, 2) + ':' +
         padded(all / 1000 % 60, 2) + '.' + padded(all % 1000, 3) + ' ';
}

}  // namespace goldenfour::sim
