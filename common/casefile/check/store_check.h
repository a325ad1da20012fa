// SPDX-License-Identifier: Apache-2.0
// The auditor's oracle: does a store say what its logs commit to? Reads only,
// so it runs beside a node on a snapshot, on a copy, and in tests after every
// step.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/casefile/delivery.h"
#include "common/content/key_store.h"
#include "common/ledger/log_kind.h"
#include "common/storage/store.h"

namespace sijill::casefile {

// Something that does not fit. Never holds content.
struct StoreFinding {
  ledger::LogKind log = ledger::LogKind::kShared;
  std::optional<uint64_t> index;       // in that log
  std::optional<base::Hash> event_id;  // where an event is concerned
  std::string what;
};

// "shared log, index 6, event 0a1b...: its header is not the one it was
// entered with".
std::string Describe(const StoreFinding& finding);

struct StoreReport {
  uint64_t shared_size = 0;
  uint64_t own_size = 0;
  uint64_t events = 0;  // held, of both logs
  uint64_t lanes = 0;
  uint64_t seals_verified = 0;
  uint64_t parts_opened = 0;
  uint64_t requests = 0;
  // The first kMaxFindings of them.
  std::vector<StoreFinding> findings;

  static constexpr size_t kMaxFindings = 1000;
  bool sound() const { return findings.empty(); }
  void Add(StoreFinding finding) {
    if (findings.size() < kMaxFindings) findings.push_back(std::move(finding));
  }
};

// What is known of a log from outside the store.
struct KnownLog {
  std::string origin;
  base::FixedBytes<32> key;
};

struct StoreCheckOptions {
  // Without these the signature of a checkpoint is not looked at.
  std::optional<KnownLog> shared_log;
  std::optional<KnownLog> own_log;
  // Without keys, content is compared by its commitments alone: whether the
  // ciphertext beside them is theirs only a key can say. Seals are not looked
  // at: their certificates are content.
  content::KeyStore* keys = nullptr;
  // Judges seal certificates; needed with `keys`.
  SealCertificateCheck check_certificate;
  // Told from time to time how many entries of a log of how many were looked
  // at.
  std::function<void(uint64_t done, uint64_t of)> progress;
};

// Walks both logs: sizes, entries, stored nodes, frontier, root, signed
// checkpoint; each entry hashed anew from its event; each lane without gap or
// fork, its head the last of it; each seal under the keys that the `nodes`
// streams tell; all commitments under the content root; every part; and the
// records beside them: what the events make of them (lane heads, guard
// versions, seals, positions, receipts), computed anew, no record more or less.
//
// What nothing in the logs commits to (the rest of a request's record, of a
// peer's position, of a refused event; where an imported event stands in its
// author's log) is bound to its key by a digest: a changed byte is found, one
// who also writes the digest anew is not. The term is a counter that every
// start raises: only 0 is found. Changes nothing. A read that fails is a
// finding as well; DATA_LOSS only if not even the size of a log can be read.
//
// `store` must not move meanwhile: a snapshot, or opened read-only.
absl::StatusOr<StoreReport> CheckStore(const storage::Reader& store,
                                       const StoreCheckOptions& options);

}  // namespace sijill::casefile
