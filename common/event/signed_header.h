// SPDX-License-Identifier: Apache-2.0
// A header with its seal, as it is shipped and logged, and what a seal is over.
// FORMAT.md, "Seal", "SignedHeader" and "Entry". Pure: keys stand elsewhere
// (common/casefile/seal.h). Safe from every thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/event/header.h"

namespace sijill::event {

// The most events one seal covers.
inline constexpr uint32_t kMaxSealed = 65'535;

struct SignedHeader {
  std::string header;  // as EncodeHeader() made it
  base::FixedBytes<64> seal;
  uint32_t n = 1;                // events under the seal; 0: unsealed
  uint32_t index = 0;            // this one's place among them
  std::vector<base::Hash> path;  // from the event's id up to the sealed root
};

// lp(header) || seal || u32 n || u32 index || path. Checks nothing.
std::string EncodeSignedHeader(const SignedHeader& signed_header);
// The form of an own-log event that only the log's checkpoint vouches for.
std::string EncodeUnsealed(std::string_view header_bytes);

// The leaf of the event's log is over this: SHA-256(tag || SignedHeader).
base::Hash EntryOf(std::string_view signed_header_bytes);

struct ParsedEvent {
  Header header;
  std::string header_bytes;
  base::Hash id;
  base::Hash entry;
  base::FixedBytes<64> seal;
  uint32_t n = 0;
  uint32_t index = 0;
  std::vector<base::Hash> path;

  bool sealed() const { return header.key_id.has_value(); }
};

// INVALID_ARGUMENT unless `bytes` is one whole SignedHeader, sealed or
// unsealed, and nothing after it. Whether the seal is the author's is not
// looked at.
absl::StatusOr<ParsedEvent> ParseSignedHeader(std::string_view bytes);

// What the key signs.
std::string SealMessage(std::string_view exchange, const base::Hash& key_id,
                        uint32_t n, const base::Hash& root);

// MTH of the ids of the events of one seal, in log order.
base::Hash SealRoot(std::span<const base::Hash> ids);
// That root and the path of each id to it.
struct SealTree {
  base::Hash root;
  std::vector<std::vector<base::Hash>> paths;
};
// Requires at least one id. Takes as many hashes as SealRoot().
SealTree SealTreeOf(std::span<const base::Hash> ids);

// The root that a parsed event's id, n, index and path lead to, which its seal
// must be over. Requires a sealed event.
base::Hash SealRootOf(const ParsedEvent& event);

}  // namespace sijill::event
