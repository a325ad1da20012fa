// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/view/list_requirements.h"

#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/form/problems.h"
#include "services/readmission/domain/form/requirements.h"

namespace sijill::readmission {
namespace {

v1::ListRequirementsResponse Answer(const v1::RequestForm& form,
                                    const decision::RulesInForce& rules,
                                    absl::Time now) {
  v1::ListRequirementsResponse response;
  *response.mutable_rule_set() = rules.reference;
  const auto checklist =
      rules::Checklist(rules.rules.requirements(),
                       FactsOf(form, absl::ToCivilDay(now, rules.zone)));
  for (const v1::Requirement& one : ToRequirements(checklist)) {
    *response.add_requirements() = one;
  }
  return response;
}

absl::Status CheckFields(const v1::ListRequirementsRequest& request) {
  form::Problems problems;
  if (request.procedure() != v1::PROCEDURE_READMISSION &&
      request.procedure() != v1::PROCEDURE_DOCUMENT_REQUEST) {
    problems.Add("procedure", "required, unless case_name is given");
  }
  if (request.requested_agency().empty()) {
    problems.Add("requested_agency", "required, unless case_name is given");
  }
  return problems.status();
}

absl::Status Unknown(std::string field) {
  return refusal::Refuse(absl::StatusCode::kInvalidArgument, "AGENCY_UNKNOWN",
                         "the registry knows no such agency or post",
                         {{"fields", std::move(field)}});
}

}  // namespace

absl::StatusOr<v1::ListRequirementsResponse> RequirementsOf(
    const casestate::CaseState& state, const decision::Context& context) {
  ASSIGN_OR_RETURN(const decision::RulesInForce rules,
                   decision::RulesOf(state, context));
  return Answer(state.shared.form(), rules, context.now);
}

absl::StatusOr<v1::ListRequirementsResponse> RequirementsFor(
    const v1::ListRequirementsRequest& request,
    const decision::Context& context) {
  RETURN_IF_ERROR(CheckFields(request));
  const decision::Directory& directory = context.directory;
  const v1::Agency* asking = directory.FindAgency(context.actor.agency.str());
  if (asking == nullptr) return Unknown("caller");
  const v1::Agency* replying = directory.FindAgency(request.requested_agency());
  if (replying == nullptr) return Unknown("requested_agency");
  if (!request.post().empty() &&
      directory.FindPost(request.post()) == nullptr) {
    return Unknown("post");
  }
  const bool none = request.rule_set().empty() &&
                    request.procedure() == v1::PROCEDURE_DOCUMENT_REQUEST;
  const auto rules = decision::RulesFor(
      request.procedure(), *asking, *replying, request.post(),
      none ? decision::kNoRuleSet : std::string_view(request.rule_set()),
      context);
  if (rules.ok()) return Answer(request.form(), *rules, context.now);
  if (!absl::IsInvalidArgument(rules.status())) return rules.status();
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "RULE_SET_UNKNOWN",
      request.rule_set().empty()
          ? "more than one rule set holds in this corridor: name one in "
            "rule_set"
          : "no such rule set holds in this corridor today");
}

}  // namespace sijill::readmission
