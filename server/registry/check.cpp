#include "server/registry/check.h"

#include <cstdio>
#include <cstdlib>

namespace goldenfour::registry {

void fail(const char* what) {
  std::fprintf(stderr, "broken belief: %s\n", what);
  std::abort();
}

}  // namespace goldenfour::registry
