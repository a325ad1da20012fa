// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/key_directory.h"

#include <algorithm>

namespace sijill::casefile {

void KeyDirectory::Endorse(const base::AgencyName& agency,
                           crypto::PublicKey key, uint64_t index) {
  const base::Hash id = key.id();
  keys_.try_emplace({agency, id},
                    SealKey{.key = std::move(key), .endorsed_at = index});
}

SealKey* KeyDirectory::Mutable(const base::AgencyName& agency,
                               const base::Hash& key_id) {
  const auto found = keys_.find({agency, key_id});
  return found == keys_.end() ? nullptr : &found->second;
}

void KeyDirectory::Retire(const base::AgencyName& agency,
                          const base::Hash& key_id, uint64_t index) {
  SealKey* key = Mutable(agency, key_id);
  if (key != nullptr && !key->retired_at) key->retired_at = index;
}

void KeyDirectory::Revoke(const base::AgencyName& agency,
                          const base::Hash& key_id, uint64_t index,
                          uint64_t suspect_since) {
  SealKey* key = Mutable(agency, key_id);
  if (key == nullptr) return;
  // Of several revocations the strictest counts.
  key->revoked_at = std::min(index, key->revoked_at.value_or(index));
  key->suspect_since =
      std::min(suspect_since, key->suspect_since.value_or(suspect_since));
}

const SealKey* KeyDirectory::Find(const base::AgencyName& agency,
                                  const base::Hash& key_id) const {
  const auto found = keys_.find({agency, key_id});
  return found == keys_.end() ? nullptr : &found->second;
}

absl::StatusOr<const SealKey*> KeyDirectory::KeyFor(
    const base::AgencyName& agency, const base::Hash& key_id,
    uint64_t index) const {
  const SealKey* key = Find(agency, key_id);
  if (key == nullptr || index < key->endorsed_at) {
    return absl::FailedPreconditionError("UNKNOWN_KEY");
  }
  if (key->revoked_at && index >= *key->revoked_at) {
    return absl::FailedPreconditionError("KEY_REVOKED");
  }
  if (key->retired_at && index >= *key->retired_at) {
    return absl::FailedPreconditionError("KEY_RETIRED");
  }
  return key;
}

}  // namespace sijill::casefile
