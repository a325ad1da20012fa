// SPDX-License-Identifier: Apache-2.0
#include "common/content/at_rest.h"

#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

const event::Part& Stored() {
  static const event::Part* const part = new event::Part{
      .salt = *base::Hash::From(std::string(32, 's')), .bytes = "bytes"};
  return *part;
}

crypto::DataKey Key() {
  return *crypto::DataKey::FromBytes(std::string(32, 'k'));
}

event::DataKeyId KeyId() {
  return *event::DataKeyId::From(std::string(16, 'i'));
}

std::string Envelope() {
  return content::EncryptPart(
      Key(), KeyId(), *crypto::Nonce::From(std::string(12, 'n')), Stored());
}

}  // namespace

Inputs AtRestSeeds() {
  Inputs inputs = VectorBytes("read_part", "stored");
  inputs.push_back(Envelope());
  inputs.push_back(Stored().salt.str() + Stored().bytes);
  return inputs;
}

// Nothing but what was stored is read: as ciphertext, and behind it.
void FuzzAtRest(std::string_view bytes) {
  const base::Hash commitment = event::Commitment(Stored());
  const auto part = content::DecryptPart(Key(), KeyId(), commitment, bytes);
  if (part.ok()) {
    Require(bytes == Envelope() && *part == Stored(),
            "only what was encrypted is decrypted");
  } else {
    RequireRefusal(part.status(), absl::StatusCode::kDataLoss,
                   "what is damaged is called so");
  }
  const auto plain = event::ParseRestPlaintext(bytes, commitment);
  if (plain.ok()) {
    Require(*plain == Stored(), "only what was committed to is read");
  } else {
    RequireRefusal(plain.status(), absl::StatusCode::kDataLoss,
                   "what is damaged is called so");
  }
}

}  // namespace sijill::fuzz
