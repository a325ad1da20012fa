// SPDX-License-Identifier: Apache-2.0
#include "common/command/case_access.h"

#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"

namespace sijill::command {

absl::Status CaseNotFound() {
  return refusal::Refuse(absl::StatusCode::kNotFound, "CASE_NOT_FOUND",
                         "no such case");
}

absl::StatusOr<LoadedCase> LoadCase(const Office& office, std::string_view name,
                                    CaseCache::Keep keep) {
  const auto stream = base::StreamName::Parse(name);
  if (!stream.ok() || stream->shape() != base::StreamName::Shape::kCase) {
    return CaseNotFound();
  }
  ASSIGN_OR_RETURN(LoadedCase loaded,
                   office.cases.Load(office.casefile, *stream, keep));
  if (!loaded.state().opened()) return CaseNotFound();
  return loaded;
}

bool MaySee(const casestate::CaseState& state, const Asker& asker,
            const decision::Directory& directory) {
  const base::AgencyName& agency = asker.actor.agency;
  if (casestate::TakesPart(state, agency.str())) return true;
  const bool every_case = directory.Has(asker.identity, v1::DUTY_PROTECTION) ||
                          directory.Has(asker.identity, v1::DUTY_AUDITOR);
  return every_case && casestate::DomainTakesPart(state, agency.domain());
}

absl::StatusOr<LoadedCase> LoadCaseFor(const Office& office, const Asker& asker,
                                       std::string_view name) {
  ASSIGN_OR_RETURN(LoadedCase loaded, LoadCase(office, name));
  if (!MaySee(loaded.state(), asker, *office.directory.Current())) {
    return CaseNotFound();
  }
  return loaded;
}

}  // namespace sijill::command
