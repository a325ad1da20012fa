// SPDX-License-Identifier: Apache-2.0
#include "services/identity/rpc/evidence.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/command/case_access.h"
#include "common/command/mutation.h"
#include "services/identity/domain/add_evidence.h"

namespace sijill::identity {
namespace {

// The grade as it was recorded, so that a repetition answers the same.
absl::StatusOr<v1::EvidenceGrading> RecordedGrading(
    const command::Office& office, const command::Recorded& done) {
  ASSIGN_OR_RETURN(const command::LoadedCase loaded,
                   command::LoadCase(office, done.stream.str()));
  const auto& evidence = loaded.state().shared.evidence();
  const auto found =
      std::ranges::find_if(evidence, [&](const v1::EvidenceRecord& record) {
        return record.fact().event() == done.receipts.front().event();
      });
  return found == evidence.end() ? v1::EvidenceGrading()
                                 : found->added().grading();
}

}  // namespace

absl::StatusOr<v1::AddEvidenceResponse> HandleAddEvidence(
    const command::Office& office, const rpc::Call& call,
    const v1::AddEvidenceRequest& request) {
  v1::AddEvidenceResponse response;
  const auto decide = [&](const casestate::CaseState& state,
                          const decision::Context& context)
      -> absl::StatusOr<decision::Decision> {
    ASSIGN_OR_RETURN(decision::Decision decided,
                     AddEvidence(state, request, context));
    v1::EvidenceAdded added;
    if (!added.ParseFromString(decided.events.front().parts.front())) {
      return absl::InternalError("a part that does not parse");
    }
    *response.mutable_grading() = added.grading();
    return decided;
  };
  ASSIGN_OR_RETURN(
      const command::Recorded done,
      command::ChangeCase(office,
                          {.call = call,
                           .caller = request.caller(),
                           .request_id = request.request_id(),
                           .validate_only = request.validate_only()},
                          request.case_name(), decide));
  response.mutable_receipts()->Assign(done.receipts.begin(),
                                      done.receipts.end());
  if (done.receipts.empty()) return response;
  ASSIGN_OR_RETURN(*response.mutable_grading(), RecordedGrading(office, done));
  return response;
}

}  // namespace sijill::identity
