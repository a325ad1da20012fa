# SPDX-License-Identifier: Apache-2.0
# The libraries of tools/packages.txt, as Debian 12 ships them.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(absl REQUIRED)
find_package(Protobuf REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ROCKSDB REQUIRED IMPORTED_TARGET rocksdb)
find_package(GTest CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED COMPONENTS core)
pkg_check_modules(GRPCPP REQUIRED IMPORTED_TARGET grpc++)
find_program(SIJILL_PROTOC protoc REQUIRED)
find_program(SIJILL_GRPC_PLUGIN grpc_cpp_plugin REQUIRED)
