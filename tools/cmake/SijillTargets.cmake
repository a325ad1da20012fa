# SPDX-License-Identifier: Apache-2.0
# One library a folder, each on one floor of the house. A dependency upwards
# fails at configure time; tools/lint/check_layers.py looks at the include
# lines as well.

# Which floors a floor may use.
set(SIJILL_MAY_USE_wire       wire)
set(SIJILL_MAY_USE_pure       pure wire)
set(SIJILL_MAY_USE_effect     pure wire effect)
set(SIJILL_MAY_USE_domain     pure wire domain)
set(SIJILL_MAY_USE_projection pure wire effect domain)
set(SIJILL_MAY_USE_rpc        pure wire effect domain projection rpc)
set(SIJILL_MAY_USE_timer      pure wire effect domain projection)
set(SIJILL_MAY_USE_node       pure wire effect domain projection rpc timer node)
set(SIJILL_MAY_USE_tool       pure wire effect tool)
set(SIJILL_MAY_USE_test       pure wire effect domain projection rpc timer node
                              tool test)

# The effects, lowest first: each may use those before it.
set(SIJILL_EFFECTS time observe config crypto pki storage content ledger casefile rpc command)

# Folders of `parents` that hold a CMakeLists.txt, in the order given.
function(sijill_add_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
      add_subdirectory(${folder})
    endif()
  endforeach()
endfunction()

function(sijill_check_layer target layer)
  if(NOT DEFINED SIJILL_MAY_USE_${layer})
    message(FATAL_ERROR "${target}: '${layer}' is no floor of the house")
  endif()
  set_target_properties(${target} PROPERTIES SIJILL_LAYER ${layer})
  get_filename_component(here "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  foreach(dep IN LISTS ARGN)
    if(NOT dep MATCHES "^sijill::")
      continue()
    endif()
    if(NOT TARGET ${dep})
      message(FATAL_ERROR "${target}: ${dep} is not declared below it")
    endif()
    get_target_property(real ${dep} ALIASED_TARGET)
    get_target_property(dep_layer ${real} SIJILL_LAYER)
    if(NOT dep_layer IN_LIST SIJILL_MAY_USE_${layer})
      message(FATAL_ERROR
        "${target} (${layer}) may not use ${dep} (${dep_layer})")
    endif()
    if(layer STREQUAL "effect" AND dep_layer STREQUAL "effect")
      string(REPLACE "sijill::" "" there "${dep}")
      list(FIND SIJILL_EFFECTS "${here}" my_rank)
      list(FIND SIJILL_EFFECTS "${there}" its_rank)
      if(my_rank GREATER -1 AND its_rank GREATER my_rank)
        message(FATAL_ERROR "${target} may not use ${dep}: it stands above")
      endif()
    endif()
  endforeach()
endfunction()

# Precompiled headers, made once per build and shared: `base` has the standard
# library and Abseil's vocabulary, `grpc` adds gRPC (the default of a target
# that links it is still `base`).
set(SIJILL_PCH_base "${CMAKE_SOURCE_DIR}/tools/cmake/pch_base.h")
set(SIJILL_PCH_grpc "${CMAKE_SOURCE_DIR}/tools/cmake/pch_base.h"
    "${CMAKE_SOURCE_DIR}/tools/cmake/pch_grpc.h")
foreach(kind base grpc)
  add_library(sijill_pch_${kind} OBJECT
              "${CMAKE_SOURCE_DIR}/tools/cmake/pch.cc")
  target_precompile_headers(sijill_pch_${kind} PRIVATE ${SIJILL_PCH_${kind}})
  target_link_libraries(sijill_pch_${kind} PRIVATE sijill_warnings
                        absl::statusor absl::strings absl::time)
endforeach()
target_link_libraries(sijill_pch_grpc PRIVATE PkgConfig::GRPCPP)

function(sijill_use_pch target kind)
  if(NOT kind)
    set(kind base)
  endif()
  if(NOT kind STREQUAL "none")
    target_precompile_headers(${target} REUSE_FROM sijill_pch_${kind})
  endif()
endfunction()

# What tools/test builds of a preset when not all of it.
add_custom_target(programs)       # every sijill_cc_binary
add_custom_target(release_tests)  # the tests with the label `release`
add_custom_target(tsan_tests)     # the tests without the label `grpc`

# Sets `result` if a target of this floor is to be left out.
function(sijill_leaves_out layer result)
  if(layer STREQUAL "test" AND NOT SIJILL_TESTS)
    set(${result} TRUE PARENT_SCOPE)
  else()
    set(${result} FALSE PARENT_SCOPE)
  endif()
endfunction()

# sijill_cc_library(NAME n LAYER l HDRS ... SRCS ... DEPS ... [PCH kind])
# declares the library `sijill_n`, used as `sijill::n`.
function(sijill_cc_library)
  cmake_parse_arguments(ARG "" "NAME;LAYER;PCH" "HDRS;SRCS;DEPS" ${ARGN})
  sijill_leaves_out("${ARG_LAYER}" left_out)
  if(left_out)
    return()
  endif()
  set(target sijill_${ARG_NAME})
  if(ARG_SRCS)
    add_library(${target} STATIC ${ARG_SRCS} ${ARG_HDRS})
    target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC ${ARG_DEPS}
                                    PRIVATE sijill_warnings)
    sijill_use_pch(${target} "${ARG_PCH}")
  else()
    add_library(${target} INTERFACE ${ARG_HDRS})
    target_include_directories(${target} INTERFACE "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${target} INTERFACE ${ARG_DEPS})
  endif()
  add_library(sijill::${ARG_NAME} ALIAS ${target})
  sijill_check_layer(${target} ${ARG_LAYER} ${ARG_DEPS})
endfunction()

# sijill_cc_binary(NAME n LAYER l SRCS ... DEPS ...): build/<preset>/bin/n.
function(sijill_cc_binary)
  cmake_parse_arguments(ARG "" "NAME;LAYER;PCH" "SRCS;DEPS" ${ARGN})
  sijill_leaves_out("${ARG_LAYER}" left_out)
  if(left_out)
    return()
  endif()
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_include_directories(${ARG_NAME} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} sijill_warnings)
  sijill_use_pch(${ARG_NAME} "${ARG_PCH}")
  sijill_check_layer(${ARG_NAME} ${ARG_LAYER} ${ARG_DEPS})
  add_dependencies(programs ${ARG_NAME})
endfunction()

# sijill_cc_test(NAME n SRCS a_test.cc ... DEPS ... [LABELS ...] [ARGS ...]
#                [TIMEOUT seconds] [DATA dir])
# One GoogleTest program a folder, registered with ctest. The label `grpc`
# keeps it out of the thread sanitizer (Debian's gRPC is not instrumented), the
# label `threadless` does so because there is nothing for it to see; the label
# `release` has it run in the release build as well. A test declared with
# add_test that runs a program of ours carries `grpc` too.
function(sijill_cc_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT;PCH"
                        "SRCS;DEPS;LABELS;ARGS" ${ARGN})
  sijill_leaves_out(test left_out)
  if(left_out)
    return()
  endif()
  # gRPC leaks what the others must not.
  set(leaks lsan.supp)
  if("grpc" IN_LIST ARG_LABELS)
    set(leaks lsan_grpc.supp)
  endif()
  # A whole node in the test's process hands memory from thread to thread
  # through RocksDB and Abseil as Debian builds them, whose locks the thread
  # sanitizer cannot see: it is kept out of that stage as gRPC is.
  if(ARG_DEPS MATCHES "sijill::(testing_node|command_testing|readmission_testing_nodes)")
    list(APPEND ARG_LABELS grpc)
    list(REMOVE_DUPLICATES ARG_LABELS)
  endif()
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_include_directories(${ARG_NAME} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} GTest::gmock
                        GTest::gtest_main sijill_warnings)
  sijill_use_pch(${ARG_NAME} "${ARG_PCH}")
  sijill_check_layer(${ARG_NAME} test ${ARG_DEPS})
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} ${ARG_ARGS}
           WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  if("release" IN_LIST ARG_LABELS)
    add_dependencies(release_tests ${ARG_NAME})
  endif()
  if(NOT "grpc" IN_LIST ARG_LABELS AND NOT "threadless" IN_LIST ARG_LABELS)
    add_dependencies(tsan_tests ${ARG_NAME})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT}
    LABELS "${ARG_LABELS}"
    ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tools/cmake/tsan.supp;ASAN_OPTIONS=detect_leaks=1;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tools/cmake/${leaks};UBSAN_OPTIONS=print_stacktrace=1")
endfunction()
