// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/command/office.h"
#include "common/rpc/method_table.h"

namespace sijill::identity {

// Offers the methods of sijill.v1.IdentityService. What `office` refers to
// outlives `table`.
void AddIdentityMethods(const command::Office& office, rpc::MethodTable& table);

}  // namespace sijill::identity
