# The shipped definitions, holiday rules and maramataka are part of the program, so that it runs from anywhere.
# Included, this file declares the step; run with -P, it writes the source file.

if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB definitions ${FOLDER}/*.yaml)
  list(SORT definitions)
  set(source "// Generated from workflows/engagement/definitions by cmake/embed_definitions.cmake.\n")
  string(APPEND source "#include \"workflows/engagement/calendar/holiday_rules.hpp\"\n")
  string(APPEND source "#include \"workflows/engagement/calendar/maramataka.hpp\"\n")
  string(APPEND source "#include \"workflows/engagement/definitions/shipped.hpp\"\n\n")
  string(APPEND source "namespace full_circle::engagement {\n\n")
  string(APPEND source "std::vector<std::pair<std::string, std::string>> shipped_definitions() {\n  return {\n")
  foreach(definition IN LISTS definitions)
    get_filename_component(name ${definition} NAME)
    file(READ ${definition} text)
    string(APPEND source "    {\"${name}\", R\"definition(${text})definition\"},\n")
  endforeach()
  file(READ ${FOLDER}/../calendar/new_zealand.yaml rules)
  file(READ ${FOLDER}/../calendar/maramataka.yaml maramataka)
  string(APPEND source "  };\n}\n\nstd::string_view shipped_holiday_rules_text() {\n")
  string(APPEND source "  return R\"rules(${rules})rules\";\n}\n\n")
  string(APPEND source "std::string_view shipped_maramataka_text() {\n")
  string(APPEND source "  return R\"rules(${maramataka})rules\";\n}\n\n}  // namespace full_circle::engagement\n")
  file(WRITE ${OUTPUT} "${source}")
  return()
endif()

set(FULL_CIRCLE_EMBED_DEFINITIONS ${CMAKE_CURRENT_LIST_FILE})

function(full_circle_embed_definitions target)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    return()
  endif()
  set(folder ${CMAKE_SOURCE_DIR}/workflows/engagement/definitions)
  set(output ${CMAKE_BINARY_DIR}/generated/shipped_definitions.cpp)
  file(GLOB definitions CONFIGURE_DEPENDS ${folder}/*.yaml)
  list(APPEND definitions ${CMAKE_SOURCE_DIR}/workflows/engagement/calendar/new_zealand.yaml
    ${CMAKE_SOURCE_DIR}/workflows/engagement/calendar/maramataka.yaml)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${output} -P ${FULL_CIRCLE_EMBED_DEFINITIONS}
    DEPENDS ${definitions} ${FULL_CIRCLE_EMBED_DEFINITIONS}
    COMMENT "Embedding the shipped definitions" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
