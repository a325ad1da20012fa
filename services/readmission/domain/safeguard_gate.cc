// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/safeguard_gate.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/transfer_fields.h"

namespace sijill::readmission {
namespace {

// The day it is where it is latest on earth: fourteen hours ahead of UTC.
absl::CivilDay LatestToday(absl::Time now) {
  constexpr int kSecondsAhead = 14 * 60 * 60;
  return absl::ToCivilDay(now, absl::FixedTimeZone(kSecondsAhead));
}

}  // namespace

absl::StatusOr<decision::Decision> RecordGate(
    const casestate::CaseState& state, const decision::Context& context,
    const v1::RecordGateRequest& request) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_GATE_RECORDED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  refusal::FieldProblems problems;
  CheckKnown(request, problems);
  if (request.gate().kind() == v1::GATE_KIND_UNSPECIFIED) {
    problems.Add("gate.kind", "required");
  }
  const auto day =
      CheckDay("gate.decided_on", request.gate().decided_on(), problems);
  if (day && *day > LatestToday(context.now)) {
    problems.Add("gate.decided_on", "lies in the future");
  }
  CheckText("gate.reference", request.gate().reference(), kMaxPlace,
            Presence::kOptional, problems);
  RETURN_IF_ERROR(problems.status());
  return decision::OneEvent(kKind, {&request.gate()});
}

}  // namespace sijill::readmission
