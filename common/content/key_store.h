// SPDX-License-Identifier: Apache-2.0
// The key store: the data keys of lanes, each wrapped under the node's own
// key, in a store apart from the events, so that destroying a wrap erases
// content that backups of the events still hold.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/crypto/aead.h"
#include "common/event/content.h"
#include "common/storage/store.h"

namespace sijill::content {

// Safe to use from several threads; keys are added by one (the sequencer's).
class KeyStore {
 public:
  // Over `store`, which it alone writes to and which outlives it. `wrapping`
  // is the node's key. DATA_LOSS if the store's position cannot be read, or a
  // wrap in it was made under another wrapping key.
  static absl::StatusOr<std::unique_ptr<KeyStore>> Open(
      storage::Store& store, crypto::DataKey wrapping);

  // Takes a new key under `id`, usable at once and durable after Flush().
  // ALREADY_EXISTS if the id is taken. `nonce` is random and never used again.
  absl::Status Add(const event::DataKeyId& id, const crypto::DataKey& key,
                   const crypto::Nonce& nonce) ABSL_LOCKS_EXCLUDED(mu_);

  // Forgets a key that was added and is not durable yet: what it was for was
  // refused. A key that is durable stays.
  void Discard(const event::DataKeyId& id) ABSL_LOCKS_EXCLUDED(mu_);

  // Makes durable what was added: to be called before the commit that first
  // uses it. An error leaves open whether it is; the process must end.
  absl::Status Flush() ABSL_LOCKS_EXCLUDED(mu_);

  // How many keys were ever made durable. A commit names it, and start-up
  // refuses a key store that is behind.
  uint64_t position() const ABSL_LOCKS_EXCLUDED(mu_);

  // What lies in the store, every wrap opened: for auditors.
  struct Census {
    uint64_t position = 0;
    uint64_t keys = 0;     // whole wraps
    uint64_t damaged = 0;  // records that are nothing this store writes
  };
  absl::StatusOr<Census> Count() const;

  // Whether the key `id` is in the store or waits to be made durable: what lies
  // under it was not erased.
  bool Holds(const event::DataKeyId& id) ABSL_LOCKS_EXCLUDED(mu_);

  // Encrypts `part` under the key `id`: nonce || ciphertext || tag.
  // NOT_FOUND if there is no such key.
  absl::StatusOr<std::string> SealPart(const event::DataKeyId& id,
                                       const crypto::Nonce& nonce,
                                       const event::Part& part)
      ABSL_LOCKS_EXCLUDED(mu_);

  // The part that was stored so, its commitment computed anew. NOT_FOUND if
  // the key is gone (the content was erased), DATA_LOSS if the bytes or the
  // commitment do not fit.
  absl::StatusOr<event::Part> OpenPart(const event::DataKeyId& id,
                                       const base::Hash& commitment,
                                       std::string_view stored)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  KeyStore(storage::Store& store, crypto::DataKey wrapping, uint64_t position);

  absl::StatusOr<std::shared_ptr<const crypto::DataKey>> Find(
      const event::DataKeyId& id) ABSL_LOCKS_EXCLUDED(mu_);

  storage::Store& store_;
  const crypto::DataKey wrapping_;

  // Guards the keys in memory and what waits to be made durable.
  mutable base::Mutex mu_;
  uint64_t position_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::string> pending_ ABSL_GUARDED_BY(mu_);
  // Shared with calls that are using a key while the cache drops it.
  std::map<event::DataKeyId, std::shared_ptr<const crypto::DataKey>> cache_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::content
