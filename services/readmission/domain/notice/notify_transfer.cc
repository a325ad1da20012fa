// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/notice/notify_transfer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/notice/journey.h"
#include "services/readmission/domain/notice/notice_period.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/fields.h"
#include "services/readmission/domain/transfer/record.h"

namespace sijill::readmission {
namespace {

absl::Status Blocked(std::string_view reason, std::string message) {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition, reason,
                         std::move(message));
}

absl::Status RequireFree(const casestate::CaseState& state) {
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  RETURN_IF_ERROR(RequireNoneUnderWay(state));
  const auto& gates = state.own.gates();
  if (std::ranges::none_of(gates, [](const v1::GateRecord& record) {
        return record.gate().kind() == v1::GATE_KIND_RETURN_DECISION;
      })) {
    return Blocked("GATE_MISSING",
                   "no final and enforceable return decision is declared");
  }
  return absl::OkStatus();
}

// The approval that the transfer may rest on.
absl::StatusOr<v1::Approved> RequireApproval(
    const casestate::CaseState& state) {
  RETURN_IF_ERROR(decision::RequireReplyReviewed(state));
  const auto reply = casestate::EffectiveReply(state);
  if (!reply || !reply->has_approved()) {
    return Blocked("NO_APPROVAL", "no approval of the readmission stands");
  }
  // An approval admits the person once.
  if (std::ranges::any_of(state.shared.transfers(),
                          [](const v1::Transfer& transfer) {
                            return transfer.has_arrived();
                          })) {
    return Blocked("NO_APPROVAL",
                   "the person was admitted: the approval is used");
  }
  if (state.shared.identity_contradicted()) {
    return Blocked("IDENTITY_CONTRADICTED",
                   "finding and nationality contradict each other: only a new "
                   "finding ends it");
  }
  return reply->approved();
}

// The document of the case that the person travels on; nullptr with a passport
// of his own. It is valid from departure to arrival.
absl::StatusOr<const v1::TravelDocument*> RequireDocument(
    const casestate::CaseState& state, const v1::NotifyTransferRequest& request,
    absl::CivilDay departure, absl::CivilDay arrival) {
  const absl::Status expires =
      Blocked("DOCUMENT_EXPIRES_BEFORE_ARRIVAL",
              "the document would expire before the arrival");
  if (!request.passport_number().empty()) {
    if (DayOf(request.passport_expires_on()) < arrival) return expires;
    return nullptr;
  }
  const v1::TravelDocument* document =
      casestate::FindTravelDocument(state, request.travel_document());
  if (document == nullptr || document->has_revoked() ||
      document->flagged_for_revocation()) {
    return Blocked("NO_VALID_DOCUMENT",
                   "name a travel document of the case that holds, or the "
                   "person's own passport");
  }
  if (DayOf(document->issued().valid_from()) > departure) {
    return Blocked("NO_VALID_DOCUMENT",
                   "the travel document is not valid yet on the day of "
                   "departure");
  }
  if (DayOf(document->issued().valid_until()) < arrival) return expires;
  return document;
}

decision::Decision Announce(const v1::NotifyTransferRequest& request,
                            const v1::TravelDocument* document) {
  v1::TransferNotified notified;
  *notified.mutable_journey() = request.journey();
  if (document != nullptr) {
    notified.set_document_event(EventIdOf(document->fact()));
  }
  notified.set_passport_number(request.passport_number());
  *notified.mutable_escorts() = request.escorts();
  notified.set_reason_not_by_air(request.reason_not_by_air());
  notified.set_protective_measures(request.protective_measures());
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  return decision::OneEvent(v1::EVENT_KIND_TRANSFER_NOTIFIED,
                            {&notified, &request.medical_needs(), &file});
}

}  // namespace

absl::StatusOr<decision::Decision> NotifyTransfer(
    const casestate::CaseState& state, const v1::NotifyTransferRequest& request,
    const decision::Context& context) {
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor,
                                            v1::EVENT_KIND_TRANSFER_NOTIFIED));
  ASSIGN_OR_RETURN(const JourneyTimes times,
                   CheckTransferFields(request, context.now));
  RETURN_IF_ERROR(RequireFree(state));
  ASSIGN_OR_RETURN(const v1::Approved approved, RequireApproval(state));
  ASSIGN_OR_RETURN(const decision::RulesInForce rules,
                   decision::RulesOf(state, context));
  const absl::CivilDay arrival = absl::ToCivilDay(times.arrives, rules.zone);
  if (approved.has_valid_until() && DayOf(approved.valid_until()) < arrival) {
    return Blocked("APPROVAL_EXPIRED",
                   "the approval is not valid on the day of arrival");
  }
  const absl::CivilDay departure = absl::ToCivilDay(times.departs, rules.zone);
  ASSIGN_OR_RETURN(const v1::TravelDocument* document,
                   RequireDocument(state, request, departure, arrival));
  ASSIGN_OR_RETURN(const absl::Time too_late,
                   RequireNotice(state, context, rules, times.departs));
  decision::Decision decision = Announce(request, document);
  decision.valid_until = std::min(too_late, times.departs);
  return decision;
}

}  // namespace sijill::readmission
