// SPDX-License-Identifier: Apache-2.0
// Content parts as they lie on the disk. FORMAT.md, "At rest".
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/aead.h"
#include "common/event/content.h"

namespace sijill::content {

// nonce || AES-256-GCM of salt || bytes || tag, bound to the data key's id and
// the part's commitment. Absent parts are stored too: their salt. Use a nonce
// once with a key.
std::string EncryptPart(const crypto::DataKey& key,
                        const event::DataKeyId& key_id,
                        const crypto::Nonce& nonce, const event::Part& part);

// The part. DATA_LOSS unless `stored` was made by EncryptPart() with this key
// and id of the part that `commitment` commits to: every read computes that
// again.
absl::StatusOr<event::Part> DecryptPart(const crypto::DataKey& key,
                                        const event::DataKeyId& key_id,
                                        const base::Hash& commitment,
                                        std::string_view stored);

}  // namespace sijill::content
