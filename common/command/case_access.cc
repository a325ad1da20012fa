// SPDX-License-Identifier: Apache-2.0
#include "common/command/case_access.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"

namespace sijill::command {

absl::Status CaseNotFound() {
  return refusal::Refuse(absl::StatusCode::kNotFound, "CASE_NOT_FOUND",
                         "no such case");
}

std::vector<casestate::FoldEvent> ToFoldEvents(
    const casefile::StreamView& view) {
  std::vector<casestate::FoldEvent> events;
  for (const casefile::HeldEvent& held : view.events) {
    const event::Header& header = held.event.header;
    casestate::FoldEvent& event = events.emplace_back(
        casestate::FoldEvent{.id = held.event.id, .author = header.author});
    event.kind = header.kind;
    event.recorded_at = header.recorded_at;
    event.seen = header.seen;
    event.previous = header.previous;
    event.sequence = header.sequence;
    event.audience = header.audience;
    event.critical = header.critical;
    event.newer_format = header.format != event::kFormat;
    for (const auto& part : held.parts) {
      event.parts.push_back(part ? std::optional(part->bytes) : std::nullopt);
    }
  }
  return events;
}

absl::StatusOr<LoadedCase> LoadCase(const Office& office,
                                    std::string_view name) {
  const auto stream = base::StreamName::Parse(name);
  if (!stream.ok() || stream->shape() != base::StreamName::Shape::kCase) {
    return CaseNotFound();
  }
  ASSIGN_OR_RETURN(casefile::StreamView view,
                   office.casefile.Load(*stream, casefile::Scope::kAll));
  std::vector<casestate::FoldEvent> events = ToFoldEvents(view);
  casestate::CaseState state = casestate::Fold(*stream, events);
  if (!state.opened()) return CaseNotFound();
  return LoadedCase{.view = std::move(view),
                    .events = std::move(events),
                    .state = std::move(state)};
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
  if (!MaySee(loaded.state, asker, *office.directory.Current())) {
    return CaseNotFound();
  }
  return loaded;
}

}  // namespace sijill::command
