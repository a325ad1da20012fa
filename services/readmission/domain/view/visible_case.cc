// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/view/visible_case.h"

namespace sijill::readmission {

v1::CaseSnapshot VisibleCase(const casestate::CaseState& state,
                             HoldView holds) {
  v1::CaseSnapshot snapshot;
  *snapshot.mutable_shared() = state.shared;
  *snapshot.mutable_own_side() = state.own;
  if (holds == HoldView::kWhole) return snapshot;
  v1::CaseOwnSide& own = *snapshot.mutable_own_side();
  for (v1::HoldRecord& hold : *own.mutable_holds()) {
    hold.clear_hold();
    hold.clear_officer();
    hold.clear_identity();
    hold.clear_release();
    hold.mutable_fact()->clear_agency();
    if (hold.has_released()) hold.mutable_released()->clear_agency();
  }
  for (v1::WaitingEvent& waiting : *own.mutable_waiting()) {
    waiting.mutable_fact()->clear_agency();
  }
  own.clear_participants();
  return snapshot;
}

std::vector<v1::PartClass> ClassesShown(const v1::CaseSnapshot& snapshot) {
  const v1::CaseOwnSide& own = snapshot.own_side();
  std::vector<v1::PartClass> classes = {v1::PART_CLASS_OUTWARD};
  if (!own.external_reference().empty() || !own.notes().empty() ||
      !own.gates().empty() || !own.holds().empty()) {
    classes.push_back(v1::PART_CLASS_OWN_SIDE);
  }
  // An absent part folds to an empty message: nothing of it is shown.
  if (own.medical_needs().ByteSizeLong() > 0) {
    classes.push_back(v1::PART_CLASS_MEDICAL);
  }
  if (!own.children().minor_children().empty()) {
    classes.push_back(v1::PART_CLASS_CHILD);
  }
  for (const v1::HoldRecord& hold : own.holds()) {
    if (hold.officer().empty()) continue;
    classes.push_back(v1::PART_CLASS_CONTEXT);
    break;
  }
  return classes;
}

}  // namespace sijill::readmission
