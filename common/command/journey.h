// SPDX-License-Identifier: Apache-2.0
// A mutation on its way: what every one of them begins and ends with.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
  std::string request_id;  // 16 bytes
  base::Hash hmac;
};

// Resolves the caller and the request id. Errors as ResolveCaller() and
// ParseRequestId().
absl::StatusOr<Journey> Begin(const Office& office, const Mutation& mutation);

// The receipt of a request that was carried out before, or nothing.
// ALREADY_EXISTS, REQUEST_ID_REUSED.
absl::StatusOr<std::optional<Recorded>> FindKnown(const Office& office,
                                                  const Journey& journey);

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

// The answer to what was proposed.
absl::StatusOr<Recorded> Finish(const absl::StatusOr<casefile::Receipt>& done,
                                const base::StreamName& stream);

}  // namespace sijill::command
