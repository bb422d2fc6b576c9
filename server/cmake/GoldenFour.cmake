# Compiler rules and the helpers every CMakeLists.txt of the project uses.

option(GOLDENFOUR_PURE_ONLY "Build geo, the core and the simulator only; these have no coroutines" OFF)

if(NOT GOLDENFOUR_PURE_ONLY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} silently miscompiles coroutines (use after free, double free). "
    "Build with clang++-19: cmake --preset release")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

option(GOLDENFOUR_FUZZ "Build the libFuzzer targets" OFF)
set(GOLDENFOUR_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

find_program(GOLDENFOUR_CCACHE ccache)
if(GOLDENFOUR_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GOLDENFOUR_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${GOLDENFOUR_CCACHE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld-19)
endif()
# Assertions are part of the program in every build type.
add_compile_options(-UNDEBUG)
# The simulator's traces must not depend on the processor: no contraction, no -march=native.
add_compile_options(-ffp-contract=off)
if(GOLDENFOUR_SANITIZE)
  add_compile_options(-fsanitize=${GOLDENFOUR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GOLDENFOUR_SANITIZE})
endif()
if(GOLDENFOUR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# goldenfour_settings(target): warnings and the include root, which is the top of the repository.
function(goldenfour_settings target)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror=switch
    -Werror=return-type -Werror=unused-result)
endfunction()

# goldenfour_library(name SOURCES a.cpp ... DEPS lib ...): a static library `name`; without sources
# it is a header-only one.
function(goldenfour_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    goldenfour_settings(${name})
    target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
  endif()
endfunction()

# goldenfour_executable(name SOURCES a.cpp ... DEPS lib ...)
function(goldenfour_executable name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  goldenfour_settings(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
endfunction()

# goldenfour_test(name SOURCES a.cpp ... DEPS lib ... LABELS quick|nightly ... ARGS ...): a GoogleTest
# program, registered with ctest as a whole.
function(goldenfour_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS;ARGS" ${ARGN})
  goldenfour_executable(${name} SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS} GTest::gtest GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} ${ARG_ARGS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set(timeout 300)
  if(ARG_TIMEOUT)
    set(timeout ${ARG_TIMEOUT})
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${timeout} LABELS "${ARG_LABELS}")
endfunction()
