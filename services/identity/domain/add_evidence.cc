// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/add_evidence.h"

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/identity/domain/evidence_copy.h"
#include "services/identity/domain/form_fields.h"
#include "services/identity/domain/graded_evidence.h"
#include "sijill/v1/events.pb.h"

namespace sijill::identity {
namespace {

// The copy as it goes out; absent if none came.
v1::EvidenceCopy CopyOf(const v1::AddEvidenceRequest& request,
                        refusal::FieldProblems& problems) {
  v1::EvidenceCopy copy;
  if (!request.has_copy()) return copy;
  const v1::EvidenceCopy& given = request.copy();
  CheckKnown(given, "copy", problems);
  if (!IsCopyType(given.media_type())) {
    problems.Add("copy.media_type", "image/jpeg, image/png or application/pdf");
    return copy;
  }
  if (given.content().empty() || given.content().size() > kMaxCopySize) {
    problems.Add("copy.content", base::StrCat("1 to ", kMaxCopySize, " bytes"));
    return copy;
  }
  auto bare = WithoutMetadata(given.media_type(), given.content());
  if (!bare.ok()) {
    problems.Add("copy.content", "not a whole file of its media type");
    return copy;
  }
  copy.set_media_type(given.media_type());
  copy.set_content(*std::move(bare));
  return copy;
}

// The State whose documents are its own: that of the agency that replies.
std::string RequestedState(const casestate::CaseState& state,
                           const decision::Directory& directory) {
  for (const v1::Role role : {v1::ROLE_REQUESTED, v1::ROLE_CONSULATE}) {
    const std::string name = casestate::HolderOf(state, role);
    if (name.empty()) continue;
    const v1::Agency* agency = directory.FindAgency(name);
    return agency == nullptr ? "" : agency->state();
  }
  return "";
}

rules::Subject SubjectOf(const casestate::CaseState& state) {
  return state.shared.form().has_third_country_national()
             ? rules::Subject::kThirdCountryNational
             : rules::Subject::kOwnNational;
}

absl::Time InstantOf(const google::protobuf::Timestamp& at) {
  return absl::FromUnixSeconds(at.seconds()) + absl::Nanoseconds(at.nanos());
}

}  // namespace

absl::StatusOr<decision::Decision> AddEvidence(
    const casestate::CaseState& state, const v1::AddEvidenceRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_EVIDENCE_ADDED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  refusal::FieldProblems problems;
  CheckEvidence(request.evidence(), "evidence", problems);
  const v1::EvidenceCopy copy = CopyOf(request, problems);
  CheckText(request.note(), kMaxText, "note", problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  ASSIGN_OR_RETURN(const decision::RulesInForce force,
                   decision::RulesOf(state, context));
  const absl::CivilDay on = absl::ToCivilDay(
      InstantOf(state.shared.opened().recorded_at()), force.zone);
  v1::EvidenceAdded added;
  *added.mutable_evidence() = request.evidence();
  *added.mutable_grading() =
      GradingOf(MeansOf(request.evidence(), SubjectOf(state),
                        RequestedState(state, context.directory)),
                force.rules, on);
  v1::OwnSideFile file;
  file.set_note(request.note());
  return decision::OneEvent(kKind, {&added, &copy, &file});
}

}  // namespace sijill::identity
