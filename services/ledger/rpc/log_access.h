// SPDX-License-Identifier: Apache-2.0
// Which log a caller may look at.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/casefile.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/common.pb.h"

namespace sijill::ledger_service {

// A log at one instant, for somebody who may see it.
struct OpenedLog {
  ledger::LogKind kind;
  std::unique_ptr<const casefile::Casefile::LogView> log;
  uint64_t size;
  std::string checkpoint;  // signed; of `size`

  const ledger::LogReader& view() const { return **log; }
};

// Resolves the caller and opens `log` for him. The own log is for the own
// domain's auditors and administrators; to everybody else it does not exist:
// NOT_FOUND, reason LOG_NOT_FOUND, the same bytes as for a log that there is
// none of. Errors as command::ResolveCaller().
absl::StatusOr<OpenedLog> OpenLogFor(const command::Office& office,
                                     const rpc::Call& call,
                                     const v1::Caller& caller, v1::Log log);

// NOT_FOUND, reason LOG_NOT_FOUND.
absl::Status LogNotFound();
// `status`, but OUT_OF_RANGE and NOT_FOUND become OUT_OF_RANGE, reason
// BEYOND_LOG.
absl::Status BeyondLog(const absl::Status& status);

}  // namespace sijill::ledger_service
