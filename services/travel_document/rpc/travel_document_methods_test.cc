// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/rpc/travel_document_methods.h"

#include <algorithm>
#include <thread>

#include "common/command/mutation.h"
#include "common/command/testing/office_fixture.h"
#include "common/refusal/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::travel_document {
namespace {

using testing::OfficeFixture;

constexpr char kConsulate[] = "north.example/agencies/consulate";

class TravelDocumentMethodsTest : public ::testing::Test {
 protected:
  TravelDocumentMethodsTest() {
    AddTravelDocumentMethods(node_.office(), table_);
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const char* method, const Request& request,
                               const char* agency = kConsulate) {
    return node_.Ask<Response>(
        table_, std::string("/sijill.v1.TravelDocumentService/") + method,
        agency, request);
  }

  // A case whose person is recognised, and a request in it.
  struct Asked {
    std::string case_name;
    std::string request;
  };
  Asked NewRequest(std::string_view requesting = OfficeFixture::kSouth) {
    const std::string name = node_.OpenDocumentRequest(requesting);
    v1::IdentityFinding finding;
    finding.set_result(v1::FINDING_RESULT_RECOGNISED);
    const std::string id = node_.NewRequestId();
    const rpc::Call call = node_.CallOf(OfficeFixture::OfficerOf(kConsulate),
                                        testing::kWithdraw, id);
    v1::Caller caller;
    caller.set_purpose(v1::PURPOSE_TRAVEL_DOCUMENT);
    const auto found = command::ChangeCase(
        node_.office(), {.call = call, .caller = caller, .request_id = id},
        name,
        [&](const casestate::CaseState&,
            const decision::Context&) -> absl::StatusOr<decision::Decision> {
          return decision::OneEvent(v1::EVENT_KIND_IDENTITY_FINDING,
                                    {&finding});
        });
    EXPECT_TRUE(found.ok()) << found.status();
    v1::RequestTravelDocumentRequest request;
    request.set_case_name(name);
    request.set_request_id(node_.NewRequestId());
    const auto asked = Ask<v1::RequestTravelDocumentResponse>(
        "RequestTravelDocument", request);
    EXPECT_TRUE(asked.ok()) << asked.status();
    return {name, asked.ok() ? asked->receipts(0).event() : ""};
  }

  v1::IssueTravelDocumentRequest Issue(const Asked& asked, const char* number) {
    v1::IssueTravelDocumentRequest request;
    request.set_case_name(asked.case_name);
    request.set_request_id(node_.NewRequestId());
    request.set_document_request(asked.request);
    request.set_document_number(number);
    request.mutable_valid_from()->set_year(2023);
    request.mutable_valid_from()->set_month(11);
    request.mutable_valid_from()->set_day(20);
    *request.mutable_valid_until() = request.valid_from();
    request.mutable_valid_until()->set_year(2024);
    request.set_issued_by("Consulate, Southport");
    return request;
  }
  absl::StatusOr<v1::IssueTravelDocumentResponse> Send(
      const v1::IssueTravelDocumentRequest& request) {
    return Ask<v1::IssueTravelDocumentResponse>("IssueTravelDocument", request);
  }
  absl::StatusOr<v1::GetTravelDocumentResponse> Get(
      const std::string& name, const char* agency = kConsulate,
      v1::Purpose purpose = v1::PURPOSE_TRAVEL_DOCUMENT) {
    v1::GetTravelDocumentRequest request;
    request.mutable_caller()->set_purpose(purpose);
    request.set_name(name);
    return Ask<v1::GetTravelDocumentResponse>("GetTravelDocument", request,
                                              agency);
  }
  int64_t Disclosures() {
    return std::ranges::count(node_.OwnLogKinds(), v1::EVENT_KIND_DISCLOSED);
  }

  OfficeFixture node_;
  rpc::MethodTable table_;
};

std::string ReasonOf(const absl::Status& status) {
  return refusal::ReasonOf(status).value_or("");
}

TEST_F(TravelDocumentMethodsTest, OffersEveryMethodOfTheContract) {
  ASSERT_TRUE(table_.status().ok()) << table_.status();
  const auto* service =
      v1::IssueTravelDocumentRequest::descriptor()->file()->FindServiceByName(
          "TravelDocumentService");
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(table_.methods().size(),
            static_cast<size_t>(service->method_count()));
  for (int i = 0; i < service->method_count(); ++i) {
    EXPECT_NE(table_.Find(base::StrCat("/", service->full_name(), "/",
                                       service->method(i)->name())),
              nullptr);
  }
}

TEST_F(TravelDocumentMethodsTest, ARepetitionAnswersTheSameDocument) {
  const auto request = Issue(NewRequest(), "EM0000001");
  const auto first = Send(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->receipts_size(), 1);
  EXPECT_EQ(first->travel_document().name(), first->receipts(0).event());
  EXPECT_EQ(first->travel_document().issued().machine_readable_lines_size(), 2);
  const auto again = Send(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(TravelDocumentMethodsTest, ATrialShowsTheDocumentAndTakesNoNumber) {
  auto request = Issue(NewRequest(), "EM0000001");
  request.set_validate_only(true);
  const auto tried = Send(request);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->receipts_size(), 0);
  EXPECT_EQ(tried->travel_document().issued().document_number(), "EM0000001");
  request.set_validate_only(false);
  request.set_request_id(node_.NewRequestId());
  EXPECT_TRUE(Send(request).ok());
}

TEST_F(TravelDocumentMethodsTest, ANumberIsUsedOnceInAllCasesOfAnAgency) {
  const Asked shared = NewRequest(OfficeFixture::kSouth);
  const Asked domestic = NewRequest(OfficeFixture::kInterior);
  const Asked third = NewRequest();
  ASSERT_TRUE(Send(Issue(shared, "EM0000001")).ok());
  EXPECT_EQ(ReasonOf(Send(Issue(domestic, "EM0000001")).status()),
            "DOCUMENT_NUMBER_TAKEN");
  ASSERT_TRUE(Send(Issue(domestic, "EM0000002")).ok());
  EXPECT_EQ(ReasonOf(Send(Issue(third, "EM0000002")).status()),
            "DOCUMENT_NUMBER_TAKEN");
  // Another process, or the same one after a restart, reads them anew.
  rpc::MethodTable restarted;
  AddTravelDocumentMethods(node_.office(), restarted);
  EXPECT_EQ(ReasonOf(node_
                         .Ask<v1::IssueTravelDocumentResponse>(
                             restarted,
                             "/sijill.v1.TravelDocumentService/"
                             "IssueTravelDocument",
                             kConsulate, Issue(third, "EM0000001"))
                         .status()),
            "DOCUMENT_NUMBER_TAKEN");
}

TEST_F(TravelDocumentMethodsTest, OfTwoAtOnceWithOneNumberOneIsIssued) {
  const auto one = Issue(NewRequest(), "EM0000001");
  const auto other = Issue(NewRequest(), "EM0000001");
  absl::Status results[2];
  std::thread first([&] { results[0] = Send(one).status(); });
  std::thread second([&] { results[1] = Send(other).status(); });
  first.join();
  second.join();
  EXPECT_NE(results[0].ok(), results[1].ok());
  EXPECT_EQ(ReasonOf(results[0].ok() ? results[1] : results[0]),
            "DOCUMENT_NUMBER_TAKEN");
}

TEST_F(TravelDocumentMethodsTest, ShowingADocumentIsRecordedFirst) {
  const auto issued = Send(Issue(NewRequest(), "EM0000001"));
  ASSERT_TRUE(issued.ok()) << issued.status();
  const std::string name = issued->travel_document().name();
  EXPECT_EQ(Disclosures(), 0);
  EXPECT_EQ(ReasonOf(Get(name, kConsulate, v1::PURPOSE_UNSPECIFIED).status()),
            "PURPOSE_REQUIRED");
  EXPECT_EQ(Disclosures(), 0);
  const auto shown = Get(name);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->travel_document().SerializeAsString(),
            issued->travel_document().SerializeAsString());
  EXPECT_EQ(Disclosures(), 1);
}

TEST_F(TravelDocumentMethodsTest, WhatIsNotThereIsNotShown) {
  const Asked asked = NewRequest();
  EXPECT_EQ(ReasonOf(Get(asked.request).status()), "DOCUMENT_NOT_FOUND");
  const absl::Status outsider =
      Get(asked.request, "north.example/agencies/outsider").status();
  EXPECT_EQ(ReasonOf(outsider), "CASE_NOT_FOUND");
  EXPECT_EQ(Get("cases/nonsense").status(), outsider);
  EXPECT_EQ(Disclosures(), 0);
}

TEST_F(TravelDocumentMethodsTest, ARevokedDocumentIsShownAsSuch) {
  const Asked asked = NewRequest();
  const auto issued = Send(Issue(asked, "EM0000001"));
  ASSERT_TRUE(issued.ok()) << issued.status();
  v1::RevokeTravelDocumentRequest request;
  request.set_case_name(asked.case_name);
  request.set_request_id(node_.NewRequestId());
  request.set_travel_document(issued->travel_document().name());
  request.set_reasons("lost");
  ASSERT_TRUE(
      Ask<v1::RevokeTravelDocumentResponse>("RevokeTravelDocument", request)
          .ok());
  const auto shown = Get(issued->travel_document().name());
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_TRUE(shown->travel_document().has_revoked());
  EXPECT_EQ(shown->travel_document().revocation_reasons(), "lost");
}

TEST_F(TravelDocumentMethodsTest, ADeclinedRequestIsNotMet) {
  const Asked asked = NewRequest();
  v1::DeclineTravelDocumentRequest request;
  request.set_case_name(asked.case_name);
  request.set_request_id(node_.NewRequestId());
  request.set_document_request(asked.request);
  request.set_reasons("The person is to apply anew.");
  ASSERT_TRUE(
      Ask<v1::DeclineTravelDocumentResponse>("DeclineTravelDocument", request)
          .ok());
  EXPECT_EQ(ReasonOf(Send(Issue(asked, "EM0000001")).status()),
            "DOCUMENT_STATE");
}

}  // namespace
}  // namespace sijill::travel_document
