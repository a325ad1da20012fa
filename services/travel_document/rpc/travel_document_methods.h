// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/command/office.h"
#include "common/rpc/method_table.h"

namespace sijill::travel_document {

// Offers the methods of sijill.v1.TravelDocumentService. What `office` refers
// to outlives `table`. Called once for a node: the table owns the numbers that
// keep documents apart.
void AddTravelDocumentMethods(const command::Office& office,
                              rpc::MethodTable& table);

}  // namespace sijill::travel_document
