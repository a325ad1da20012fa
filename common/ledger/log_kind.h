// SPDX-License-Identifier: Apache-2.0
// The two logs of a node and where they lie in its store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sijill::ledger {

// `kShared` holds the events whose audience reaches beyond the domain, `kOwn`
// the rest. No outsider gets an index, size, proof or tile of the own log.
enum class LogKind { kShared, kOwn };

// Everything a log keeps begins with its letter, "S" or "O"; what reads on an
// outsider's behalf opens no key that begins with "O".
std::string_view Prefix(LogKind kind);

// "<letter>size": u64, the number of entries.
std::string SizeKey(LogKind kind);
// "<letter>head": LogHead, what the last commit left.
std::string HeadKey(LogKind kind);
// "<letter>e" u64 index: the entry (32 bytes) and the locator that its owner
// gave with it.
std::string EntryKey(LogKind kind, uint64_t index);
// "<letter>n" u8 level, u64 index: hash of the perfect subtree of 2^level
// leaves, for levels 8, 16, 24 ...; lower ones are computed from entries.
std::string NodeKey(LogKind kind, int level, uint64_t index);
// "Mterm": u64, raised by every start: who commits under an old one conflicts.
std::string TermKey();

// Stored nodes lie this many levels apart: a tile of 256 hashes.
inline constexpr int kTileLevels = 8;

}  // namespace sijill::ledger
