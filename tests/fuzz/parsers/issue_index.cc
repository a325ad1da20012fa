// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/issue_index.h"

#include "absl/time/time.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs IssueIndexSeeds() {
  pki::IssueIndex index;
  index.revocation_list_number = 3;
  const absl::Time then = absl::FromUnixSeconds(1'790'000'000);
  index.issued.push_back(
      {"0a1b",
       *pki::SpiffeId::Parse("spiffe://north.example/node/one"),
       {},
       then,
       then + absl::Hours(24),
       std::nullopt});
  index.issued.push_back(
      {"ff00",
       *pki::SpiffeId::Parse("spiffe://north.example/agency/a/officer/o-1"),
       {},
       then,
       then + absl::Hours(24),
       pki::Revocation{then, pki::RevocationReason::kKeyCompromise}});
  return {pki::ToJson({}), pki::ToJson(index)};
}

void FuzzIssueIndex(std::string_view bytes) {
  const auto index = pki::IssueIndexFromJson(bytes);
  if (!index.ok()) {
    return RequireRefusal(index.status(), absl::StatusCode::kDataLoss,
                          "a damaged index is called so");
  }
  for (const pki::IssuedCertificate& one : index->issued) {
    Require(index->Find(one.serial_hex) == &one, "a serial stands once");
    Require(one.not_before > absl::InfinitePast() &&
                one.not_after < absl::InfiniteFuture(),
            "a certificate is valid for a time");
  }
  const auto again = pki::IssueIndexFromJson(pki::ToJson(*index));
  Require(again.ok() && pki::ToJson(*again) == pki::ToJson(*index),
          "what is written is read");
}

}  // namespace sijill::fuzz
