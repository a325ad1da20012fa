// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/cancellation.h"

#include "common/base/status_macros.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/fields.h"
#include "services/readmission/domain/transfer/record.h"

namespace sijill::readmission {

absl::StatusOr<decision::Decision> CancelTransfer(
    const casestate::CaseState& state, const v1::CancelTransferRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRANSFER_CANCELLED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  RETURN_IF_ERROR(CheckNote(request.note()));
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
  cancelled.set_transfer_event(EventIdOf(transfer->fact()));
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  decision::Decision decision = decision::OneEvent(kKind, {&cancelled, &file});
  decision.closes = true;
  return decision;
}

}  // namespace sijill::readmission
