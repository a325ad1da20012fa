// SPDX-License-Identifier: Apache-2.0
#include "common/pki/spiffe_id.h"

#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs SpiffeIdSeeds() {
  return {"spiffe://north.example/node/one",
          "spiffe://north.example/agency/interior/system/desk",
          "spiffe://north.example/agency/interior/officer/o-1",
          "spiffe://north.example/agency/interior/seal/4294967295",
          "spiffe://north.example/agency/interior/seal/01"};
}

void FuzzSpiffeId(std::string_view bytes) {
  using Kind = pki::SpiffeId::Kind;
  const auto id = pki::SpiffeId::Parse(bytes);
  if (!id.ok()) {
    return RequireInvalid(id.status(), "an identity is refused as invalid");
  }
  Require(id->str() == bytes, "an identity has one spelling");
  const bool node = id->kind() == Kind::kNode;
  const auto same = pki::SpiffeId::Of(
      id->kind(), id->domain(), node ? "" : id->agency().agency(), id->name());
  Require(same.ok() && *same == *id, "it is the sum of its parts");
  Require(id->agency().domain() == id->domain().str(),
          "its agency is of its domain");
  Require(*pki::ParseKind(pki::KindName(id->kind())) == id->kind(),
          "its kind has a name");
}

}  // namespace sijill::fuzz
