# Finds Google's S2 geometry library, for which Debian ships neither a CMake config nor a .pc file.
# Defines the imported target S2::s2.
find_path(S2_INCLUDE_DIR s2/s2point_index.h)
find_library(S2_LIBRARY s2)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(S2 REQUIRED_VARS S2_LIBRARY S2_INCLUDE_DIR)
if(S2_FOUND AND NOT TARGET S2::s2)
  add_library(S2::s2 UNKNOWN IMPORTED)
  set_target_properties(S2::s2 PROPERTIES
    IMPORTED_LOCATION ${S2_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${S2_INCLUDE_DIR})
  target_link_libraries(S2::s2 INTERFACE OpenSSL::Crypto absl::strings absl::btree absl::flat_hash_map
    absl::flat_hash_set absl::fixed_array absl::inlined_vector absl::span absl::str_format
    absl::synchronization)
endif()
