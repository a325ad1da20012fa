// SPDX-License-Identifier: Apache-2.0
#include "common/event/signed_header.h"

#include "common/base/text.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs SignedHeaderSeeds() {
  Inputs inputs = VectorBytes("parse_signed_header", "signed_header");
  for (std::string& bytes : VectorBytes("verify", "signed_header")) {
    inputs.push_back(std::move(bytes));
  }
  return inputs;
}

void FuzzSignedHeader(std::string_view bytes) {
  const auto event = event::ParseSignedHeader(bytes);
  if (!event.ok()) {
    return RequireInvalid(event.status(), "a SignedHeader is refused");
  }
  Require(event::EncodeSignedHeader({.header = event->header_bytes,
                                     .seal = event->seal,
                                     .n = event->n,
                                     .index = event->index,
                                     .path = event->path}) == bytes,
          "its encoding is itself");
  Require(event->entry == event::EntryOf(bytes), "its entry is over its bytes");
  Require(event->id == event::EventId(event->header_bytes),
          "its id is over its header");
  RequireInvalid(
      event::ParseSignedHeader(base::StrCat(bytes, std::string(1, '\0')))
          .status(),
      "nothing stands behind it");
  if (!event->sealed()) {
    Require(event::EncodeUnsealed(event->header_bytes) == bytes,
            "an unsealed one has one form");
    return;
  }
  Require(event->n <= event::kMaxSealed && event->index < event->n,
          "a seal's place is one");
  Require(
      merkle::VerifyInclusion(merkle::LeafHash(event->id.view()), event->index,
                              event->n, event->path, event::SealRootOf(*event))
          .ok(),
      "the sealed root is what an inclusion proof leads to");
}

}  // namespace sijill::fuzz
