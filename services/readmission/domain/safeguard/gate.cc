// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/safeguard/gate.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/form/request_form.h"
#include "services/readmission/domain/transfer/fields.h"

namespace sijill::readmission {
absl::StatusOr<decision::Decision> RecordGate(
    const casestate::CaseState& state, const v1::RecordGateRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_GATE_RECORDED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  const v1::GateRecorded& gate = request.gate();
  form::Problems problems;
  CheckKnown(gate, "gate", problems);
  if (gate.kind() == v1::GATE_KIND_UNSPECIFIED) {
    problems.Add("gate.kind", "required");
  }
  if (gate.decided_on().ByteSizeLong() == 0) {
    problems.Add("gate.decided_on", "required");
  }
  form::CheckPastDate(gate.decided_on(), form::DateShape::kWhole,
                      form::LatestDay(context.now), "gate.decided_on",
                      problems);
  form::CheckText(gate.reference(), {}, "gate.reference", problems);
  RETURN_IF_ERROR(problems.status());
  return decision::OneEvent(kKind, {&gate});
}

}  // namespace sijill::readmission
