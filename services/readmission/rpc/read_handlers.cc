// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/read_handlers.h"

#include <algorithm>
#include <memory>

#include "common/base/status_macros.h"
#include "common/command/caller.h"
#include "common/command/case_access.h"
#include "common/command/disclosure.h"
#include "services/readmission/domain/view/case_deadlines.h"
#include "services/readmission/domain/view/list_requirements.h"
#include "services/readmission/domain/view/visible_case.h"

namespace sijill::readmission {
namespace {

// Why a hold stands is for those whose duty it is to look.
HoldView HoldViewOf(const command::Asker& asker,
                    const casestate::CaseState& state,
                    const decision::Directory& directory) {
  const bool whole =
      directory.Has(asker.identity, v1::DUTY_PROTECTION) ||
      directory.Has(asker.identity, v1::DUTY_AUDITOR) ||
      std::ranges::any_of(state.own.participants(), [&](const auto& one) {
        return one.role() == v1::ROLE_PROTECTION &&
               one.agency() == asker.actor.agency.str();
      });
  return whole ? HoldView::kWhole : HoldView::kInForce;
}

absl::Status AddLogSizes(const command::Office& office,
                         v1::GetCaseResponse& response) {
  for (const auto& [log, kind] :
       {std::pair(v1::LOG_SHARED, ledger::LogKind::kShared),
        std::pair(v1::LOG_OWN, ledger::LogKind::kOwn)}) {
    ASSIGN_OR_RETURN(const uint64_t size, office.casefile.Log(kind)->Size());
    v1::LogPosition& position = *response.add_as_of();
    position.set_log(log);
    position.set_size(size);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetCaseResponse> HandleGetCase(
    const command::Office& office, const rpc::Call& call,
    const v1::GetCaseRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  v1::GetCaseResponse response;
  // Before the case: it holds at least what these sizes cover.
  RETURN_IF_ERROR(AddLogSizes(office, response));
  ASSIGN_OR_RETURN(const command::LoadedCase loaded,
                   command::LoadCaseFor(office, asker, request.name()));
  const auto directory = office.directory.Current();
  *response.mutable_snapshot() = VisibleCase(
      loaded.state(), HoldViewOf(asker, loaded.state(), *directory));
  const absl::Time now = office.clock.Now();
  const auto rules =
      decision::RulesOf(loaded.state(), {.now = now,
                                         .exchange = office.casefile.exchange(),
                                         .actor = asker.actor,
                                         .directory = *directory,
                                         .book = office.book});
  if (rules.ok()) {
    auto deadlines = DeadlinesOf(loaded.state(), *rules);
    LetPass(deadlines, now);
    response.mutable_deadlines()->Assign(deadlines.begin(), deadlines.end());
  }
  RETURN_IF_ERROR(command::RecordDisclosure(
      office, call, asker,
      {.part_classes = ClassesShown(response.snapshot()),
       .cases = {request.name()}}));
  return response;
}

absl::StatusOr<v1::ListRequirementsResponse> HandleListRequirements(
    const command::Office& office, const rpc::Call& call,
    const v1::ListRequirementsRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  const auto directory = office.directory.Current();
  const decision::Context context{.now = office.clock.Now(),
                                  .exchange = office.casefile.exchange(),
                                  .actor = asker.actor,
                                  .directory = *directory,
                                  .book = office.book};
  if (request.case_name().empty()) return RequirementsFor(request, context);
  ASSIGN_OR_RETURN(const command::LoadedCase loaded,
                   command::LoadCaseFor(office, asker, request.case_name()));
  return RequirementsOf(loaded.state(), context);
}

}  // namespace sijill::readmission
