# SPDX-License-Identifier: Apache-2.0
# How every file of ours is compiled. Packages are SYSTEM: their headers keep
# their own warnings.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Line numbers for stack traces; types and variables would double the build, and
# optimising what runs under a sanitizer costs more than it saves.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

set(SIJILL_SANITIZE "" CACHE STRING
    "Sanitizers for -fsanitize=, empty for none")

add_library(sijill_warnings INTERFACE)
target_compile_options(sijill_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Werror
  -Werror=unused-result
  # Designated initialisers that leave the defaults are the style.
  -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)

if(SIJILL_SANITIZE)
  add_compile_options(-fsanitize=${SIJILL_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SIJILL_SANITIZE})
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Lets ccache see through a precompiled header.
  add_compile_options(-fpch-preprocess)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options("SHELL:$<$<COMPILE_LANGUAGE:CXX>:-Xclang -fno-pch-timestamp>")
  set(CMAKE_PCH_INSTANTIATE_TEMPLATES ON)
endif()

find_program(SIJILL_CCACHE ccache)
if(SIJILL_CCACHE)
  set(launcher "${CMAKE_COMMAND};-E;env"
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "CCACHE_NOHASHDIR=1"
      "${SIJILL_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
  set(CMAKE_C_COMPILER_LAUNCHER "${launcher}")
endif()

find_program(SIJILL_MOLD mold)
if(SIJILL_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Coverage for libFuzzer in all code of ours; the preset `fuzz` sets it.
option(SIJILL_FUZZ "Build the long form of tests/fuzz; needs clang" OFF)
if(SIJILL_FUZZ)
  # Here what runs costs more than what is compiled.
  add_compile_options(-fsanitize=fuzzer-no-link -O1)
endif()
