// SPDX-License-Identifier: Apache-2.0
#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"
#include "services/ledger/rpc/ledger_methods.h"
#include "services/ledger/rpc/log_access.h"

namespace sijill::ledger_service {

absl::StatusOr<v1::GetCheckpointResponse> HandleGetCheckpoint(
    const command::Office& office, const rpc::Call& call,
    const v1::GetCheckpointRequest& request) {
  ASSIGN_OR_RETURN(OpenedLog log,
                   OpenLogFor(office, call, request.caller(), request.log()));
  v1::GetCheckpointResponse response;
  response.set_checkpoint(std::move(log.checkpoint));
  return response;
}

absl::StatusOr<v1::GetInclusionProofResponse> HandleGetInclusionProof(
    const command::Office& office, const rpc::Call& call,
    const v1::GetInclusionProofRequest& request) {
  ASSIGN_OR_RETURN(OpenedLog log,
                   OpenLogFor(office, call, request.caller(), request.log()));
  const uint64_t size =
      request.tree_size() == 0 ? log.size : request.tree_size();
  const auto proof = log.view().InclusionProof(request.index(), size);
  if (!proof.ok()) return BeyondLog(proof.status());
  ASSIGN_OR_RETURN(const ledger::LogEntry entry,
                   log.view().Entry(request.index()));
  v1::GetInclusionProofResponse response;
  response.set_entry(entry.entry.str());
  for (const base::Hash& node : *proof) {
    response.add_inclusion_proof(node.str());
  }
  response.set_tree_size(size);
  response.set_checkpoint(std::move(log.checkpoint));
  return response;
}

absl::StatusOr<v1::GetConsistencyProofResponse> HandleGetConsistencyProof(
    const command::Office& office, const rpc::Call& call,
    const v1::GetConsistencyProofRequest& request) {
  ASSIGN_OR_RETURN(OpenedLog log,
                   OpenLogFor(office, call, request.caller(), request.log()));
  if (request.first_size() == 0) {
    refusal::FieldProblems problems;
    problems.Add("first_size", "at least 1: every log continues the empty one");
    return problems.status();
  }
  const uint64_t second =
      request.second_size() == 0 ? log.size : request.second_size();
  const auto proof = log.view().ConsistencyProof(request.first_size(), second);
  if (!proof.ok()) return BeyondLog(proof.status());
  v1::GetConsistencyProofResponse response;
  for (const base::Hash& node : *proof) {
    response.add_consistency_proof(node.str());
  }
  response.set_second_size(second);
  response.set_checkpoint(std::move(log.checkpoint));
  return response;
}

}  // namespace sijill::ledger_service
