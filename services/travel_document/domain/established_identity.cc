// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/established_identity.h"

#include "common/refusal/refusal.h"

namespace sijill::travel_document {
namespace {

bool Recognised(const casestate::CaseState& state) {
  return state.shared.finding().finding().result() ==
         v1::FINDING_RESULT_RECOGNISED;
}

}  // namespace

absl::Status RequireIdentity(const casestate::CaseState& state,
                             const rules::Rules& rules) {
  if (state.shared.identity_contradicted()) {
    return refusal::Refuse(
        absl::StatusCode::kFailedPrecondition, "IDENTITY_CONTRADICTED",
        "the consulate's finding and the requested State's word on nationality "
        "contradict each other: only a new finding ends it");
  }
  const bool by_nationality =
      rules.TextOf(rules::term::kDocumentOpenedBy) == "nationality_confirmed";
  if (by_nationality ? state.shared.nationality().confirmed()
                     : Recognised(state)) {
    return absl::OkStatus();
  }
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "IDENTITY_NOT_ESTABLISHED",
      by_nationality ? "the requested State has not confirmed the nationality"
                     : "the consulate has not recognised the person",
      {{"opened_by",
        by_nationality ? "nationality_confirmed" : "identity_finding"}});
}

const v1::PersonForm& EstablishedPerson(const casestate::CaseState& state) {
  const v1::IdentityFinding& finding = state.shared.finding().finding();
  return Recognised(state) && finding.has_established_person()
             ? finding.established_person()
             : state.shared.form().person();
}

}  // namespace sijill::travel_document
