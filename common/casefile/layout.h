// SPDX-License-Identifier: Apache-2.0
// Where events, lanes and what stands beside them lie in the store. Keys begin
// with the letter of the log that holds the event ("S", "O"), so that what
// reads for an outsider touches no key of an own lane; "M" is the node's own.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/ledger/log_kind.h"

namespace sijill::casefile {

// A lane's place among those of its stream: a digest of author and audience.
base::Hash LaneDigest(const base::AgencyName& author,
                      std::span<const std::string> audience);

// "v" event id -> StoredEvent.
std::string EventKey(ledger::LogKind log, const base::Hash& id);
// "p" event id, u8 part -> nonce || ciphertext || tag.
std::string PartKey(ledger::LogKind log, const base::Hash& id, size_t part);
// "l" stream 0x00 lane digest -> LaneHead.
std::string LaneKey(ledger::LogKind log, const base::StreamName& stream,
                    const base::Hash& lane);
std::string LanePrefix(ledger::LogKind log, const base::StreamName& stream);
// "q" stream 0x00 lane digest, u64 sequence -> event id.
std::string SequenceKey(ledger::LogKind log, const base::StreamName& stream,
                        const base::Hash& lane, uint64_t sequence);
std::string SequencePrefix(ledger::LogKind log, const base::StreamName& stream,
                           const base::Hash& lane);

// "Mg" stream -> u64: raised by every event that some guard reads.
std::string GuardKey(const base::StreamName& stream);
inline constexpr std::string_view kGuardPrefix = "Mg";
// "Mr" agency 0x00 request id -> RequestRecord.
std::string RequestKey(const base::AgencyName& agency,
                       std::string_view request_id);
// "Mk" -> u64: the position of the key store that the newest commit needs.
std::string KeyStorePositionKey();
// "Mz" seal (64 bytes) -> digest of the lane that an imported seal of several
// events is for.
std::string SealKeyOf(const base::FixedBytes<64>& seal);
// "Mp" domain -> PeerPosition.
std::string PeerKey(const base::DomainName& peer);
// "Mx" domain 0x00 u64 index -> RefusedEvent.
std::string RefusedKey(const base::DomainName& peer, uint64_t index);
std::string RefusedPrefix(const base::DomainName& peer);

// What a log keeps beside an entry of ours: the letter of the log under which
// the event is stored, and its id.
std::string Locator(ledger::LogKind log, const base::Hash& id);
struct Located {
  ledger::LogKind log;
  base::Hash id;
};
// Nothing unless it is a locator.
std::optional<Located> ParseLocator(std::string_view locator);

}  // namespace sijill::casefile
