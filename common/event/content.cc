// SPDX-License-Identifier: Apache-2.0
#include "common/event/content.h"

#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/event/tag.h"
#include "common/merkle/tree.h"

namespace sijill::event {

absl::StatusOr<WirePart> ParsePart(std::string_view salt, std::string bytes) {
  const std::optional<base::Hash> fixed = base::Hash::From(salt);
  if (!fixed) return absl::InvalidArgumentError("a salt has 32 bytes");
  if (bytes.size() > kMaxPartBytes) {
    return absl::InvalidArgumentError("a part has at most 4,194,304 bytes");
  }
  return Part{*fixed, std::move(bytes)};
}

absl::StatusOr<WirePart> ParseWithheldPart(std::string_view commitment) {
  const std::optional<base::Hash> fixed = base::Hash::From(commitment);
  if (!fixed) return absl::InvalidArgumentError("a commitment has 32 bytes");
  return *fixed;
}

base::Hash Commitment(const Part& part) {
  return base::Sha256(
      {kPartTag, part.salt.view(), base::U64(part.bytes.size()), part.bytes});
}

base::Hash Commitment(const WirePart& part) {
  if (const Part* whole = std::get_if<Part>(&part)) return Commitment(*whole);
  return std::get<base::Hash>(part);
}

base::Hash ContentRoot(std::span<const base::Hash> commitments) {
  std::vector<base::Hash> leaves;
  leaves.reserve(commitments.size());
  for (const base::Hash& commitment : commitments) {
    leaves.push_back(merkle::LeafHash(commitment.view()));
  }
  return merkle::RootOf(leaves);
}

absl::Status CheckContent(std::span<const WirePart> parts,
                          const base::Hash& content_root) {
  if (parts.empty() || parts.size() > kMaxParts) {
    return absl::InvalidArgumentError("content has 1 to 16 parts");
  }
  std::vector<base::Hash> commitments;
  for (const WirePart& part : parts) {
    const Part* whole = std::get_if<Part>(&part);
    if (whole != nullptr && whole->bytes.size() > kMaxPartBytes) {
      return absl::InvalidArgumentError("a part has at most 4,194,304 bytes");
    }
    commitments.push_back(Commitment(part));
  }
  if (ContentRoot(commitments) != content_root) {
    return absl::InvalidArgumentError(
        "the parts are not those that the header commits to");
  }
  return absl::OkStatus();
}

std::string RestAad(const DataKeyId& data_key_id,
                    const base::Hash& commitment) {
  return base::StrCat(kRestTag, data_key_id.view(), commitment.view());
}

std::string RestPlaintext(const Part& part) {
  return base::StrCat(part.salt.view(), part.bytes);
}

absl::StatusOr<Part> ParseRestPlaintext(std::string_view plaintext,
                                        const base::Hash& commitment) {
  const auto salt = base::Hash::From(plaintext.substr(0, base::Hash::kSize));
  if (!salt) return absl::DataLossError("a stored part is cut");
  Part part{*salt, std::string(plaintext.substr(base::Hash::kSize))};
  if (Commitment(part) != commitment) {
    return absl::DataLossError("a stored part is not what was committed to");
  }
  return part;
}

}  // namespace sijill::event
