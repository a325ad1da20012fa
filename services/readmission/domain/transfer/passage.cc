// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/passage.h"

#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/fields.h"
#include "services/readmission/domain/transfer/record.h"

namespace sijill::readmission {
namespace {

// The person travels on one transfer at a time.
absl::Status RequireNoOther(const casestate::CaseState& state,
                            const v1::Transfer& transfer) {
  const v1::Transfer* under_way = casestate::TransferUnderWay(state);
  if (under_way == nullptr || under_way == &transfer) return absl::OkStatus();
  return TransferState(
      "another transfer of the case is under way: record what happened with "
      "that one");
}

}  // namespace

absl::StatusOr<decision::Decision> RecordDeparture(
    const casestate::CaseState& state,
    const v1::RecordDepartureRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_DEPARTURE_RECORDED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  form::Problems problems;
  CheckPast(request.has_departed_at(), request.departed_at(), context.now,
            "departed_at", problems);
  CheckOwnSideFile("", request.note(), problems);
  RETURN_IF_ERROR(problems.status());
  ASSIGN_OR_RETURN(const v1::Transfer* transfer,
                   FindNamedTransfer(state, request.transfer()));
  if (transfer->has_departed()) {
    return TransferState("the departure is recorded already");
  }
  // Where an arrival is known, the person did travel on this one.
  if (!transfer->has_arrived() && !transfer->has_arrival_refused()) {
    RETURN_IF_ERROR(RequireNoOther(state, *transfer));
  }
  v1::DepartureRecorded departed;
  departed.set_transfer_event(EventIdOf(transfer->fact()));
  *departed.mutable_departed_at() = request.departed_at();
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  return decision::OneEvent(kKind, {&departed, &file});
}

absl::StatusOr<decision::Decision> ConfirmArrival(
    const casestate::CaseState& state, const v1::ConfirmArrivalRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_ARRIVAL_CONFIRMED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  form::Problems problems;
  CheckPast(request.has_arrived_at(), request.arrived_at(), context.now,
            "arrived_at", problems);
  RETURN_IF_ERROR(problems.status());
  ASSIGN_OR_RETURN(const v1::Transfer* transfer,
                   FindNamedTransfer(state, request.transfer()));
  if (transfer->has_arrived()) {
    return TransferState("the arrival is confirmed already");
  }
  RETURN_IF_ERROR(RequireNoOther(state, *transfer));
  v1::ArrivalConfirmed arrived;
  arrived.set_transfer_event(EventIdOf(transfer->fact()));
  *arrived.mutable_arrived_at() = request.arrived_at();
  return decision::OneEvent(kKind, {&arrived});
}

absl::StatusOr<decision::Decision> RefuseArrival(
    const casestate::CaseState& state, const v1::RefuseArrivalRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_ARRIVAL_REFUSED;
  RETURN_IF_ERROR(RequireMaySpeak(state, context.actor, kKind));
  form::Problems problems;
  CheckPast(request.has_refused_at(), request.refused_at(), context.now,
            "refused_at", problems);
  CheckGrounds(request.grounds(), problems);
  CheckOwnSideFile("", request.note(), problems);
  RETURN_IF_ERROR(problems.status());
  if (request.grounds().empty()) {
    return refusal::Refuse(
        absl::StatusCode::kInvalidArgument, "GROUNDS_REQUIRED",
        "whoever turns a person back states why", {{"field", "grounds"}});
  }
  ASSIGN_OR_RETURN(const v1::Transfer* transfer,
                   FindNamedTransfer(state, request.transfer()));
  if (transfer->has_arrived()) {
    return TransferState("the arrival was confirmed: the person was admitted");
  }
  if (transfer->has_arrival_refused()) {
    return TransferState("the refusal is recorded already");
  }
  RETURN_IF_ERROR(RequireNoOther(state, *transfer));
  v1::ArrivalRefused refused;
  refused.set_transfer_event(EventIdOf(transfer->fact()));
  *refused.mutable_refused_at() = request.refused_at();
  *refused.mutable_grounds() = request.grounds();
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  return decision::OneEvent(kKind, {&refused, &file});
}

}  // namespace sijill::readmission
