// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/projection/evidence.h"

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::exchange {
namespace {

// "a": what is held of the answer to an event; "b": what contradicts a proof
// that is held; both domain 0x00, u64 index.
std::string KeyOf(std::string_view kind, const base::DomainName& peer,
                  uint64_t index) {
  return base::StrCat(kind, peer.str(), std::string_view("\0", 1),
                      base::U64(index));
}

// Domain of the peer that holds it.
constexpr std::string_view kSeenOfUs = "s";
constexpr std::string_view kFork = "f";

template <typename Record>
absl::StatusOr<std::optional<Record>> Read(const storage::Reader& store,
                                           const std::string& key) {
  ASSIGN_OR_RETURN(const auto bytes, store.Get(key));
  if (!bytes) return std::optional<Record>();
  Record record;
  if (!record.ParseFromString(*bytes)) {
    return absl::DataLossError("a piece of evidence is damaged");
  }
  return std::optional<Record>(std::move(record));
}

}  // namespace

bool IsProof(const store::v1::DeliveryAnswer& answer) {
  return answer.refusal() == 0 && answer.contradiction().empty();
}

absl::Status Evidence::Write(const storage::WriteSet& writes) {
  if (writes.puts.empty()) return absl::OkStatus();
  std::string why;
  if (store_.Commit(writes, &why) != storage::CommitOutcome::kCommitted) {
    return absl::UnavailableError("the store of evidence failed: " + why);
  }
  return absl::OkStatus();
}

absl::Status Evidence::Keep(
    const base::DomainName& peer,
    const std::vector<store::v1::DeliveryAnswer>& answers) {
  base::MutexLock lock(mu_);
  storage::WriteSet writes;
  for (const auto& answer : answers) {
    ASSIGN_OR_RETURN(const auto held, Find(peer, answer.index()));
    const bool beside = held && IsProof(*held) && !IsProof(answer);
    writes.puts.emplace_back(KeyOf(beside ? "b" : "a", peer, answer.index()),
                             answer.SerializeAsString());
  }
  return Write(writes);
}

absl::StatusOr<std::optional<store::v1::DeliveryAnswer>> Evidence::Find(
    const base::DomainName& peer, uint64_t index) const {
  return Read<store::v1::DeliveryAnswer>(store_, KeyOf("a", peer, index));
}

absl::Status Evidence::KeepSeenOfUs(const base::DomainName& peer,
                                    const std::string& checkpoint) {
  base::MutexLock lock(mu_);
  return Write({.puts = {{base::StrCat(kSeenOfUs, peer.str()), checkpoint}}});
}

absl::StatusOr<std::vector<std::string>> Evidence::SeenOfUs() const {
  std::vector<std::string> seen;
  RETURN_IF_ERROR(storage::ScanPrefix(
      store_, kSeenOfUs, [&](std::string_view, std::string_view value) {
        seen.emplace_back(value);
        return true;
      }));
  return seen;
}

absl::Status Evidence::KeepFork(const base::DomainName& peer,
                                const store::v1::ForkedLog& fork) {
  base::MutexLock lock(mu_);
  ASSIGN_OR_RETURN(const auto held, ForkOf(peer));
  if (held) return absl::OkStatus();
  return Write(
      {.puts = {{base::StrCat(kFork, peer.str()), fork.SerializeAsString()}}});
}

absl::StatusOr<std::optional<store::v1::ForkedLog>> Evidence::ForkOf(
    const base::DomainName& peer) const {
  return Read<store::v1::ForkedLog>(store_, base::StrCat(kFork, peer.str()));
}

}  // namespace sijill::exchange
