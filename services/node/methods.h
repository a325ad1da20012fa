// SPDX-License-Identifier: Apache-2.0
// The services that this process serves: one line each.
#pragma once

#include "common/rpc/method_table.h"
#include "services/exchange/rpc/exchange_methods.h"

namespace sijill::node {

// `desk` is copied; what it refers to, the office among it, outlives the table.
void AddMethods(const exchange::Desk& desk, rpc::MethodTable& methods);

}  // namespace sijill::node
