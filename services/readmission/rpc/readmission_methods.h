// SPDX-License-Identifier: Apache-2.0
// The methods of sijill.v1.ReadmissionService.
#pragma once

#include "common/command/office.h"
#include "common/rpc/method_table.h"

namespace sijill::readmission {

// Offers them; `office` outlives the table.
void AddReadmissionMethods(const command::Office& office,
                           rpc::MethodTable& methods);

}  // namespace sijill::readmission
