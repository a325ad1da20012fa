// SPDX-License-Identifier: Apache-2.0
// A stream as it is held here: its lanes, with what of their content may be
// read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/names.h"
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
};

// Which parts of a kind a reader asks for.
using PartFilter = std::function<bool(uint32_t kind, size_t part)>;
bool EveryPart(uint32_t kind, size_t part);
bool NoPart(uint32_t kind, size_t part);

enum class Scope {
  kShared,  // opens no key of an own lane
  kAll,
};

// What was read in one instant of the store.
struct StreamView {
  base::StreamName stream;
  uint64_t guard_version = 0;
  uint64_t registry_version = 0;
  std::vector<HeldEvent> events;  // lane by lane, each in sequence

  // What an event for `audience`, of `author`, made on this view has seen: the
  // heads of the other lanes whose audience contains `audience`; of more than
  // 64 the latest by recorded-at, then id. Ascending.
  std::vector<base::Hash> SeenBy(const base::AgencyName& author,
                                 std::span<const std::string> audience) const;
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

  // One event. NOT_FOUND if `log` holds none of this id.
  absl::StatusOr<HeldEvent> Event(ledger::LogKind log, const base::Hash& id,
                                  const PartFilter& filter) const;

 private:
  absl::Status LoadLanes(ledger::LogKind log, const PartFilter& filter,
                         StreamView& view) const;
  absl::StatusOr<uint64_t> Guard(const base::StreamName& stream) const;

  const storage::Reader& reader_;
  content::KeyStore& keys_;
  const base::DomainName domain_;
};

}  // namespace sijill::casefile
