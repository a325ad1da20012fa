// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/answer.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/form/problems.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/record.h"

namespace sijill::readmission {
namespace {

// The notice can still be answered: it stands, and nobody has left on it.
absl::Status RequireAnswerable(const v1::Transfer& transfer) {
  if (transfer.has_cancelled()) {
    return TransferState("the transfer was cancelled");
  }
  if (transfer.has_objected()) {
    return TransferState(
        "the transfer was objected to already: another notice is needed");
  }
  if (transfer.has_departed() || transfer.has_arrived() ||
      transfer.has_arrival_refused()) {
    return TransferState("the person has left");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<decision::Decision> AcknowledgeTransfer(
    const casestate::CaseState& state,
    const v1::AcknowledgeTransferRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRANSFER_ACKNOWLEDGED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  ASSIGN_OR_RETURN(const v1::Transfer* transfer,
                   FindNamedTransfer(state, request.transfer()));
  RETURN_IF_ERROR(RequireAnswerable(*transfer));
  if (transfer->has_acknowledged()) {
    return TransferState("the transfer was acknowledged already");
  }
  if (state.ended()) {
    return TransferState("the case was withdrawn or closed");
  }
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  RETURN_IF_ERROR(decision::RequireReplyReviewed(state));
  v1::TransferAcknowledged acknowledged;
  acknowledged.set_transfer_event(EventIdOf(transfer->fact()));
  return decision::OneEvent(kKind, {&acknowledged});
}

absl::StatusOr<decision::Decision> ObjectToTransfer(
    const casestate::CaseState& state,
    const v1::ObjectToTransferRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRANSFER_OBJECTED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  form::Problems problems;
  form::CheckText(request.explanation(), {.most = 2000, .required = true},
                  "explanation", problems);
  CheckOwnSideFile("", request.note(), problems);
  RETURN_IF_ERROR(problems.status());
  ASSIGN_OR_RETURN(const v1::Transfer* transfer,
                   FindNamedTransfer(state, request.transfer()));
  RETURN_IF_ERROR(RequireAnswerable(*transfer));
  v1::TransferObjected objected;
  objected.set_transfer_event(EventIdOf(transfer->fact()));
  objected.set_explanation(request.explanation());
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  decision::Decision decision = decision::OneEvent(kKind, {&objected, &file});
  decision.closes = true;
  return decision;
}

}  // namespace sijill::readmission
