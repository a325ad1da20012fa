// SPDX-License-Identifier: Apache-2.0
// Own lanes: declarations and safeguard holds. They change nothing that the
// domains of the case have in common.
#include "common/casestate/fold/fold.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate::fold {
namespace {

bool ApplyPlaced(const Step& step) {
  v1::HoldRecord& record = *step.state.own.add_holds();
  *record.mutable_fact() = step.fact();
  record.set_name(record.fact().event());
  *record.mutable_hold() = step.event.part<v1::SafeguardHoldPlaced>();
  const auto& context = step.event.part<v1::DecisionContext>();
  record.set_officer(context.officer());
  record.set_identity(context.mandate().identity());
  return true;
}

bool ApplyReleased(const Step& step) {
  const auto& part = step.event.part<v1::SafeguardHoldReleased>();
  const std::string name = step.NameOf(part.hold_event());
  for (v1::HoldRecord& record : *step.state.own.mutable_holds()) {
    if (record.name() != name) continue;
    *record.mutable_released() = step.fact();
    *record.mutable_release() = part;
    return true;
  }
  return false;
}

}  // namespace

bool ApplyOwnSide(const Step& step) {
  switch (step.kind()) {
    case v1::EVENT_KIND_GATE_RECORDED: {
      v1::GateRecord& record = *step.state.own.add_gates();
      *record.mutable_fact() = step.fact();
      *record.mutable_gate() = step.event.part<v1::GateRecorded>();
      return true;
    }
    case v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED:
      return ApplyPlaced(step);
    default:
      return ApplyReleased(step);
  }
}

}  // namespace sijill::casestate::fold
