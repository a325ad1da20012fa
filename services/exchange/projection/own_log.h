// SPDX-License-Identifier: Apache-2.0
// Whether our shared log is still the one that a peer has seen.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/casefile.h"
#include "services/exchange/projection/evidence.h"

namespace sijill::exchange {

// The size of `checkpoint`, a note of our own shared log that somebody else
// holds, if the log continues it; 0 for an empty one. OUT_OF_RANGE, with what
// to do, if it does not: what it says, this log once said, so the log was set
// back. PERMISSION_DENIED or INVALID_ARGUMENT if it is no note of ours.
absl::StatusOr<uint64_t> ContinuedSize(const casefile::Casefile& casefile,
                                       const std::string& checkpoint);

// DATA_LOSS if the log does not continue what peers were found to have seen of
// it: it was set back before an earlier stop, and is so still.
absl::Status CheckSeenOfUs(const casefile::Casefile& casefile,
                           const Evidence& evidence);

}  // namespace sijill::exchange
