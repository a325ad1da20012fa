// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/opening.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/casestate/interpretation.h"
#include "common/decision/evidence_grading.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/form/request_form.h"
#include "services/readmission/domain/form/requirements.h"
#include "services/readmission/domain/opening/participants.h"
#include "services/readmission/domain/own_side.h"

namespace sijill::readmission {
namespace {

absl::Status RequireMayOpen(const Opening& opening,
                            const decision::Context& context) {
  RETURN_IF_ERROR(decision::RequireOfficer(context.actor));
  const v1::Agency* agency =
      context.directory.FindAgency(context.actor.agency.str());
  if (agency != nullptr && std::ranges::find(agency->roles(), opening.opener) !=
                               agency->roles().end()) {
    return absl::OkStatus();
  }
  return refusal::Refuse(
      absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
      "the registry does not give the agency a role that opens such a case");
}

void CheckDeclaration(const v1::GateRecorded& declaration, absl::CivilDay today,
                      form::Problems& problems) {
  if (casestate::HasUnknown(declaration)) {
    problems.Add("declaration",
                 "holds a field or a value that this node does not know");
  }
  if (declaration.kind() != v1::GATE_KIND_RETURN_DECISION) {
    problems.Add("declaration.kind", "required: the return decision");
  }
  if (declaration.decided_on().ByteSizeLong() == 0) {
    problems.Add("declaration.decided_on", "required");
  }
  form::CheckPastDate(declaration.decided_on(), form::DateShape::kWhole, today,
                      "declaration.decided_on", problems);
  form::CheckText(declaration.reference(), {}, "declaration.reference",
                  problems);
}

void CheckContent(const Opening& opening, const Parties& parties,
                  absl::Time now, form::Problems& problems) {
  const form::Reading reading{
      .replying_state = parties.replying == nullptr
                            ? std::string_view()
                            : std::string_view(parties.replying->state()),
      .today = form::LatestDay(now),
      .own_national_only = opening.procedure == v1::PROCEDURE_DOCUMENT_REQUEST};
  form::CheckForm(opening.form, reading, problems);
  if (opening.children != nullptr) {
    form::CheckChildren(*opening.children, reading, problems);
  }
  if (opening.medical_needs != nullptr) {
    form::CheckMedicalNeeds(*opening.medical_needs, problems);
  }
  if (opening.declaration != nullptr) {
    CheckDeclaration(*opening.declaration, reading.today, problems);
  }
  CheckOwnSideFile(opening.external_reference, opening.note, problems);
}

absl::Status NoRuleSet(std::string message) {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "RULE_SET_UNKNOWN", std::move(message));
}

absl::StatusOr<decision::RulesInForce> FindRules(
    const Opening& opening, const Parties& parties,
    const decision::Context& context) {
  auto rules = decision::RulesFor(opening.procedure, *parties.requesting,
                                  *parties.replying, opening.post,
                                  opening.wanted, context);
  if (!rules.ok()) {
    if (!absl::IsInvalidArgument(rules.status())) return rules.status();
    return NoRuleSet(opening.wanted.empty()
                         ? "more than one rule set holds in this corridor: "
                           "name one in rule_set"
                         : "no such rule set holds in this corridor today");
  }
  const auto& layers = rules->rules.layers();
  const bool agreed =
      std::ranges::find(layers, rules::Layer::kAgreement,
                        &rules::Rules::LayerName::layer) != layers.end();
  if (opening.agreement && opening.wanted.empty() && !agreed) {
    return NoRuleSet(
        "no agreement holds in this corridor today: name the rule set \"none\" "
        "to ask without one");
  }
  return rules;
}

v1::OpeningTerms TermsOf(const Opening& opening, const Parties& parties,
                         const decision::RulesInForce& rules,
                         absl::CivilDay on) {
  v1::OpeningTerms terms;
  terms.set_procedure(opening.procedure);
  for (const v1::Participant& participant : parties.participants) {
    *terms.add_participants() = participant;
  }
  *terms.mutable_rule_set() = rules.reference;
  if (rules.reference.id() != decision::kNoRuleSet &&
      !rules.calendar_reference.id().empty()) {
    *terms.mutable_calendar() = rules.calendar_reference;
  }
  terms.set_time_zone(rules.zone.name());
  terms.set_post(std::string(opening.post));
  for (const v1::EvidenceItem& item : opening.form.means_of_evidence()) {
    *terms.add_evidence_gradings() = decision::GradingOf(
        rules.rules, item, decision::SubjectOf(opening.form),
        parties.replying->state(), on);
  }
  for (const v1::EntryEvidence& item :
       opening.form.third_country_national().entry_evidence()) {
    *terms.add_entry_evidence_gradings() =
        decision::EntryGradingOf(rules.rules, item, on);
  }
  return terms;
}

decision::DecidedEvent OpeningEvent(const Opening& opening,
                                    const v1::OpeningTerms& terms) {
  // An absent message is a part of no bytes, as an empty one is.
  const v1::OwnSideFile file =
      OwnSideFileOf(opening.external_reference, opening.note);
  const auto& children = opening.children != nullptr
                             ? *opening.children
                             : v1::ChildrenForm::default_instance();
  const auto& needs = opening.medical_needs != nullptr
                          ? *opening.medical_needs
                          : v1::MedicalNeeds::default_instance();
  return decision::EventOf(opening.kind,
                           {&terms, &opening.form, &children, &needs, &file});
}

}  // namespace

absl::StatusOr<decision::Decision> DecideOpening(
    const Opening& opening, form::Problems problems,
    const decision::Context& context) {
  RETURN_IF_ERROR(RequireMayOpen(opening, context));
  const Parties parties = FindParties(opening, context, problems);
  CheckContent(opening, parties, context.now, problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(RequireKnown(parties));
  ASSIGN_OR_RETURN(const decision::RulesInForce rules,
                   FindRules(opening, parties, context));
  const absl::CivilDay today = absl::ToCivilDay(context.now, rules.zone);
  RETURN_IF_ERROR(RequireComplete(rules::Checklist(
      rules.rules.requirements(), FactsOf(opening.form, today))));
  if (opening.declaration_needed && opening.declaration == nullptr) {
    return refusal::Refuse(
        absl::StatusCode::kFailedPrecondition, "GATE_MISSING",
        "declare that a return decision is final and may be enforced");
  }
  decision::Decision decided;
  decided.events.push_back(
      OpeningEvent(opening, TermsOf(opening, parties, rules, today)));
  if (opening.declaration != nullptr) {
    decided.events.push_back(
        decision::EventOf(v1::EVENT_KIND_GATE_RECORDED, {opening.declaration}));
  }
  decided.domains.assign(parties.domains.begin(), parties.domains.end());
  // Which rules hold, and how they grade, changes with the day.
  decided.valid_until =
      absl::FromCivil(absl::CivilSecond(today + 1), rules.zone);
  return decided;
}

}  // namespace sijill::readmission
