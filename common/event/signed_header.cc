// SPDX-License-Identifier: Apache-2.0
#include "common/event/signed_header.h"

#include <bit>
#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/event/tag.h"
#include "common/merkle/tree.h"

namespace sijill::event {
namespace {

absl::Status Refused(const char* why) {
  return absl::InvalidArgumentError(why);
}

// How many nodes the path of leaf `index` of `n` has (RFC 9162 section
// 2.1.3.2): one a level up to where the leaf's way joins the last leaf's, from
// there one for each left sibling.
int PathLength(uint32_t n, uint32_t index) {
  const auto below = static_cast<int>(std::bit_width(index ^ (n - 1)));
  return below + std::popcount(index >> below);
}

std::vector<base::Hash> LeavesOf(std::span<const base::Hash> ids) {
  std::vector<base::Hash> leaves;
  leaves.reserve(ids.size());
  for (const base::Hash& id : ids)
    leaves.push_back(merkle::LeafHash(id.view()));
  return leaves;
}

// The root over `leaves`; adds to each leaf's path what lies beside it on the
// way there. PathOf() for each leaf would hash the whole tree each time.
base::Hash GrowPaths(std::span<const base::Hash> leaves,
                     std::span<std::vector<base::Hash>> paths) {
  if (leaves.size() == 1) return leaves.front();
  const uint64_t half = merkle::LeftSize(leaves.size());
  const base::Hash left = GrowPaths(leaves.first(half), paths.first(half));
  const base::Hash right = GrowPaths(leaves.subspan(half), paths.subspan(half));
  for (std::vector<base::Hash>& path : paths.first(half)) path.push_back(right);
  for (std::vector<base::Hash>& path : paths.subspan(half))
    path.push_back(left);
  return merkle::NodeHash(left, right);
}

absl::Status CheckPlace(const ParsedEvent& event, size_t path_bytes) {
  if (!event.sealed()) {
    return event.seal.IsZero() && event.n == 0 && event.index == 0 &&
                   path_bytes == 0
               ? absl::OkStatus()
               : Refused("an unsealed event has a zero seal, n and index");
  }
  if (event.n == 0 || event.n > kMaxSealed) {
    return Refused("a seal covers 1 to 65,535 events");
  }
  if (event.index >= event.n) return Refused("the index is not below n");
  const auto nodes = static_cast<size_t>(PathLength(event.n, event.index));
  return path_bytes == nodes * base::Hash::kSize
             ? absl::OkStatus()
             : Refused("the path has another length than n and index give");
}

}  // namespace

std::string EncodeSignedHeader(const SignedHeader& signed_header) {
  std::string out;
  base::AppendLengthPrefixed(out, signed_header.header);
  out.append(signed_header.seal.view());
  base::AppendU32(out, signed_header.n);
  base::AppendU32(out, signed_header.index);
  for (const base::Hash& node : signed_header.path) out.append(node.view());
  return out;
}

std::string EncodeUnsealed(std::string_view header_bytes) {
  return EncodeSignedHeader({.header = std::string(header_bytes), .n = 0});
}

base::Hash EntryOf(std::string_view signed_header_bytes) {
  return base::Sha256({kEntryTag, signed_header_bytes});
}

absl::StatusOr<ParsedEvent> ParseSignedHeader(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const auto header_bytes = reader.ReadLengthPrefixed();
  const auto seal = reader.ReadBytes(64);
  const auto n = reader.ReadU32();
  const auto index = reader.ReadU32();
  if (!header_bytes || !seal || !n || !index) {
    return Refused("a signed header is cut");
  }
  ASSIGN_OR_RETURN(Header header, ParseHeader(*header_bytes));
  ParsedEvent event{.header = std::move(header),
                    .header_bytes = std::string(*header_bytes),
                    .id = EventId(*header_bytes),
                    .entry = EntryOf(bytes),
                    .seal = *base::FixedBytes<64>::From(*seal),
                    .n = *n,
                    .index = *index};
  RETURN_IF_ERROR(CheckPlace(event, reader.rest().size()));
  while (const auto node = reader.ReadBytes(base::Hash::kSize)) {
    event.path.push_back(*base::Hash::From(*node));
  }
  return event;
}

std::string SealMessage(std::string_view exchange, const base::Hash& key_id,
                        uint32_t n, const base::Hash& root) {
  std::string message(kSealTag);
  base::AppendLengthPrefixed(message, exchange);
  message.append(key_id.view());
  base::AppendU32(message, n);
  message.append(root.view());
  return message;
}

base::Hash SealRoot(std::span<const base::Hash> ids) {
  return merkle::RootOf(LeavesOf(ids));
}

SealTree SealTreeOf(std::span<const base::Hash> ids) {
  SealTree tree;
  tree.paths.resize(ids.size());
  tree.root = GrowPaths(LeavesOf(ids), tree.paths);
  return tree;
}

base::Hash SealRootOf(const ParsedEvent& event) {
  // RFC 9162 section 2.1.3.2; parsing has seen to the path's length.
  base::Hash root = merkle::LeafHash(event.id.view());
  uint32_t place = event.index;
  uint32_t last = event.n - 1;
  for (const base::Hash& node : event.path) {
    // The last node of a level that has no sibling is its own parent.
    while (place == last && place % 2 == 0 && place != 0) {
      place /= 2;
      last /= 2;
    }
    root = place % 2 == 1 ? merkle::NodeHash(node, root)
                          : merkle::NodeHash(root, node);
    place /= 2;
    last /= 2;
  }
  return root;
}

}  // namespace sijill::event
