// SPDX-License-Identifier: Apache-2.0
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/projection/page_token.h"
#include "services/readmission/testing/two_states.h"

namespace sijill::readmission {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::State;

class ListCasesTest : public testing::TwoStatesTest {
 protected:
  absl::StatusOr<v1::ListCasesResponse> List(
      State& state, std::string_view agency,
      const v1::ListCasesRequest& request = {},
      std::string_view officer = "o-17") {
    return state.Call<v1::ListCasesResponse>(agency, "ListCases", request,
                                             officer);
  }
  std::vector<std::string> Names(State& state, std::string_view agency,
                                 const v1::ListCasesRequest& request = {},
                                 std::string_view officer = "o-17") {
    const auto page = List(state, agency, request, officer);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> names;
    for (const auto& one : page->cases()) names.push_back(one.name());
    return names;
  }
  std::string OpenAfter(absl::Duration pause) {
    clock_.Advance(pause);
    return Open();
  }
};

TEST_F(ListCasesTest, ALineSaysWhereTheCaseStandsAndNothingOfThePerson) {
  EXPECT_THAT(Names(north_, "interior"), IsEmpty());
  const std::string name = Open();
  Exchange();
  const uint64_t own = north_.SizeOf(ledger::LogKind::kOwn);
  const auto page = List(north_, "interior");
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->cases(), SizeIs(1));
  const v1::CaseSummary& line = page->cases(0);
  EXPECT_EQ(line.name(), name);
  EXPECT_EQ(line.status(), v1::CASE_STATUS_RECEIVED);
  EXPECT_EQ(line.next_deadline().rule(), "reply");
  EXPECT_EQ(line.SerializeAsString().find("Specimen"), std::string::npos);
  EXPECT_EQ(north_.SizeOf(ledger::LogKind::kOwn), own) << "no disclosure";
  clock_.Advance(absl::Hours(24 * 23));
  EXPECT_FALSE(List(north_, "interior")->cases(0).has_next_deadline());
}

TEST_F(ListCasesTest, FollowsTheCaseWhereverItMoves) {
  const std::string name = Open();
  EXPECT_EQ(List(north_, "interior")->cases(0).status(),
            v1::CASE_STATUS_OPENED);
  Exchange();
  ASSERT_TRUE(south_
                  .Call<v1::ApproveReadmissionResponse>(
                      "interior", "ApproveReadmission",
                      With<v1::ApproveReadmissionRequest>(name))
                  .ok());
  EXPECT_EQ(List(north_, "interior")->cases(0).status(),
            v1::CASE_STATUS_RECEIVED);
  Exchange();
  const auto page = List(north_, "interior");
  EXPECT_EQ(page->cases(0).status(), v1::CASE_STATUS_APPROVED);
  EXPECT_EQ(page->cases(0).next_deadline().rule(), "transfer_window");
}

TEST_F(ListCasesTest, IsForThoseWhoTakePartAndTheDutiesOfTheDomain) {
  const std::string name = Open();
  EXPECT_THAT(Names(north_, "protection"), IsEmpty());
  for (const v1::Duty duty :
       {v1::DUTY_PROTECTION, v1::DUTY_AUDITOR, v1::DUTY_ADMINISTRATOR}) {
    const std::string officer = base::StrCat("d-", static_cast<int>(duty));
    north_.Grant("protection", officer, duty);
    EXPECT_THAT(Names(north_, "protection", {}, officer), ElementsAre(name));
  }
  Exchange();
  EXPECT_THAT(Names(south_, "consulate"), ElementsAre(name));
  EXPECT_THAT(Names(south_, "border"), IsEmpty());
}

TEST_F(ListCasesTest, FiltersByStatusProcedureAndRole) {
  const std::string name = Open();
  Exchange();
  v1::ListCasesRequest request;
  request.add_statuses(v1::CASE_STATUS_APPROVED);
  EXPECT_THAT(Names(south_, "consulate", request), IsEmpty());
  request.add_statuses(v1::CASE_STATUS_RECEIVED);
  EXPECT_THAT(Names(south_, "consulate", request), ElementsAre(name));
  request.set_role(v1::ROLE_REQUESTED);
  EXPECT_THAT(Names(south_, "consulate", request), IsEmpty());
  request.set_role(v1::ROLE_CONSULATE);
  request.set_procedure(v1::PROCEDURE_DOCUMENT_REQUEST);
  EXPECT_THAT(Names(south_, "consulate", request), IsEmpty());
  request.set_procedure(v1::PROCEDURE_READMISSION);
  EXPECT_THAT(Names(south_, "consulate", request), ElementsAre(name));
}

TEST_F(ListCasesTest, TheUnassignedAreThoseOfAnAgencyNobodyKnows) {
  const std::string name = Open();
  Exchange();
  v1::ListCasesRequest request;
  request.set_unassigned(true);
  south_.Grant("interior", "a-1", v1::DUTY_ADMINISTRATOR);
  EXPECT_THAT(Names(south_, "interior", request, "a-1"), IsEmpty());
  south_.directory().agencies.erase(casestate::testing::kConsulate);
  EXPECT_THAT(Names(south_, "interior", request, "a-1"), ElementsAre(name));
}

TEST_F(ListCasesTest, PagesAreNewestFirstAndWholeWhateverIsOpenedMeanwhile) {
  std::vector<std::string> opened;
  for (int i = 0; i < 5; ++i) opened.push_back(OpenAfter(absl::Seconds(i % 2)));
  v1::ListCasesRequest request;
  request.set_page_size(2);
  std::set<std::string> seen;
  std::vector<int> sizes;
  do {
    const auto page = List(north_, "interior", request);
    ASSERT_TRUE(page.ok()) << page.status();
    sizes.push_back(page->cases_size());
    for (const auto& one : page->cases()) {
      EXPECT_TRUE(seen.insert(one.name()).second);
    }
    request.set_page_token(page->next_page_token());
    if (sizes.size() == 1) OpenAfter(absl::Seconds(1));
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
  EXPECT_EQ(seen, std::set<std::string>(opened.begin(), opened.end()));
  request.set_page_size(200);
  const auto all = List(north_, "interior", request);
  ASSERT_THAT(all->cases(), SizeIs(6));
  for (int i = 1; i < 6; ++i) {
    EXPECT_GE(all->cases(i - 1).opened_at().seconds(),
              all->cases(i).opened_at().seconds());
  }
}

TEST_F(ListCasesTest, ATokenIsForItsFilterAndSizesHaveBounds) {
  Open();
  OpenAfter(absl::Seconds(1));
  v1::ListCasesRequest request;
  request.set_page_size(1);
  const auto page = List(north_, "interior", request);
  ASSERT_FALSE(page->next_page_token().empty());
  request.set_page_token(page->next_page_token());
  EXPECT_TRUE(List(north_, "interior", request).ok());
  request.set_procedure(v1::PROCEDURE_READMISSION);
  EXPECT_TRUE(
      absl::IsInvalidArgument(List(north_, "interior", request).status()));
  v1::ListCasesRequest wrong;
  wrong.set_page_size(201);
  wrong.add_statuses(v1::CASE_STATUS_UNSPECIFIED);
  wrong.set_role(static_cast<v1::Role>(77));
  EXPECT_EQ(refusal::FieldViolationsOf(List(north_, "interior", wrong).status())
                .size(),
            3u);
}

// A token that parses is the token of what it parses to.
TEST(PageTokenTest, MutatedTokensNeverCrashAndHaveOneSpelling) {
  constexpr uint32_t kSeed = 77;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  v1::ListCasesRequest request;
  const std::string good =
      FormatPageToken(request, {.opened_at = 1'700'000'000'000'000,
                                .name = "cases/aaaaaaaaaaaaaaaaaaaaaaaaaa"});
  request.set_page_token(good);
  ASSERT_TRUE(ParsePageToken(request).ok());
  for (int i = 0; i < 5000; ++i) {
    std::string token = good;
    for (uint32_t n = random() % 3 + 1; n > 0; --n) {
      token[random() % token.size()] = "0123456789abcdefG"[random() % 17];
    }
    if (i % 7 == 0) token.resize(random() % token.size());
    request.set_page_token(token);
    const auto position = ParsePageToken(request);
    if (position.ok()) {
      EXPECT_EQ(FormatPageToken(request, *position), token);
    }
  }
}

}  // namespace
}  // namespace sijill::readmission
