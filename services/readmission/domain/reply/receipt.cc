// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/reply/receipt.h"

#include "common/base/status_macros.h"
#include "common/casestate/interpretation.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/form/problems.h"

namespace sijill::readmission {
namespace {

constexpr int kMostItems = 50;

absl::Status AlreadyAnswered(std::string message) {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "ALREADY_ANSWERED", std::move(message));
}

absl::Status CheckItems(const v1::ReturnAsIncompleteRequest& request) {
  form::Problems problems;
  const int count = request.missing_items_size();
  if (count == 0) problems.Add("missing_items", "required");
  if (count > kMostItems) problems.Add("missing_items", "at most 50");
  for (int i = 0; i < std::min(count, kMostItems); ++i) {
    const v1::MissingItem& item = request.missing_items(i);
    const std::string path = form::At("missing_items", i);
    if (casestate::HasUnknown(item)) {
      problems.Add(path, "holds a field that this node does not know");
    }
    form::CheckText(item.requirement(), {}, path + ".requirement", problems);
    form::CheckText(item.explanation(),
                    {.most = 2000, .required = item.requirement().empty()},
                    path + ".explanation", problems);
  }
  return problems.status();
}

}  // namespace

absl::StatusOr<decision::Decision> ConfirmReceipt(
    const casestate::CaseState& state, const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_RECEIPT_CONFIRMED;
  RETURN_IF_ERROR(decision::RequireWriter(state, context.actor, kKind));
  RETURN_IF_ERROR(decision::RequireOpen(state));
  if (state.shared.has_receipt_confirmed()) {
    return AlreadyAnswered("the receipt was confirmed before");
  }
  const v1::ReceiptConfirmed confirmed;
  return decision::OneEvent(kKind, {&confirmed});
}

absl::StatusOr<decision::Decision> ReturnAsIncomplete(
    const casestate::CaseState& state,
    const v1::ReturnAsIncompleteRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_RETURNED_AS_INCOMPLETE;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  RETURN_IF_ERROR(CheckItems(request));
  const v1::Case& shared = state.shared;
  if (shared.has_incomplete_return() &&
      !shared.incomplete_return().has_completed()) {
    return AlreadyAnswered(
        "the request was returned before and not completed since");
  }
  if (shared.has_reply()) return AlreadyAnswered("a reply stands already");
  v1::ReturnedAsIncomplete returned;
  *returned.mutable_missing_items() = request.missing_items();
  return decision::OneEvent(kKind, {&returned});
}

}  // namespace sijill::readmission
