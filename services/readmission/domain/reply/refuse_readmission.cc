// SPDX-License-Identifier: Apache-2.0
#include "common/base/status_macros.h"
#include "common/casestate/interpretation.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/form/problems.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/reply/reply.h"
#include "services/readmission/domain/reply/reply_timing.h"

namespace sijill::readmission {
namespace {

constexpr int kMostGrounds = 20;

absl::Status CheckFields(const v1::RefuseReadmissionRequest& request) {
  form::Problems problems;
  const int count = request.grounds_size();
  if (count > kMostGrounds) problems.Add("grounds", "at most 20");
  for (int i = 0; i < std::min(count, kMostGrounds); ++i) {
    const v1::RefusalGround& ground = request.grounds(i);
    const std::string path = form::At("grounds", i);
    if (casestate::HasUnknown(ground)) {
      problems.Add(path,
                   "holds a field or a value that this node does not know");
    }
    if (ground.kind() == v1::REFUSAL_GROUND_KIND_UNSPECIFIED) {
      problems.Add(path + ".kind", "required");
    }
    form::CheckText(
        ground.explanation(),
        {.most = 2000,
         .required = ground.kind() == v1::REFUSAL_GROUND_KIND_OTHER},
        path + ".explanation", problems);
  }
  CheckOwnSideFile("", request.note(), problems);
  return problems.status();
}

bool SaysTheSame(const v1::Reply* standing, const v1::Refused& refused) {
  if (standing == nullptr || !standing->has_refused()) return false;
  v1::Refused before = standing->refused();
  *before.mutable_timing() = refused.timing();
  return before.SerializeAsString() == refused.SerializeAsString();
}

}  // namespace

absl::StatusOr<decision::Decision> RefuseReadmission(
    const casestate::CaseState& state,
    const v1::RefuseReadmissionRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_REFUSED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  RETURN_IF_ERROR(CheckFields(request));
  if (request.grounds().empty()) {
    return refusal::Refuse(absl::StatusCode::kInvalidArgument,
                           "GROUNDS_REQUIRED", "a refusal states its grounds",
                           {{"field", "grounds"}});
  }
  ASSIGN_OR_RETURN(const decision::RulesInForce rules,
                   decision::RulesOf(state, context));
  v1::Refused refused;
  *refused.mutable_grounds() = request.grounds();
  const absl::Time valid_until =
      SetTiming(state, rules, context.now, *refused.mutable_timing());
  if (SaysTheSame(StandingReply(state), refused)) return AlreadyAnswered();
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  decision::Decision decided = decision::OneEvent(kKind, {&refused, &file});
  decided.valid_until = valid_until;
  return decided;
}

}  // namespace sijill::readmission
