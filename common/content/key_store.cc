// SPDX-License-Identifier: Apache-2.0
#include "common/content/key_store.h"

#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/content/at_rest.h"

namespace sijill::content {
namespace {

constexpr size_t kMaxCached = 4096;
constexpr std::string_view kPositionKey = "position";
constexpr std::string_view kWrapTag{"sijill/wrap/v1\0", 15};

std::string WrapKey(const event::DataKeyId& id) {
  return base::StrCat("k", id.view());
}

// Binds a wrap to the id it is stored under.
std::string WrapAad(const event::DataKeyId& id) {
  return base::StrCat(kWrapTag, id.view());
}

absl::StatusOr<crypto::DataKey> Unwrap(const crypto::DataKey& wrapping,
                                       const event::DataKeyId& id,
                                       std::string_view wrap) {
  const auto nonce = crypto::Nonce::From(wrap.substr(0, crypto::Nonce::kSize));
  if (!nonce) return absl::DataLossError("a wrapped key is damaged");
  ASSIGN_OR_RETURN(const std::string secret,
                   crypto::Open(wrapping, *nonce, WrapAad(id),
                                wrap.substr(crypto::Nonce::kSize)));
  return crypto::DataKey::FromBytes(secret);
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Open(
    storage::Store& store, crypto::DataKey wrapping) {
  ASSIGN_OR_RETURN(const auto bytes, store.Get(kPositionKey));
  uint64_t position = 0;
  if (bytes) {
    const auto read = base::ByteReader(*bytes).ReadU64();
    if (!read) return absl::DataLossError("the key store is damaged");
    position = *read;
  }
  // One wrap shows whether the wrapping key is the right one.
  absl::Status fits;
  RETURN_IF_ERROR(storage::ScanPrefix(
      store, "k", [&](std::string_view key, std::string_view wrap) {
        const auto id = event::DataKeyId::From(key.substr(1));
        if (!id || !Unwrap(wrapping, *id, wrap).ok()) {
          fits = absl::DataLossError(
              "the key store was written under another wrapping key");
        }
        return false;
      }));
  RETURN_IF_ERROR(fits);
  return std::unique_ptr<KeyStore>(
      new KeyStore(store, std::move(wrapping), position));
}

KeyStore::KeyStore(storage::Store& store, crypto::DataKey wrapping,
                   uint64_t position)
    : store_(store), wrapping_(std::move(wrapping)), position_(position) {}

absl::Status KeyStore::Add(const event::DataKeyId& id,
                           const crypto::DataKey& key,
                           const crypto::Nonce& nonce) {
  const std::string wrap = base::StrCat(
      nonce.view(), crypto::Seal(wrapping_, nonce, WrapAad(id), key.secret()));
  ASSIGN_OR_RETURN(const auto taken, store_.Get(WrapKey(id)));
  ASSIGN_OR_RETURN(auto copy, crypto::DataKey::FromBytes(key.secret()));
  base::MutexLock lock(mu_);
  if (taken || pending_.contains(WrapKey(id))) {
    return absl::AlreadyExistsError("a data key of this id exists");
  }
  pending_[WrapKey(id)] = wrap;
  cache_[id] = std::make_shared<const crypto::DataKey>(std::move(copy));
  return absl::OkStatus();
}

void KeyStore::Discard(const event::DataKeyId& id) {
  base::MutexLock lock(mu_);
  if (pending_.erase(WrapKey(id)) > 0) cache_.erase(id);
}

absl::Status KeyStore::Flush() {
  storage::WriteSet writes;
  uint64_t position = 0;
  {
    base::MutexLock lock(mu_);
    if (pending_.empty()) return absl::OkStatus();
    position = position_ + pending_.size();
    for (const auto& [key, wrap] : pending_)
      writes.puts.emplace_back(key, wrap);
  }
  writes.puts.emplace_back(kPositionKey, base::U64(position));
  std::string why;
  if (store_.Commit(writes, &why) != storage::CommitOutcome::kCommitted) {
    return absl::UnknownError(
        base::StrCat("the key store could not be written: ", why));
  }
  base::MutexLock lock(mu_);
  position_ = position;
  pending_.clear();
  return absl::OkStatus();
}

absl::StatusOr<KeyStore::Census> KeyStore::Count() const {
  Census census;
  RETURN_IF_ERROR(store_.Scan(
      "", std::string(64, '\xff'),
      [&](std::string_view key, std::string_view value) {
        const bool position = key == kPositionKey && value.size() == 8;
        if (position) census.position = *base::ByteReader(value).ReadU64();
        const auto id = key.starts_with("k")
                            ? event::DataKeyId::From(key.substr(1))
                            : std::nullopt;
        const bool whole = id && Unwrap(wrapping_, *id, value).ok();
        if (whole) ++census.keys;
        if (!whole && !position) ++census.damaged;
        return true;
      }));
  return census;
}

bool KeyStore::Holds(const event::DataKeyId& id) {
  return !absl::IsNotFound(Find(id).status());
}

uint64_t KeyStore::position() const {
  base::MutexLock lock(mu_);
  return position_;
}

absl::StatusOr<std::shared_ptr<const crypto::DataKey>> KeyStore::Find(
    const event::DataKeyId& id) {
  {
    base::MutexLock lock(mu_);
    const auto found = cache_.find(id);
    if (found != cache_.end()) return found->second;
  }
  ASSIGN_OR_RETURN(const auto wrap, store_.Get(WrapKey(id)));
  if (!wrap) return absl::NotFoundError("the content was erased");
  ASSIGN_OR_RETURN(auto key, Unwrap(wrapping_, id, *wrap));
  auto shared = std::make_shared<const crypto::DataKey>(std::move(key));
  base::MutexLock lock(mu_);
  // What waits to be made durable is nowhere else: it stays.
  if (cache_.size() >= kMaxCached && pending_.empty()) cache_.clear();
  cache_[id] = shared;
  return shared;
}

absl::StatusOr<std::string> KeyStore::SealPart(const event::DataKeyId& id,
                                               const crypto::Nonce& nonce,
                                               const event::Part& part) {
  ASSIGN_OR_RETURN(const auto key, Find(id));
  return EncryptPart(*key, id, nonce, part);
}

absl::StatusOr<event::Part> KeyStore::OpenPart(const event::DataKeyId& id,
                                               const base::Hash& commitment,
                                               std::string_view stored) {
  ASSIGN_OR_RETURN(const auto key, Find(id));
  return DecryptPart(*key, id, commitment, stored);
}

}  // namespace sijill::content
