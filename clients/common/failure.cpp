#include "clients/common/failure.h"

#include <fmt/format.h>

#include "clients/common/wire.h"
#include "goldenfour/v1/admin.pb.h"

namespace goldenfour::client {

Failure parse_problem(int status, std::string_view body) {
  Failure failure{.kind = Failure::Kind::kRefused,
                  .status = status,
                  .retryable = status == 408 || status == 429 || status == 503};
  v1::Problem problem;
  if (from_json(body, problem) && !problem.code().empty()) {
    failure.code = problem.code();
    failure.field = problem.field();
    failure.detail = problem.detail().empty() ? problem.title() : problem.detail();
    failure.retryable = problem.retryable();
    return failure;
  }
  failure.detail = fmt::format("HTTP {} {}", status, body.substr(0, 200));
  return failure;
}

}  // namespace goldenfour::client
