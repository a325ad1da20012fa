// SPDX-License-Identifier: Apache-2.0
// The auditor's oracle: does a store say what its logs commit to? Reads only,
// so it runs beside a node on a snapshot, on a copy, and in tests after every
// step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/casefile/delivery.h"
#include "common/content/key_store.h"
#include "common/storage/store.h"

namespace sijill::casefile {

// Something that does not fit. Never holds content.
struct StoreFinding {
  std::string place;  // "shared log", "own log", "requests", "peers" ...
  std::optional<uint64_t> index;       // in that log
  std::optional<base::Hash> event_id;  // where an event is concerned
  std::string what;
};

// "shared log, index 6, event 0a1b...: its header is not the one it was
// entered with".
std::string Describe(const StoreFinding& finding);

struct StoreReport {
  uint64_t shared_entries = 0;
  uint64_t own_entries = 0;
  uint64_t events = 0;
  uint64_t lanes = 0;
  uint64_t seals = 0;         // verified
  uint64_t parts = 0;         // opened, and what their commitments say
  uint64_t erased = 0;        // parts whose key is gone
  uint64_t sealed_parts = 0;  // not opened: no key store was given
  uint64_t requests = 0;
  // The first kMaxFindings of them.
  std::vector<StoreFinding> findings;

  static constexpr size_t kMaxFindings = 1000;
  bool clean() const { return findings.empty(); }
  void Add(StoreFinding finding) {
    if (findings.size() < kMaxFindings) findings.push_back(std::move(finding));
  }
};

// What is known of a node from elsewhere.
struct StoreIdentity {
  std::string exchange;
  base::DomainName domain;
  std::string shared_origin;
  base::FixedBytes<32> shared_key;
  std::string own_origin;
  base::FixedBytes<32> own_key;
  SealCertificateCheck check_certificate;
};

// Walks both logs: sizes, entries, stored nodes, frontier, root, signed
// checkpoint; each entry hashed anew from its event; each lane without gap or
// fork, its head the last of it; each seal under the keys that the `nodes`
// streams tell; all commitments under the content root; every part that can be
// opened; and that request records lead to what they name. A read that fails
// is a finding as well.
//
// Without `keys` (their store is elsewhere) no part is opened and, since the
// keys' endorsements are parts, no seal is verified; the counts say so.
// `store` must not move meanwhile: a snapshot, or opened read-only.
StoreReport CheckStore(const storage::Reader& store,
                       const StoreIdentity& identity, content::KeyStore* keys);

}  // namespace sijill::casefile
