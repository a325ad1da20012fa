// SPDX-License-Identifier: Apache-2.0
#include "services/ledger/rpc/log_access.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/command/caller.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"

namespace sijill::ledger_service {
namespace {

bool MaySeeOwnLog(const command::Office& office, const pki::SpiffeId& caller) {
  if (caller.domain() != office.casefile.domain()) return false;
  const auto directory = office.directory.Current();
  return directory->Has(caller.str(), v1::DUTY_AUDITOR) ||
         directory->Has(caller.str(), v1::DUTY_ADMINISTRATOR);
}

}  // namespace

absl::Status LogNotFound() {
  return refusal::Refuse(absl::StatusCode::kNotFound, "LOG_NOT_FOUND",
                         "there is no such log");
}

absl::Status BeyondLog(const absl::Status& status) {
  if (!absl::IsOutOfRange(status) && !absl::IsNotFound(status)) return status;
  return refusal::Refuse(absl::StatusCode::kOutOfRange, "BEYOND_LOG",
                         "the log does not reach so far");
}

absl::StatusOr<OpenedLog> OpenLogFor(const command::Office& office,
                                     const rpc::Call& call,
                                     const v1::Caller& caller, v1::Log log) {
  const bool own = log == v1::LOG_OWN;
  if (!own && log != v1::LOG_SHARED) return LogNotFound();
  if (own && !MaySeeOwnLog(office, call.principal.id)) return LogNotFound();
  RETURN_IF_ERROR(command::ResolveCaller(office, call, caller).status());
  const auto kind = own ? ledger::LogKind::kOwn : ledger::LogKind::kShared;
  // A view does not move.
  std::unique_ptr<const casefile::Casefile::LogView> view(
      new casefile::Casefile::LogView(office.casefile.Log(kind)));
  ASSIGN_OR_RETURN(const ledger::LogHead head, (*view)->Head());
  std::string checkpoint = head.checkpoint;
  if (checkpoint.empty()) {
    // Nothing was ever committed: the empty tree has a root as well.
    checkpoint = office.casefile.signer(kind).Sign(0, merkle::EmptyRoot());
  }
  return OpenedLog{.kind = kind,
                   .log = std::move(view),
                   .size = head.frontier.size(),
                   .checkpoint = std::move(checkpoint)};
}

}  // namespace sijill::ledger_service
