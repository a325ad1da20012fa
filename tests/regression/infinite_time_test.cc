// SPDX-License-Identifier: Apache-2.0
// Abseil reads "infinite-future" and the year 100000 as times: a flag with
// them became a time that no message can hold, and a certificate that never
// ends stood in an authority's index.
#include <gtest/gtest.h>

#include <string>

#include "common/pki/authority/issue_index.h"
#include "sijill/v1/travel_document_service.pb.h"
#include "tools/sijill/message/field_text.h"

namespace sijill {
namespace {

constexpr const char* kNoTimes[] = {
    "infinite-future", "infinite-past", "100000-01-01T00:00:00Z",
    "-1-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00"};

TEST(InfiniteTimeTest, NoFlagTakesIt) {
  for (const char* text : kNoTimes) {
    v1::RequestTravelDocumentRequest request;
    EXPECT_TRUE(absl::IsInvalidArgument(
        cli::SetField(request, "planned_journey.departs_at", text)))
        << text;
  }
  v1::RequestTravelDocumentRequest request;
  EXPECT_TRUE(cli::SetField(request, "planned_journey.departs_at",
                            "9999-12-31T23:59:59Z")
                  .ok());
}

TEST(InfiniteTimeTest, NoIndexOfCertificatesHoldsIt) {
  const std::string before =
      R"({"format":1,"revocation_list_number":1,"issued":[{"serial":"0a",)"
      R"("id":"spiffe://a.example/node/one","key_id":")" +
      std::string(64, '0') +
      R"(","not_before":"2026-11-01T00:00:00Z","not_after":")";
  ASSERT_TRUE(
      pki::IssueIndexFromJson(before + "2026-12-01T00:00:00Z\"}]}").ok());
  for (const char* text : kNoTimes) {
    EXPECT_TRUE(absl::IsDataLoss(
        pki::IssueIndexFromJson(before + text + "\"}]}").status()))
        << text;
  }
}

}  // namespace
}  // namespace sijill
