// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/projection/evidence.h"

#include <string>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"

namespace sijill::exchange {
namespace {

// "a" domain 0x00, u64 index.
std::string KeyOf(const base::DomainName& peer, uint64_t index) {
  std::string key = "a" + peer.str();
  key.push_back('\0');
  return key + base::U64(index);
}

}  // namespace

absl::Status Evidence::Keep(
    const base::DomainName& peer,
    const std::vector<store::v1::DeliveryAnswer>& answers) {
  if (answers.empty()) return absl::OkStatus();
  storage::WriteSet writes;
  for (const auto& answer : answers) {
    writes.puts.emplace_back(KeyOf(peer, answer.index()),
                             answer.SerializeAsString());
  }
  base::MutexLock lock(mu_);
  std::string why;
  if (store_.Commit(writes, &why) != storage::CommitOutcome::kCommitted) {
    return absl::UnavailableError("the store of evidence failed: " + why);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<store::v1::DeliveryAnswer>> Evidence::Find(
    const base::DomainName& peer, uint64_t index) const {
  ASSIGN_OR_RETURN(const auto bytes, store_.Get(KeyOf(peer, index)));
  if (!bytes) return std::optional<store::v1::DeliveryAnswer>();
  store::v1::DeliveryAnswer answer;
  if (!answer.ParseFromString(*bytes)) {
    return absl::DataLossError("a peer's answer is damaged");
  }
  return std::optional(std::move(answer));
}

}  // namespace sijill::exchange
