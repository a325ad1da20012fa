// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/peers/peer_quota.h"

#include <algorithm>

#include "common/refusal/refusal.h"

namespace sijill::exchange {
namespace {

constexpr absl::Duration kBusyDelay = absl::Seconds(1);

absl::Status Exceeded(const char* why, absl::Duration delay) {
  return refusal::RetryAfter(
      refusal::Refuse(absl::StatusCode::kResourceExhausted, "QUOTA_EXCEEDED",
                      why),
      delay);
}

}  // namespace

absl::StatusOr<std::unique_ptr<PeerQuota::Turn>> PeerQuota::Enter(
    const base::DomainName& peer, uint64_t bytes, absl::Time now) {
  base::MutexLock lock(mu_);
  Account& account = accounts_[peer];
  if (account.busy) {
    return Exceeded("the peer's delivery before this one is not done",
                    kBusyDelay);
  }
  // A clock that was set back pays nothing off, and forgives nothing.
  const absl::Duration passed =
      std::max(now - account.as_of, absl::ZeroDuration());
  const auto rate = static_cast<double>(limits_.bytes_per_second);
  account.owed =
      std::max(0.0, account.owed - absl::ToDoubleSeconds(passed) * rate);
  account.as_of = now;
  const double after = account.owed + static_cast<double>(bytes);
  const double above = after - static_cast<double>(limits_.bytes_at_once);
  if (above > 0 && account.owed > 0) {
    return Exceeded("the peer has sent more than is read at once",
                    absl::Seconds(std::min(above, account.owed) / rate));
  }
  account.owed = after;
  account.busy = true;
  return std::make_unique<Turn>(*this, peer);
}

void PeerQuota::Leave(const base::DomainName& peer) {
  base::MutexLock lock(mu_);
  accounts_[peer].busy = false;
}

}  // namespace sijill::exchange
