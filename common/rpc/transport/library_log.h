// SPDX-License-Identifier: Apache-2.0
// What gRPC and protobuf write of their own accord.
#pragma once

#include "common/observe/log.h"

namespace sijill::rpc {

// Sends it to `log`, which must live until the process ends, as
// {"event":"library_log","source":<file>,"line":<number>}: the place says what
// happened, the text might say to whom. Call it in main(), once.
void RouteLibraryLogs(observe::Log& log);

}  // namespace sijill::rpc
