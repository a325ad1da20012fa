// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/verifier_key.h"

#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs VerifierKeySeeds() {
  const auto key =
      *base::FixedBytes<32>::From("0123456789abcdef0123456789abcdef");
  using Type = merkle::SignatureType;
  return {merkle::FormatVerifierKey({.name = "north.example/sijill/a/shared/1",
                                     .type = Type::kEd25519,
                                     .key = key}),
          merkle::FormatVerifierKey({.name = "\xd9\x85/witness",
                                     .type = Type::kCosignatureV1,
                                     .key = key})};
}

void FuzzVerifierKey(std::string_view bytes) {
  const auto key = merkle::ParseVerifierKey(bytes);
  if (!key.ok()) {
    return RequireInvalid(key.status(), "a verifier key is refused");
  }
  Require(merkle::FormatVerifierKey(*key) == bytes,
          "a verifier key has one form");
  Require(merkle::IsKeyName(key->name), "it has a name");
}

}  // namespace sijill::fuzz
