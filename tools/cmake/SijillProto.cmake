# SPDX-License-Identifier: Apache-2.0
# sijill_proto_library(NAME n PROTOS a.proto ... [GRPC b.proto ...] [DEPS ...])
# generates C++ from files below proto/ (paths relative to it). Files named
# after GRPC get service stubs as well.
function(sijill_proto_library)
  cmake_parse_arguments(ARG "" "NAME" "PROTOS;GRPC;DEPS" ${ARGN})
  set(out "${CMAKE_BINARY_DIR}/gen")
  file(MAKE_DIRECTORY "${out}")
  set(root "${CMAKE_SOURCE_DIR}/proto")
  set(sources)
  foreach(proto IN LISTS ARG_PROTOS ARG_GRPC)
    string(REGEX REPLACE "\\.proto$" "" stem "${proto}")
    set(made "${out}/${stem}.pb.cc" "${out}/${stem}.pb.h")
    set(command "${SIJILL_PROTOC}" "-I${root}" "--cpp_out=${out}")
    if(proto IN_LIST ARG_GRPC)
      list(APPEND made "${out}/${stem}.grpc.pb.cc" "${out}/${stem}.grpc.pb.h")
      list(APPEND command "--plugin=protoc-gen-grpc=${SIJILL_GRPC_PLUGIN}"
                          "--grpc_out=${out}")
    endif()
    add_custom_command(OUTPUT ${made}
      COMMAND ${command} "${root}/${proto}"
      DEPENDS "${root}/${proto}"
      COMMENT "protoc ${proto}" VERBATIM)
    list(APPEND sources ${made})
  endforeach()
  set(target sijill_${ARG_NAME})
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC "${out}")
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${ARG_DEPS})
  if(ARG_GRPC)
    target_link_libraries(${target} PUBLIC PkgConfig::GRPCPP)
  endif()
  # Generated code is not what the sanitizers look for, and costs most of a
  # build: no debug information, and nothing instrumented.
  target_compile_options(${target} PRIVATE -g0)
  if(SIJILL_SANITIZE)
    target_compile_options(${target} PRIVATE -fno-sanitize=all -O0)
  endif()
  add_library(sijill::${ARG_NAME} ALIAS ${target})
  sijill_check_layer(${target} wire ${ARG_DEPS})
endfunction()
