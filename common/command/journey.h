// SPDX-License-Identifier: Apache-2.0
// A mutation on its way: what every one of them begins and ends with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/casefile/proposal.h"
#include "common/command/caller.h"
#include "common/command/mutation.h"
#include "common/decision/decision.h"
#include "sijill/v1/events.pb.h"

namespace sijill::command {

// How often a decision is made anew because what it read moved.
inline constexpr int kAttempts = 8;

struct Journey {
  Asker asker;
  std::string method;      // the full one
  std::string request_id;  // 16 bytes
  base::Hash hmac;
  std::function<absl::Status()> still_believed;  // of the call
};

// Resolves the caller and the request id. Errors as ResolveCaller() and
// ParseRequestId().
absl::StatusOr<Journey> Begin(const Office& office, const Mutation& mutation);

// Carries the request out once: answers with the receipt if it was carried out
// before, else tries until what it read stands still, at most kAttempts times.
// Each attempt is given the registry of the moment, whose version goes into the
// read set, and is not made if the asker may no longer ask by it. `attempt` is
// done when it returns anything but the ledger's ABORTED, which has no reason.
// If it is refused, the same request may have been carried out beside it
// meanwhile: then that receipt is the answer. `stream` is where the request
// writes. Errors: of `attempt` through ToRefusal(); of CheckStillGranted();
// ALREADY_EXISTS, REQUEST_ID_REUSED.
absl::StatusOr<Recorded> CarryOut(
    const Office& office, const Journey& journey,
    const base::StreamName& stream,
    absl::FunctionRef<absl::StatusOr<Recorded>(const decision::Directory&)>
        attempt);

// What the decision was made from, for the author's own auditors. `state` is
// null where no case was open.
v1::DecisionContext MakeContext(const Journey& journey,
                                const Mutation& mutation,
                                const decision::Context& context,
                                absl::Time valid_until, const v1::Case* state);

// The parts of the event with the context's part filled, where its kind has
// one.
std::vector<std::string> PartsOf(const decision::DecidedEvent& event,
                                 const v1::DecisionContext& context);

// Proposes the command; the ledger's errors as they come, for CarryOut().
absl::StatusOr<Recorded> Propose(const Office& office,
                                 casefile::Command command,
                                 const base::StreamName& stream);

}  // namespace sijill::command
