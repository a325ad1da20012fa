// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/reply/reply_timing.h"

#include "common/refusal/refusal.h"
#include "google/protobuf/util/time_util.h"
#include "services/readmission/domain/reply_deadline.h"

namespace sijill::readmission {

absl::Time SetTiming(const casestate::CaseState& state,
                     const decision::RulesInForce& rules, absl::Time now,
                     v1::ReplyTiming& timing) {
  timing.Clear();
  const auto deadline = ReplyDeadline(state, rules);
  if (!deadline) return absl::InfiniteFuture();
  *timing.mutable_due_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
          absl::ToUnixMicros(deadline->due));
  timing.set_late(!deadline->InTime(now));
  return timing.late() ? absl::InfiniteFuture() : deadline->due;
}

absl::Time EndOfDay(absl::Time now, absl::TimeZone zone) {
  return absl::FromCivil(absl::CivilSecond(absl::ToCivilDay(now, zone) + 1),
                         zone);
}

const v1::Reply* StandingReply(const casestate::CaseState& state) {
  if (!state.shared.has_reply()) return nullptr;
  const v1::Reply& reply = state.shared.reply();
  return reply.has_reviewed() && !reply.accepted() ? nullptr : &reply;
}

absl::Status AlreadyAnswered() {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "ALREADY_ANSWERED", "the same reply already stands");
}

}  // namespace sijill::readmission
