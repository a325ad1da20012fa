// SPDX-License-Identifier: Apache-2.0
#include "common/content/at_rest.h"

#include "absl/status/status.h"
#include "common/base/status_macros.h"

namespace sijill::content {

std::string EncryptPart(const crypto::DataKey& key,
                        const event::DataKeyId& key_id,
                        const crypto::Nonce& nonce, const event::Part& part) {
  return nonce.str() +
         crypto::Seal(key, nonce,
                      event::RestAad(key_id, event::Commitment(part)),
                      event::RestPlaintext(part));
}

absl::StatusOr<event::Part> DecryptPart(const crypto::DataKey& key,
                                        const event::DataKeyId& key_id,
                                        const base::Hash& commitment,
                                        std::string_view stored) {
  const auto nonce =
      crypto::Nonce::From(stored.substr(0, crypto::Nonce::kSize));
  if (!nonce) return absl::DataLossError("a stored part is cut");
  ASSIGN_OR_RETURN(const std::string plaintext,
                   crypto::Open(key, *nonce, event::RestAad(key_id, commitment),
                                stored.substr(crypto::Nonce::kSize)));
  return event::ParseRestPlaintext(plaintext, commitment);
}

}  // namespace sijill::content
