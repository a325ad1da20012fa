// SPDX-License-Identifier: Apache-2.0
// The methods of sijill.v1.LedgerService. Errors: proto/sijill/v1/
// ledger_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/ledger_service.pb.h"

namespace sijill::ledger_service {

absl::StatusOr<v1::GetCheckpointResponse> HandleGetCheckpoint(
    const command::Office& office, const rpc::Call& call,
    const v1::GetCheckpointRequest& request);
absl::StatusOr<v1::GetInclusionProofResponse> HandleGetInclusionProof(
    const command::Office& office, const rpc::Call& call,
    const v1::GetInclusionProofRequest& request);
absl::StatusOr<v1::GetConsistencyProofResponse> HandleGetConsistencyProof(
    const command::Office& office, const rpc::Call& call,
    const v1::GetConsistencyProofRequest& request);
absl::StatusOr<v1::GetTileResponse> HandleGetTile(
    const command::Office& office, const rpc::Call& call,
    const v1::GetTileRequest& request);
absl::StatusOr<v1::GetEntryBundleResponse> HandleGetEntryBundle(
    const command::Office& office, const rpc::Call& call,
    const v1::GetEntryBundleRequest& request);
absl::StatusOr<v1::ListEntriesResponse> HandleListEntries(
    const command::Office& office, const rpc::Call& call,
    const v1::ListEntriesRequest& request);

// Offers them all; `office` outlives the table.
void AddLedgerMethods(const command::Office& office, rpc::MethodTable& methods);

}  // namespace sijill::ledger_service
