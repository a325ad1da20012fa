// SPDX-License-Identifier: Apache-2.0
// The auditor's oracle: everything a store holds, compared with itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/casefile/delivery.h"
#include "common/content/key_store.h"
#include "common/ledger/log_kind.h"
#include "common/storage/store.h"

namespace sijill::casefile {

// What is known of a log from outside the store.
struct KnownLog {
  std::string origin;
  base::FixedBytes<32> key;
};

struct StoreCheckOptions {
  // Without these the signature of a checkpoint is not looked at.
  std::optional<KnownLog> shared_log;
  std::optional<KnownLog> own_log;
  // Without keys, content is compared by its commitments alone, and seals are
  // not looked at: their certificates are content.
  content::KeyStore* keys = nullptr;
  // Judges seal certificates; needed with `keys`.
  SealCertificateCheck check_certificate;
  // Told from time to time how many of how many entries were looked at.
  std::function<void(uint64_t done, uint64_t of)> progress;
};

// Something that does not fit, by place and never by content.
struct StoreFinding {
  ledger::LogKind log = ledger::LogKind::kShared;
  std::optional<uint64_t> index;  // of an entry
  std::optional<base::Hash> event_id;
  std::string what;
};

struct StoreReport {
  uint64_t shared_size = 0;
  uint64_t own_size = 0;
  uint64_t events = 0;  // held, of both logs
  uint64_t seals_verified = 0;
  uint64_t parts_opened = 0;
  uint64_t lanes = 0;
  std::vector<StoreFinding> findings;

  bool sound() const { return findings.empty(); }
};

// Looks at all of it: sizes, frontiers, stored nodes and checkpoints; each
// entry hashed again from its SignedHeader; each lane from its first event to
// its head; content roots; and, with keys, seals and the bytes of each part.
// Changes nothing. DATA_LOSS only if the engine itself cannot read.
absl::StatusOr<StoreReport> CheckStore(const storage::Reader& reader,
                                       const StoreCheckOptions& options);

}  // namespace sijill::casefile
