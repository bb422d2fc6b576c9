#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace goldenfour::client {

/// Why a request did not do what was asked. A value; see exit_code() for what a program returns.
struct Failure {
  enum class Kind {
    kRefused,      ///< the server answered no; `code`, `field` and `detail` are its words
    kUnreachable,  ///< no answer: nobody listens, the connection broke, or it took too long
    kUsage,        ///< wrong before anything was sent
  };
  Kind kind = Kind::kUnreachable;
  int status = 0;           ///< HTTP status; 0 without an answer
  std::string code = {};    ///< "DATUM_REQUIRED"; empty when the answer carries none
  std::string field = {};   ///< "position.datum"; may be empty
  std::string detail = {};  ///< a sentence
  bool retryable = false;
};

template <class T>
using Expected = tl::expected<T, Failure>;

inline tl::unexpected<Failure> unreachable(std::string detail) {
  return tl::make_unexpected(
      Failure{.kind = Failure::Kind::kUnreachable, .detail = std::move(detail), .retryable = true});
}

inline tl::unexpected<Failure> usage_failure(std::string detail) {
  return tl::make_unexpected(
      Failure{.kind = Failure::Kind::kUsage, .detail = std::move(detail), .retryable = false});
}

/// Reads an application/problem+json body. Anything else becomes a refusal whose detail is the
/// status and the beginning of the body.
Failure parse_problem(int status, std::string_view body);

/// 1 refused, 2 usage, 3 unreachable: the exit codes of all clients (0 is success).
constexpr int exit_code(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::kRefused:
      return 1;
    case Failure::Kind::kUsage:
      return 2;
    case Failure::Kind::kUnreachable:
      return 3;
  }
  return 1;
}

}  // namespace goldenfour::client
