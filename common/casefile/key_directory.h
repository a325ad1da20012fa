// SPDX-License-Identifier: Apache-2.0
// The seal keys of agencies, ours and our peers', as the `nodes` streams tell.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/crypto/p256.h"

namespace sijill::casefile {

// Why a key event changes nothing, and which one it is.
struct SealKey {
  crypto::PublicKey key;
  uint64_t endorsed_at = 0;  // index in the author's shared log
  // A seal counts only below this index in the author's log: the one behind
  // the event that revokes it.
  std::optional<uint64_t> revoked_at;
  // From this index on, what it sealed keeps what it closes and opens nothing.
  std::optional<uint64_t> suspect_since;
  std::optional<uint64_t> retired_at;
};

// A value: copies are made for the verification of one delivery, in which keys
// may be endorsed before they are used. Not safe to change from two threads.
class KeyDirectory {
 public:
  // An agency vouched for by its domain: `key` seals for it from `index` on.
  // A key that was revoked stays so.
  void Endorse(const base::AgencyName& agency, crypto::PublicKey key,
               uint64_t index);
  void Retire(const base::AgencyName& agency, const base::Hash& key_id,
              uint64_t index);
  void Revoke(const base::AgencyName& agency, const base::Hash& key_id,
              uint64_t index, uint64_t suspect_since);

  // nullptr if the agency never had such a key. Valid until the next change.
  const SealKey* Find(const base::AgencyName& agency,
                      const base::Hash& key_id) const;

  // FAILED_PRECONDITION with "UNKNOWN_KEY" or "KEY_REVOKED" unless the key may
  // seal for `agency` what stands at `index` of its shared log.
  absl::StatusOr<const SealKey*> KeyFor(const base::AgencyName& agency,
                                        const base::Hash& key_id,
                                        uint64_t index) const;

 private:
  SealKey* Mutable(const base::AgencyName& agency, const base::Hash& key_id);
  std::map<std::pair<base::AgencyName, base::Hash>, SealKey> keys_;
};

}  // namespace sijill::casefile
