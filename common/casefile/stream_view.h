// SPDX-License-Identifier: Apache-2.0
// A stream as it is held here: its lanes, with what of their content may be
// read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/names.h"
#include "common/casefile/stream_heads.h"
#include "common/content/key_store.h"
#include "common/event/content.h"
#include "common/event/signed_header.h"
#include "common/ledger/log_kind.h"
#include "common/storage/store.h"

namespace sijill::casefile {

// An event as it lies here.
struct HeldEvent {
  event::ParsedEvent event;
  std::string signed_header;
  ledger::LogKind log = ledger::LogKind::kShared;
  uint64_t index = 0;  // in that log
  // Of an event of another domain: its index in its author's shared log.
  std::optional<uint64_t> author_index;
  // All commitments, and each part that was asked for and is readable.
  std::vector<base::Hash> commitments;
  std::vector<std::optional<event::Part>> parts;
  event::DataKeyId data_key;  // under which they lie
};

// Which parts of a kind a reader asks for.
using PartFilter = std::function<bool(uint32_t kind, size_t part)>;
bool EveryPart(uint32_t kind, size_t part);
bool NoPart(uint32_t kind, size_t part);

// What was read in one instant of the store.
struct StreamView {
  base::StreamName stream;
  uint64_t guard_version = 0;
  uint64_t registry_version = 0;
  std::vector<HeldEvent> events;  // lane by lane, each in sequence
};

// Reads through a snapshot, so as safe to use from several threads as the
// store.
class StreamReader {
 public:
  // `reader` and `keys` outlive this; `domain` is the node's own.
  StreamReader(const storage::Reader& reader, content::KeyStore& keys,
               base::DomainName domain)
      : reader_(reader), keys_(keys), domain_(std::move(domain)) {}

  // The stream; one without events if nothing of it is held. Content that was
  // erased is absent. DATA_LOSS if something does not fit.
  absl::StatusOr<StreamView> Load(const base::StreamName& stream, Scope scope,
                                  const PartFilter& filter = EveryPart) const;

  // Where the stream stands. See ReadHeads().
  absl::StatusOr<StreamHeads> Heads(const base::StreamName& stream,
                                    Scope scope) const {
    return ReadHeads(reader_, stream, scope);
  }

  // The events of a lane from `after`, exclusive, up to its head `tip`, in
  // sequence. Requires `after` <= tip.sequence, and `tip` read through the same
  // snapshot. DATA_LOSS also if they do not lead there.
  absl::StatusOr<std::vector<HeldEvent>> Lane(
      const base::StreamName& stream, const base::Hash& lane,
      const LaneTip& tip, uint64_t after,
      const PartFilter& filter = EveryPart) const;

  // Content that lies under this data key can be read: it was not erased.
  bool Holds(const event::DataKeyId& key) const { return keys_.Holds(key); }

  // One event. NOT_FOUND if `log` holds none of this id.
  absl::StatusOr<HeldEvent> Event(ledger::LogKind log, const base::Hash& id,
                                  const PartFilter& filter) const;

 private:
  absl::Status LoadLanes(ledger::LogKind log, const PartFilter& filter,
                         StreamView& view) const;

  const storage::Reader& reader_;
  content::KeyStore& keys_;
  const base::DomainName domain_;
};

}  // namespace sijill::casefile
