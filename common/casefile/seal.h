// SPDX-License-Identifier: Apache-2.0
// Where events meet keys: making and verifying seals. FORMAT.md, "Seal".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/p256.h"
#include "common/event/signed_header.h"

namespace sijill::casefile {

// INVALID_ARGUMENT unless the event is sealed under `key`, its field 5 names
// that key, and it is of `exchange`, our own. Whether the key was the author's
// then is the registry's matter.
absl::Status VerifySeal(const event::ParsedEvent& event,
                        const crypto::PublicKey& key,
                        std::string_view exchange);

// What import asks of one event alone: VerifySeal(), and no own-log kind,
// sealed or not. INVALID_ARGUMENT otherwise.
absl::Status VerifyImported(const event::ParsedEvent& event,
                            const crypto::PublicKey& key,
                            std::string_view exchange);

// The SignedHeader of one event under a seal of its own. INVALID_ARGUMENT if
// these are no header's bytes or field 5 is not the signer's key; the signer's
// errors are passed on.
absl::StatusOr<std::string> SealEvent(std::string_view header_bytes,
                                      const crypto::Signer& signer);

// The SignedHeaders of 1 to 65,535 events, in log order, under one seal. As
// SealEvent(); INVALID_ARGUMENT also for another number, and unless all share
// exchange, author, key id and audience: n and path must not count what another
// may not see.
absl::StatusOr<std::vector<std::string>> SealEvents(
    std::span<const std::string> header_bytes, const crypto::Signer& signer);

}  // namespace sijill::casefile
