// SPDX-License-Identifier: Apache-2.0
// The two ends that an opener gives its case.
#include "services/readmission/domain/ending/closing.h"

#include "gtest/gtest.h"
#include "services/readmission/domain/ending/withdrawal.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using testing::kRequested;
using testing::kRequesting;
using testing::kSouth;
using testing::ReasonOf;
using testing::TransferCase;

class EndingTest : public ::testing::Test {
 protected:
  absl::StatusOr<decision::Decision> Withdraw(const decision::Context& by,
                                              const std::string& note = "") {
    v1::WithdrawRequestRequest request;
    request.set_note(note);
    return WithdrawRequest(file_.At(), request, by);
  }
  absl::StatusOr<decision::Decision> Close(const decision::Context& by,
                                           const std::string& note = "") {
    v1::CloseCaseRequest request;
    request.set_note(note);
    return CloseCase(file_.At(), request, by);
  }
  // The reason of both, which must be alike.
  std::string Reason(const decision::Context& by) {
    EXPECT_EQ(ReasonOf(Withdraw(by)), ReasonOf(Close(by)));
    return ReasonOf(Close(by));
  }

  TransferCase file_;
  const decision::Context opener_ = file_.By(kRequesting);
};

TEST_F(EndingTest, TheOpenerWithdrawsAndTheOtherSideReadsNoReason) {
  EXPECT_TRUE(Withdraw(opener_)->closes);
  TransferCase plain = file_;
  file_.Record(opener_, Withdraw(opener_, "a claim was made"));
  EXPECT_EQ(file_.At().shared.status(), v1::CASE_STATUS_WITHDRAWN);
  EXPECT_EQ(file_.At().own.notes(0), "a claim was made");
  plain.Record(plain.By(kRequesting),
               WithdrawRequest(plain.At(), {}, plain.By(kRequesting)));
  EXPECT_EQ(casestate::SerializeForComparison(file_.At(kSouth),
                                              casestate::View::kWhole),
            casestate::SerializeForComparison(plain.At(kSouth),
                                              casestate::View::kWhole));
}

TEST_F(EndingTest, TheOpenerCloses) {
  EXPECT_FALSE(Close(opener_)->closes);
  file_.Record(opener_, Close(opener_, "done"));
  EXPECT_EQ(file_.At(kSouth).shared.status(), v1::CASE_STATUS_CLOSED);
  EXPECT_EQ(file_.At(kSouth).own.notes_size(), 0);
}

TEST_F(EndingTest, OnlyAnOfficerOfTheOpenerEndsACase) {
  EXPECT_EQ(Reason(file_.BySystem(kRequesting, "")), "OFFICER_REQUIRED");
  EXPECT_EQ(Reason(file_.By(kRequested)), "ROLE_MISSING");
}

TEST_F(EndingTest, ACaseEndsOnce) {
  file_.Record(opener_, Withdraw(opener_));
  EXPECT_EQ(Reason(opener_), "CASE_ENDED");
}

TEST_F(EndingTest, ACaseThatIsNotUnderstoodDoesNotEnd) {
  file_.WriteUnreadable();
  EXPECT_EQ(Reason(opener_), "CASE_NOT_INTERPRETED");
}

TEST_F(EndingTest, ACaseDoesNotEndWhileATransferIsUnderWay) {
  file_.Announce();
  EXPECT_EQ(Reason(opener_), "TRANSFER_UNDER_WAY");
  v1::TransferCancelled cancelled;
  cancelled.set_transfer_event(file_.history.events().back().id.str());
  file_.history.Say(kRequesting, v1::EVENT_KIND_TRANSFER_CANCELLED, cancelled);
  EXPECT_EQ(Reason(opener_), "OK");
}

TEST_F(EndingTest, AHoldKeepsNobodyFromEnding) {
  file_.Hold();
  EXPECT_EQ(Reason(opener_), "OK");
}

TEST_F(EndingTest, ANoteHasABound) {
  const std::string long_note(2001, 'x');
  EXPECT_EQ(ReasonOf(Withdraw(opener_, long_note)), "INVALID_FIELDS");
  EXPECT_EQ(ReasonOf(Close(opener_, long_note)), "INVALID_FIELDS");
}

}  // namespace
}  // namespace sijill::readmission
