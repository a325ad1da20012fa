// SPDX-License-Identifier: Apache-2.0
// Evidence, the consulate's finding, and the requested State's word.
#include "common/casestate/fold/fold.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate::fold {
namespace {

// Neither insufficient information nor the silence of those who were asked
// contradicts anything.
bool Contradict(const v1::Case& shared) {
  if (!shared.has_finding() || !shared.has_nationality()) return false;
  const v1::FindingResult result = shared.finding().finding().result();
  return shared.nationality().confirmed()
             ? result == v1::FINDING_RESULT_NOT_RECOGNISED
             : result == v1::FINDING_RESULT_RECOGNISED;
}

void ApplyFinding(const Step& step) {
  v1::Case& shared = step.state.shared;
  *shared.mutable_finding()->mutable_fact() = step.fact();
  *shared.mutable_finding()->mutable_finding() =
      step.event.part<v1::IdentityFinding>();
  shared.set_identity_contradicted(Contradict(shared));
}

// A contradiction that a nationality raises is ended by a new finding alone,
// not by a second word on the nationality.
void ApplyNationality(const Step& step) {
  v1::Case& shared = step.state.shared;
  v1::NationalityRecord& record = *shared.mutable_nationality();
  record.Clear();
  *record.mutable_fact() = step.fact();
  record.set_confirmed(step.kind() == v1::EVENT_KIND_NATIONALITY_CONFIRMED);
  record.set_reasons(step.event.part<v1::NationalityDenied>().reasons());
  if (Contradict(shared)) shared.set_identity_contradicted(true);
}

}  // namespace

bool ApplyIdentity(const Step& step) {
  switch (step.kind()) {
    case v1::EVENT_KIND_EVIDENCE_ADDED: {
      v1::EvidenceRecord& record = *step.state.shared.add_evidence();
      *record.mutable_fact() = step.fact();
      *record.mutable_added() = step.event.part<v1::EvidenceAdded>();
      break;
    }
    case v1::EVENT_KIND_IDENTITY_FINDING:
      ApplyFinding(step);
      break;
    default:
      ApplyNationality(step);
  }
  return true;
}

}  // namespace sijill::casestate::fold
