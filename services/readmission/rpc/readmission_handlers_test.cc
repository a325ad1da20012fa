// SPDX-License-Identifier: Apache-2.0
// Handlers over two nodes, from the opening of a case to the review of a late
// reply.
#include <string>

#include "common/refusal/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/testing/two_states.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::readmission {
namespace {

using ledger::LogKind;
using ::testing::SizeIs;
using testing::State;

class HandlersTest : public testing::TwoStatesTest {
 protected:
  absl::StatusOr<v1::GetCaseResponse> Get(State& state, std::string_view agency,
                                          const std::string& name,
                                          std::string_view officer = "o-17") {
    v1::GetCaseRequest request;
    request.mutable_caller()->set_purpose(v1::PURPOSE_CASE_HANDLING);
    request.set_name(name);
    return state.Call<v1::GetCaseResponse>(agency, "GetCase", request, officer);
  }
  v1::CaseStatus StatusAt(State& state, const std::string& name) {
    const auto answer = Get(state, "interior", name);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer->snapshot().shared().status();
  }
};

TEST_F(HandlersTest, ARequestIsOpenedReceivedConfirmedAndApproved) {
  const std::string name = Open();
  EXPECT_EQ(StatusAt(north_, name), v1::CASE_STATUS_OPENED);
  Exchange();
  EXPECT_EQ(StatusAt(south_, name), v1::CASE_STATUS_RECEIVED);
  EXPECT_EQ(StatusAt(north_, name), v1::CASE_STATUS_RECEIVED);
  ASSERT_TRUE(south_
                  .Call<v1::ConfirmReceiptResponse>(
                      "interior", "ConfirmReceipt",
                      With<v1::ConfirmReceiptRequest>(name))
                  .ok());
  const auto approved = south_.Call<v1::ApproveReadmissionResponse>(
      "interior", "ApproveReadmission",
      With<v1::ApproveReadmissionRequest>(name));
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_FALSE(approved->late());
  EXPECT_THAT(approved->receipts(), SizeIs(1));
  Exchange();
  const auto seen = Get(north_, "interior", name);
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->snapshot().shared().status(), v1::CASE_STATUS_APPROVED);
  ASSERT_EQ(seen->deadlines_size(), 2);
  EXPECT_EQ(seen->deadlines(0).state(), v1::DEADLINE_STATE_MET);
}

TEST_F(HandlersTest, AnIncompleteRequestIsReturnedAndCompleted) {
  const std::string name = Open();
  Exchange();
  auto returned = With<v1::ReturnAsIncompleteRequest>(name);
  returned.add_missing_items()->set_requirement("photos");
  ASSERT_TRUE(south_
                  .Call<v1::ReturnAsIncompleteResponse>(
                      "interior", "ReturnAsIncomplete", returned)
                  .ok());
  Exchange();
  EXPECT_EQ(StatusAt(north_, name), v1::CASE_STATUS_INCOMPLETE);
  auto completion = With<v1::CompleteRequestRequest>(name);
  *completion.mutable_form() = testing::CompleteForm();
  completion.mutable_form()->set_observations("with the photograph");
  const auto completed = north_.Call<v1::CompleteRequestResponse>(
      "interior", "CompleteRequest", completion);
  ASSERT_TRUE(completed.ok()) << completed.status();
  Exchange();
  const auto seen = Get(south_, "interior", name);
  EXPECT_EQ(seen->snapshot().shared().form().observations(),
            "with the photograph");
  EXPECT_EQ(seen->snapshot().shared().status(), v1::CASE_STATUS_RECEIVED);
}

TEST_F(HandlersTest, ALateRefusalIsMarkedForEverAndReviewed) {
  const std::string name = Open();
  Exchange();
  clock_.Advance(absl::Hours(24 * 23));
  auto refusing = With<v1::RefuseReadmissionRequest>(name);
  refusing.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_IDENTIFIED);
  const auto refused = south_.Call<v1::RefuseReadmissionResponse>(
      "interior", "RefuseReadmission", refusing);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_TRUE(refused->late());
  Exchange();
  EXPECT_EQ(StatusAt(north_, name), v1::CASE_STATUS_LATE_REPLY);
  auto review = With<v1::ReviewLateReplyRequest>(name);
  review.set_accepted(true);
  ASSERT_TRUE(north_
                  .Call<v1::ReviewLateReplyResponse>("interior",
                                                     "ReviewLateReply", review)
                  .ok());
  EXPECT_EQ(StatusAt(north_, name), v1::CASE_STATUS_REFUSED);
}

TEST_F(HandlersTest, ARepeatedRequestGetsTheSameAnswerAndWritesNothing) {
  const v1::RequestReadmissionRequest request = Readmission();
  const auto call = [&] {
    return north_.Call<v1::RequestReadmissionResponse>(
        "interior", "RequestReadmission", request);
  };
  const auto first = call();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->receipts(), SizeIs(2));
  const uint64_t size = north_.SizeOf(LogKind::kShared);
  const auto again = call();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(north_.SizeOf(LogKind::kShared), size);

  Exchange();
  const auto approve = With<v1::ApproveReadmissionRequest>(first->case_name());
  const auto in_time = south_.Call<v1::ApproveReadmissionResponse>(
      "interior", "ApproveReadmission", approve);
  ASSERT_TRUE(in_time.ok());
  clock_.Advance(absl::Hours(24 * 365));
  const auto much_later = south_.Call<v1::ApproveReadmissionResponse>(
      "interior", "ApproveReadmission", approve);
  ASSERT_TRUE(much_later.ok());
  EXPECT_FALSE(much_later->late());
  EXPECT_EQ(much_later->SerializeAsString(), in_time->SerializeAsString());
}

TEST_F(HandlersTest, ValidatingAloneRefusesAsUsualAndRecordsNothing) {
  const uint64_t shared = north_.SizeOf(LogKind::kShared);
  const uint64_t own = north_.SizeOf(LogKind::kOwn);
  v1::RequestReadmissionRequest request = Readmission();
  request.set_validate_only(true);
  const auto valid = north_.Call<v1::RequestReadmissionResponse>(
      "interior", "RequestReadmission", request);
  ASSERT_TRUE(valid.ok()) << valid.status();
  EXPECT_TRUE(valid->receipts().empty());
  EXPECT_TRUE(valid->case_name().empty());
  request.clear_declaration();
  const auto refused = north_.Call<v1::RequestReadmissionResponse>(
      "interior", "RequestReadmission", request);
  EXPECT_EQ(refusal::ReasonOf(refused.status()), "GATE_MISSING");
  EXPECT_EQ(north_.SizeOf(LogKind::kShared), shared);
  EXPECT_EQ(north_.SizeOf(LogKind::kOwn), own);

  const std::string name = Open();
  Exchange();
  clock_.Advance(absl::Hours(24 * 23));
  auto approve = With<v1::ApproveReadmissionRequest>(name);
  approve.set_validate_only(true);
  const auto late = south_.Call<v1::ApproveReadmissionResponse>(
      "interior", "ApproveReadmission", approve);
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_TRUE(late->late());
  EXPECT_EQ(StatusAt(south_, name), v1::CASE_STATUS_RECEIVED);
}

TEST_F(HandlersTest, WhatAnOfficerReadsIsRecordedBeforeHeReadsIt) {
  const std::string name = Open();
  const uint64_t before = north_.SizeOf(LogKind::kOwn);
  const auto answer = Get(north_, "interior", name);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(north_.SizeOf(LogKind::kOwn), before + 1);
  ASSERT_EQ(answer->as_of_size(), 2);
  EXPECT_EQ(answer->as_of(1).size(), before);
  v1::GetCaseRequest request;
  request.set_name(name);
  const auto refused =
      north_.Call<v1::GetCaseResponse>("interior", "GetCase", request);
  EXPECT_EQ(refusal::ReasonOf(refused.status()), "PURPOSE_REQUIRED");
  EXPECT_EQ(north_.SizeOf(LogKind::kOwn), before + 1);
}

TEST_F(HandlersTest, ToAnOutsiderACaseDoesNotExist) {
  const std::string name = Open();
  const uint64_t own = north_.SizeOf(LogKind::kOwn);
  const auto outside = Get(north_, "protection", name);
  const auto nowhere =
      Get(north_, "protection", "cases/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_TRUE(absl::IsNotFound(outside.status()));
  EXPECT_EQ(outside.status(), nowhere.status());
  EXPECT_EQ(Get(north_, "protection", "no name").status(), nowhere.status());
  EXPECT_EQ(north_.SizeOf(LogKind::kOwn), own);
  north_.Grant("protection", "p-1", v1::DUTY_PROTECTION);
  EXPECT_TRUE(Get(north_, "protection", name, "p-1").ok());
}

TEST_F(HandlersTest, TheOwnSideStaysOnItsOwnNode) {
  v1::RequestReadmissionRequest request = Readmission();
  request.set_external_reference("N-2026/77");
  request.set_note("our note");
  request.mutable_declaration()->set_reference("R-1");
  const auto opened = north_.Call<v1::RequestReadmissionResponse>(
      "interior", "RequestReadmission", request);
  ASSERT_TRUE(opened.ok()) << opened.status();
  Exchange();
  const auto ours = Get(north_, "interior", opened->case_name());
  ASSERT_TRUE(ours.ok());
  EXPECT_EQ(ours->snapshot().own_side().external_reference(), "N-2026/77");
  EXPECT_EQ(ours->snapshot().own_side().gates(0).gate().reference(), "R-1");
  const auto theirs = Get(south_, "interior", opened->case_name());
  ASSERT_TRUE(theirs.ok());
  const std::string bytes = theirs->SerializeAsString();
  for (const char* secret : {"N-2026/77", "our note", "R-1"}) {
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(theirs->snapshot().shared().SerializeAsString(),
            ours->snapshot().shared().SerializeAsString());
}

TEST_F(HandlersTest, ADocumentRequestIsOpenedWithoutAnAgreement) {
  v1::RequestDocumentRequest request;
  Fill(request);
  request.set_consulate_agency(casestate::testing::kConsulate);
  *request.mutable_form() = testing::CompleteForm();
  *request.mutable_declaration() = Readmission().declaration();
  const auto opened = north_.Call<v1::RequestDocumentResponse>(
      "interior", "RequestDocument", request);
  ASSERT_TRUE(opened.ok()) << opened.status();
  Exchange();
  const auto seen = Get(south_, "consulate", opened->case_name());
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->snapshot().shared().rule_set().id(), "none");
  EXPECT_TRUE(seen->deadlines().empty());
}

TEST_F(HandlersTest, RequirementsAreToldOfACaseAndBeforeOne) {
  const std::string name = Open();
  v1::ListRequirementsRequest request;
  request.mutable_caller()->set_purpose(v1::PURPOSE_CASE_HANDLING);
  request.set_case_name(name);
  const auto of_case = north_.Call<v1::ListRequirementsResponse>(
      "interior", "ListRequirements", request);
  ASSERT_TRUE(of_case.ok()) << of_case.status();
  EXPECT_THAT(of_case->requirements(), SizeIs(4));
  EXPECT_TRUE(
      absl::IsNotFound(north_
                           .Call<v1::ListRequirementsResponse>(
                               "protection", "ListRequirements", request)
                           .status()));
  request.clear_case_name();
  request.set_procedure(v1::PROCEDURE_READMISSION);
  request.set_requested_agency(casestate::testing::kRequested);
  const auto before = north_.Call<v1::ListRequirementsResponse>(
      "interior", "ListRequirements", request);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->requirements(0).met());
}

}  // namespace
}  // namespace sijill::readmission
