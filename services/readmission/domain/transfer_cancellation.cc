// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer_cancellation.h"

#include "common/base/status_macros.h"
#include "services/readmission/domain/transfer_fields.h"
#include "services/readmission/domain/transfer_record.h"

namespace sijill::readmission {

absl::StatusOr<decision::Decision> CancelTransfer(
    const casestate::CaseState& state, const decision::Context& context,
    const v1::CancelTransferRequest& request) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRANSFER_CANCELLED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  refusal::FieldProblems problems;
  CheckKnown(request, problems);
  CheckText("note", request.note(), kMaxText, Presence::kOptional, problems);
  RETURN_IF_ERROR(problems.status());
  ASSIGN_OR_RETURN(const v1::Transfer* transfer,
                   FindNamedTransfer(state, request.transfer()));
  if (transfer->has_cancelled()) {
    return TransferState("the transfer was cancelled already");
  }
  if (transfer->has_departed() || transfer->has_arrived() ||
      transfer->has_arrival_refused()) {
    return TransferState("the person has left: nothing is left to cancel");
  }
  if (transfer->has_objected()) {
    return TransferState(
        "the requested State objected to the transfer: it does not take "
        "place, and there is nothing to cancel");
  }
  v1::TransferCancelled cancelled;
  cancelled.set_transfer_event(EventIdOf(transfer->name()));
  const v1::OwnSideFile file = OwnSideNote(request.note());
  decision::Decision decision = decision::OneEvent(kKind, {&cancelled, &file});
  decision.closes = true;
  return decision;
}

}  // namespace sijill::readmission
