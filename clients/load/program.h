#pragma once

namespace goldenfour::load {

/// The whole program; the exit code: 0 done, 1 refused or a call was lost, 2 usage, 3 no answer.
int run_program(int argc, const char* const* argv);

}  // namespace goldenfour::load
