# Debian's libnova-dev ships neither a CMake package nor a pkg-config file.
find_path(NOVA_INCLUDE_DIR libnova/libnova.h)
find_library(NOVA_LIBRARY nova)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(nova REQUIRED_VARS NOVA_LIBRARY NOVA_INCLUDE_DIR)
if(nova_FOUND AND NOT TARGET nova::nova)
  add_library(nova::nova UNKNOWN IMPORTED)
  set_target_properties(nova::nova PROPERTIES IMPORTED_LOCATION ${NOVA_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${NOVA_INCLUDE_DIR})
endif()
