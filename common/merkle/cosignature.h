// SPDX-License-Identifier: Apache-2.0
// Cosignatures (C2SP tlog-cosignature, cosignature/v1): a witness says when it
// saw a log at a checkpoint, consistent with all it saw before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/merkle/note.h"

namespace sijill::merkle {

// Seconds since 1970-01-01T00:00:00Z; at most 2^63 - 1.
using CosignatureTime = uint64_t;

// What a witness signs: "cosignature/v1", "time <seconds>", and the text of the
// checkpoint's note, each line ended by a newline.
std::string CosignatureMessage(CosignatureTime time, std::string_view text);

// The line to add to the note: `signature` (64 bytes) over CosignatureMessage()
// by the witness `name` with the Ed25519 key `key` (32 bytes).
NoteSignature MakeCosignature(std::string_view name, std::string_view key,
                              CosignatureTime time, std::string_view signature);

// The time at which the witness `name` with the Ed25519 key `key` (32 bytes)
// cosigned the note; the latest if it did so more than once. `verify` is asked
// whether that key signed a message. NOT_FOUND if the note has no cosignature
// by this key; INVALID_ARGUMENT if `key` is no key, or one by it is malformed
// or does not verify.
absl::StatusOr<CosignatureTime> VerifyCosignature(const Note& note,
                                                  std::string_view name,
                                                  std::string_view key,
                                                  SignatureVerifier verify);

}  // namespace sijill::merkle
