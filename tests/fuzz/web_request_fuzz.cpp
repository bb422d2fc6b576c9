// What strangers say about files and codes: a range lies inside the file, a coding is one that was
// offered, a code that was understood is understood again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "server/net/negotiation.h"
#include "server/net/routes/enrolments.h"
#include "server/net/web/byte_range.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace goldenfour::net;
  if (size == 0) return 0;
  const std::size_t file = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const web::RangePlan plan = web::plan_range(text, file);
  if (const auto* range = std::get_if<web::ByteRange>(&plan)) {
    if (range->count == 0 || range->first >= file || range->count > file - range->first)
      std::abort();
  }
  constexpr std::array<std::string_view, 2> kOffered{"gzip", "identity"};
  Headers headers;
  headers.add("Accept-Encoding", std::string(text));
  const auto coding = choose_coding(headers, kOffered);
  if (coding && *coding != kOffered[0] && *coding != kOffered[1]) std::abort();
  const auto code = normal_code(text);
  if (code && normal_code(*code) != code) std::abort();
  return 0;
}
