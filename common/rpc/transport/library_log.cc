// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/library_log.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <atomic>
#include <string>
#include <string_view>

namespace sijill::rpc {
namespace {

using observe::Level;

// The libraries take a plain function, which has no other way to its log.
std::atomic<observe::Log*> the_log = nullptr;

void Write(Level level, std::string_view file, int line) {
  file.remove_prefix(file.rfind('/') + 1);  // npos + 1 is 0
  the_log.load()->Write(level, "library_log",
                        {{"source", observe::Public(file)}, {"line", line}});
}

void OfGrpc(gpr_log_func_args* args) {
  const Level level = args->severity == GPR_LOG_SEVERITY_ERROR ? Level::kWarning
                      : args->severity == GPR_LOG_SEVERITY_INFO ? Level::kInfo
                                                                : Level::kDebug;
  Write(level, args->file, args->line);
}

void OfProtobuf(google::protobuf::LogLevel level, const char* file, int line,
                const std::string&) {
  Write(
      level == google::protobuf::LOGLEVEL_INFO ? Level::kInfo : Level::kWarning,
      file, line);
}

}  // namespace

void RouteLibraryLogs(observe::Log& log) {
  the_log = &log;
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
  gpr_set_log_function(&OfGrpc);
  google::protobuf::SetLogHandler(&OfProtobuf);
}

}  // namespace sijill::rpc
