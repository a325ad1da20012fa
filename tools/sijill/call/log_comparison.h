// SPDX-License-Identifier: Apache-2.0
// After an answer with checkpoints: are they of the logs we have seen before?
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/merkle/checkpoint.h"
#include "google/protobuf/message.h"
#include "sijill/v1/common.pb.h"
#include "tools/sijill/call/node_link.h"
#include "tools/sijill/connection_profile.h"
#include "tools/sijill/session.h"
#include "tools/sijill/witness/checkpoint_memory.h"

namespace sijill::cli {

// Compares the checkpoints of the receipts, or the one that was asked for, with
// those remembered, by the node's proofs of consistency. DATA_LOSS if a log
// contradicts itself or states no checkpoint; a node that gives no proof just
// now leaves it open, since the act itself is done.
absl::Status CompareLogs(const ConnectionProfile& profile, NodeLink& link,
                         const google::protobuf::Message& response,
                         Session& session);

// The same for one checkpoint of `log` that the node gave.
absl::Status CompareNote(const ConnectionProfile& profile, NodeLink& link,
                         v1::Log log, const std::string& note,
                         Session& session);

// The checkpoint that the note states. DATA_LOSS if it states none, or the
// profile has a key of that log and it did not sign.
absl::StatusOr<merkle::Checkpoint> ReadNote(const ConnectionProfile& profile,
                                            const std::string& note);
// Whether the profile has a key of the log.
bool HasKeyOf(const ConnectionProfile& profile, const std::string& origin);

}  // namespace sijill::cli
