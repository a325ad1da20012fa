// SPDX-License-Identifier: Apache-2.0
// Each certificate of an authority's index was compared with all before it:
// the index of a large State took minutes to open. Such a regression shows as a
// timeout.
#include <gtest/gtest.h>

#include <string>

#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/pki/authority/issue_index.h"

namespace sijill::pki {
namespace {

TEST(SerialsOfManyCertificatesTest, ALargeIndexIsReadAtOnce) {
  IssueIndex index;
  const absl::Time then = absl::FromUnixSeconds(1'790'000'000);
  for (uint32_t i = 1; i <= 60'000; ++i) {
    index.issued.push_back({base::Hex(std::string(12, 's') + base::U32(i)),
                            *SpiffeId::Parse("spiffe://a.example/node/one"),
                            {},
                            then,
                            then + absl::Hours(24),
                            std::nullopt});
  }
  ASSERT_TRUE(IssueIndexFromJson(ToJson(index)).ok());
  index.issued.push_back(index.issued.front());
  EXPECT_TRUE(absl::IsDataLoss(IssueIndexFromJson(ToJson(index)).status()));
}

}  // namespace
}  // namespace sijill::pki
