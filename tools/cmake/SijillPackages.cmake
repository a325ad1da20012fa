# SPDX-License-Identifier: Apache-2.0
# The libraries of tools/packages.txt, as Debian 12 ships them.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(absl REQUIRED)
find_package(Protobuf REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(nlohmann_json 3.11 CONFIG REQUIRED)
pkg_check_modules(GRPCPP REQUIRED IMPORTED_TARGET grpc++)
find_program(SIJILL_PROTOC protoc REQUIRED)
find_program(SIJILL_GRPC_PLUGIN grpc_cpp_plugin REQUIRED)
