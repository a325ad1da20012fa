// SPDX-License-Identifier: Apache-2.0
#include "services/identity/rpc/findings.h"

#include "common/base/status_macros.h"
#include "common/command/mutation.h"
#include "services/identity/domain/nationality.h"
#include "services/identity/domain/record_identity_finding.h"

namespace sijill::identity {
namespace {

// The way that all three go: what differs is the decision.
template <typename Response, typename Request, typename Decide>
absl::StatusOr<Response> Change(const command::Office& office,
                                const rpc::Call& call, const Request& request,
                                Decide decide) {
  ASSIGN_OR_RETURN(
      const command::Recorded done,
      command::ChangeCase(office,
                          {.call = call,
                           .caller = request.caller(),
                           .request_id = request.request_id(),
                           .validate_only = request.validate_only()},
                          request.case_name(),
                          [&](const casestate::CaseState& state,
                              const decision::Context& context) {
                            return decide(state, request, context);
                          }));
  Response response;
  response.mutable_receipts()->Assign(done.receipts.begin(),
                                      done.receipts.end());
  return response;
}

}  // namespace

absl::StatusOr<v1::RecordIdentityFindingResponse> HandleRecordIdentityFinding(
    const command::Office& office, const rpc::Call& call,
    const v1::RecordIdentityFindingRequest& request) {
  return Change<v1::RecordIdentityFindingResponse>(office, call, request,
                                                   RecordIdentityFinding);
}

absl::StatusOr<v1::ConfirmNationalityResponse> HandleConfirmNationality(
    const command::Office& office, const rpc::Call& call,
    const v1::ConfirmNationalityRequest& request) {
  return Change<v1::ConfirmNationalityResponse>(office, call, request,
                                                ConfirmNationality);
}

absl::StatusOr<v1::DenyNationalityResponse> HandleDenyNationality(
    const command::Office& office, const rpc::Call& call,
    const v1::DenyNationalityRequest& request) {
  return Change<v1::DenyNationalityResponse>(office, call, request,
                                             DenyNationality);
}

}  // namespace sijill::identity
