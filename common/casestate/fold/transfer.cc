// SPDX-License-Identifier: Apache-2.0
// From the notice of a transfer to the arrival.
#include <algorithm>
#include <utility>

#include "common/casestate/fold/fold.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate::fold {
namespace {

v1::Transfer* Find(const Step& step, const std::string& id) {
  const std::string name = step.NameOf(id);
  for (v1::Transfer& transfer : *step.state.shared.mutable_transfers()) {
    if (transfer.name() == name) return &transfer;
  }
  return nullptr;
}

bool ApplyNotified(const Step& step) {
  v1::Transfer& transfer = *step.state.shared.add_transfers();
  *transfer.mutable_fact() = step.fact();
  transfer.set_name(transfer.fact().event());
  *transfer.mutable_notice() = step.event.part<v1::TransferNotified>();
  if (step.event.holds<v1::MedicalNeeds>() &&
      step.event.part<v1::MedicalNeeds>().ByteSizeLong() > 0) {
    *step.state.own.mutable_medical_needs() =
        step.event.part<v1::MedicalNeeds>();
  }
  return true;
}

bool Before(const google::protobuf::Timestamp& a,
            const google::protobuf::Timestamp& b) {
  return std::pair(a.seconds(), a.nanos()) < std::pair(b.seconds(), b.nanos());
}

// A hold stands while the departure is recorded, or stood when the person is
// said to have left and was released since.
bool LeftUnderHold(const CaseState& state,
                   const google::protobuf::Timestamp& departed_at) {
  const auto& holds = state.own.holds();
  return std::any_of(holds.begin(), holds.end(), [&](const auto& hold) {
    return !hold.has_released() ||
           (!Before(departed_at, hold.fact().recorded_at()) &&
            Before(departed_at, hold.released().recorded_at()));
  });
}

bool ApplyDeparture(const Step& step) {
  const auto& part = step.event.part<v1::DepartureRecorded>();
  v1::Transfer* transfer = Find(step, part.transfer_event());
  if (transfer == nullptr) return false;
  *transfer->mutable_departed() = step.fact();
  *transfer->mutable_departed_at() = part.departed_at();
  if (LeftUnderHold(step.state, part.departed_at())) {
    step.state.own.set_departed_under_hold(true);
  }
  return true;
}

bool ApplyArrival(const Step& step) {
  if (step.kind() == v1::EVENT_KIND_ARRIVAL_CONFIRMED) {
    const auto& part = step.event.part<v1::ArrivalConfirmed>();
    v1::Transfer* transfer = Find(step, part.transfer_event());
    if (transfer == nullptr) return false;
    *transfer->mutable_arrived() = step.fact();
    *transfer->mutable_arrived_at() = part.arrived_at();
    transfer->clear_arrival_refused();
    transfer->clear_refusal();
    return true;
  }
  const auto& part = step.event.part<v1::ArrivalRefused>();
  v1::Transfer* transfer = Find(step, part.transfer_event());
  if (transfer == nullptr) return false;
  *transfer->mutable_arrival_refused() = step.fact();
  *transfer->mutable_refusal() = part;
  transfer->clear_arrived();
  transfer->clear_arrived_at();
  return true;
}

// What the requested State says of the notice; its latest word counts.
bool ApplyAnswer(const Step& step) {
  if (step.kind() == v1::EVENT_KIND_TRANSFER_ACKNOWLEDGED) {
    const auto& part = step.event.part<v1::TransferAcknowledged>();
    v1::Transfer* transfer = Find(step, part.transfer_event());
    if (transfer == nullptr) return false;
    *transfer->mutable_acknowledged() = step.fact();
    transfer->clear_objected();
    transfer->clear_objection();
    return true;
  }
  const auto& part = step.event.part<v1::TransferObjected>();
  v1::Transfer* transfer = Find(step, part.transfer_event());
  if (transfer == nullptr) return false;
  *transfer->mutable_objected() = step.fact();
  transfer->set_objection(part.explanation());
  transfer->clear_acknowledged();
  return true;
}

bool ApplyCancelled(const Step& step) {
  const auto& part = step.event.part<v1::TransferCancelled>();
  v1::Transfer* transfer = Find(step, part.transfer_event());
  if (transfer == nullptr) return false;
  *transfer->mutable_cancelled() = step.fact();
  return true;
}

}  // namespace

bool ApplyTransfer(const Step& step) {
  switch (step.kind()) {
    case v1::EVENT_KIND_TRANSFER_NOTIFIED:
      return ApplyNotified(step);
    case v1::EVENT_KIND_TRANSFER_CANCELLED:
      return ApplyCancelled(step);
    case v1::EVENT_KIND_TRANSFER_ACKNOWLEDGED:
    case v1::EVENT_KIND_TRANSFER_OBJECTED:
      return ApplyAnswer(step);
    case v1::EVENT_KIND_DEPARTURE_RECORDED:
      return ApplyDeparture(step);
    default:
      return ApplyArrival(step);
  }
}

}  // namespace sijill::casestate::fold
