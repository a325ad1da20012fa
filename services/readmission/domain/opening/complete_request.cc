// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/complete_request.h"

#include "common/base/status_macros.h"
#include "common/decision/evidence_grading.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/form/request_form.h"
#include "services/readmission/domain/form/requirements.h"
#include "services/readmission/domain/own_side.h"

namespace sijill::readmission {
namespace {

// The State that replies, as far as the registry knows its agency.
std::string_view ReplyingState(const casestate::CaseState& state,
                               const decision::Directory& directory) {
  for (const v1::Role role : {v1::ROLE_REQUESTED, v1::ROLE_CONSULATE}) {
    const v1::Agency* agency =
        directory.FindAgency(casestate::HolderOf(state, role));
    if (agency != nullptr) return agency->state();
  }
  return "";
}

absl::Status CheckFields(const v1::CompleteRequestRequest& request,
                         const form::Reading& reading) {
  form::Problems problems;
  form::CheckForm(request.form(), reading, problems);
  form::CheckChildren(request.children(), reading, problems);
  form::CheckMedicalNeeds(request.medical_needs(), problems);
  CheckOwnSideFile("", request.note(), problems);
  return problems.status();
}

}  // namespace

absl::StatusOr<decision::Decision> CompleteRequest(
    const casestate::CaseState& state,
    const v1::CompleteRequestRequest& request,
    const decision::Context& context) {
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor,
                                            v1::EVENT_KIND_REQUEST_COMPLETED));
  const v1::Case& shared = state.shared;
  const std::string_view replying = ReplyingState(state, context.directory);
  RETURN_IF_ERROR(CheckFields(
      request, {.replying_state = replying,
                .today = form::LatestDay(context.now),
                .own_national_only =
                    shared.procedure() == v1::PROCEDURE_DOCUMENT_REQUEST}));
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  const v1::IncompleteReturn& returned = shared.incomplete_return();
  if (!shared.has_incomplete_return() || returned.has_completed()) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "NOT_INCOMPLETE",
                           "the request was not returned as incomplete");
  }
  ASSIGN_OR_RETURN(const decision::RulesInForce rules,
                   decision::RulesOf(state, context));
  const absl::CivilDay today = absl::ToCivilDay(context.now, rules.zone);
  RETURN_IF_ERROR(RequireComplete(rules::Checklist(
      rules.rules.requirements(), FactsOf(request.form(), today))));
  v1::RequestCompleted completed;
  completed.set_returned_event(EventIdOf(returned.fact()));
  for (const v1::EvidenceItem& item : request.form().means_of_evidence()) {
    *completed.add_evidence_gradings() = decision::GradingOf(
        rules.rules, item, decision::SubjectOf(request.form()), replying,
        today);
  }
  for (const v1::EntryEvidence& item :
       request.form().third_country_national().entry_evidence()) {
    *completed.add_entry_evidence_gradings() =
        decision::EntryGradingOf(rules.rules, item, today);
  }
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  decision::Decision decided =
      decision::OneEvent(v1::EVENT_KIND_REQUEST_COMPLETED,
                         {&completed, &request.form(), &request.children(),
                          &request.medical_needs(), &file});
  decided.valid_until =
      absl::FromCivil(absl::CivilSecond(today + 1), rules.zone);
  return decided;
}

}  // namespace sijill::readmission
