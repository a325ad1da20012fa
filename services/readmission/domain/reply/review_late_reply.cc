// SPDX-License-Identifier: Apache-2.0
#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/form/problems.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/reply/reply.h"

namespace sijill::readmission {
absl::StatusOr<decision::Decision> ReviewLateReply(
    const casestate::CaseState& state,
    const v1::ReviewLateReplyRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_LATE_REPLY_REVIEWED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  form::Problems problems;
  CheckOwnSideFile("", request.note(), problems);
  RETURN_IF_ERROR(problems.status());
  if (!casestate::ReplyAwaitsReview(state)) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "NO_LATE_REPLY", "no late reply waits for review");
  }
  if (request.accepted()) RETURN_IF_ERROR(decision::RequireNoHold(state));
  v1::LateReplyReviewed review;
  review.set_reply_event(EventIdOf(state.shared.reply().fact()));
  review.set_accepted(request.accepted());
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  return decision::OneEvent(kKind, {&review, &file});
}

}  // namespace sijill::readmission
