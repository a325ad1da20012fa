// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/cosignature.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "common/base/big_endian.h"
#include "common/base/text.h"

namespace sijill::merkle {
namespace {

constexpr size_t kEd25519SignatureSize = 64;
constexpr CosignatureTime kMaxTime = std::numeric_limits<int64_t>::max();

}  // namespace

std::string CosignatureMessage(CosignatureTime time, std::string_view text) {
  return base::StrCat("cosignature/v1\ntime ", time, "\n", text);
}

NoteSignature MakeCosignature(std::string_view name, std::string_view key,
                              CosignatureTime time,
                              std::string_view signature) {
  return {.name = std::string(name),
          .key_hash = CosignatureKeyHash(name, key),
          .signature = base::StrCat(base::U64(time), signature)};
}

absl::StatusOr<CosignatureTime> VerifyCosignature(const Note& note,
                                                  std::string_view name,
                                                  std::string_view key,
                                                  SignatureVerifier verify) {
  if (key.size() != kEd25519KeySize) {
    return absl::InvalidArgumentError("not an Ed25519 key");
  }
  std::optional<CosignatureTime> latest;
  for (const std::string_view bytes :
       SignaturesBy(note, name, CosignatureKeyHash(name, key))) {
    base::ByteReader reader(bytes);
    const std::optional<uint64_t> time = reader.ReadU64();
    if (!time || *time > kMaxTime ||
        reader.rest().size() != kEd25519SignatureSize) {
      return absl::InvalidArgumentError("a cosignature is malformed");
    }
    if (!verify(CosignatureMessage(*time, note.text), reader.rest())) {
      return absl::InvalidArgumentError("a cosignature does not verify");
    }
    latest = std::max(latest.value_or(0), *time);
  }
  if (!latest) {
    return absl::NotFoundError("the note is not cosigned by the key");
  }
  return *latest;
}

}  // namespace sijill::merkle
