// SPDX-License-Identifier: Apache-2.0
#include "services/identity/rpc/identity_methods.h"

#include "common/command/case_access.h"
#include "common/command/testing/office_fixture.h"
#include "common/refusal/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sijill/v1/identity_service.pb.h"

namespace sijill::identity {
namespace {

using testing::OfficeFixture;

class IdentityMethodsTest : public ::testing::Test {
 protected:
  IdentityMethodsTest() {
    AddIdentityMethods(node_.office(), table_);
    case_ = node_.OpenDocumentRequest(OfficeFixture::kSouth);
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const char* method, const char* agency,
                               const Request& request) {
    return node_.Ask<Response>(
        table_, std::string("/sijill.v1.IdentityService/") + method, agency,
        request);
  }
  template <typename Request>
  Request Fill(Request request) {
    request.set_case_name(case_);
    request.set_request_id(node_.NewRequestId());
    return request;
  }
  v1::AddEvidenceRequest Evidence() {
    v1::AddEvidenceRequest request;
    request.mutable_evidence()->set_kind(v1::EVIDENCE_KIND_PASSPORT);
    request.mutable_evidence()->set_form(v1::EVIDENCE_FORM_COPY);
    request.mutable_copy()->set_media_type("application/pdf");
    request.mutable_copy()->set_content("%PDF-1.7\n");
    return Fill(std::move(request));
  }
  v1::Case Shared() {
    const auto loaded = command::LoadCase(node_.office(), case_);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded.ok() ? loaded->state().shared : v1::Case();
  }

  OfficeFixture node_;
  rpc::MethodTable table_;
  std::string case_;
};

TEST_F(IdentityMethodsTest, OffersEveryMethodOfTheContract) {
  ASSERT_TRUE(table_.status().ok()) << table_.status();
  const auto* service =
      v1::AddEvidenceRequest::descriptor()->file()->FindServiceByName(
          "IdentityService");
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(table_.methods().size(),
            static_cast<size_t>(service->method_count()));
  for (int i = 0; i < service->method_count(); ++i) {
    EXPECT_NE(table_.Find(base::StrCat("/", service->full_name(), "/",
                                       service->method(i)->name())),
              nullptr);
  }
}

TEST_F(IdentityMethodsTest, EvidenceIsRecordedAndARepetitionAnswersTheSame) {
  const v1::AddEvidenceRequest request = Evidence();
  const auto first = Ask<v1::AddEvidenceResponse>(
      "AddEvidence", OfficeFixture::kConsulate, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->receipts_size(), 1);
  EXPECT_TRUE(first->has_grading());
  const auto again = Ask<v1::AddEvidenceResponse>(
      "AddEvidence", OfficeFixture::kConsulate, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  ASSERT_EQ(Shared().evidence_size(), 1);
  EXPECT_EQ(Shared().evidence(0).fact().event(), first->receipts(0).event());
}

TEST_F(IdentityMethodsTest, ATrialRecordsNothing) {
  v1::AddEvidenceRequest request = Evidence();
  request.set_validate_only(true);
  const auto tried = Ask<v1::AddEvidenceResponse>(
      "AddEvidence", OfficeFixture::kConsulate, request);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->receipts_size(), 0);
  EXPECT_TRUE(tried->has_grading());
  EXPECT_EQ(Shared().evidence_size(), 0);
}

TEST_F(IdentityMethodsTest, FindingAndConfirmationComeFromTwoAgencies) {
  auto finding = Fill(v1::RecordIdentityFindingRequest());
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  ASSERT_TRUE(Ask<v1::RecordIdentityFindingResponse>(
                  "RecordIdentityFinding", OfficeFixture::kConsulate, finding)
                  .ok());
  const auto confirmed = Ask<v1::ConfirmNationalityResponse>(
      "ConfirmNationality", OfficeFixture::kInterior,
      Fill(v1::ConfirmNationalityRequest()));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(Shared().finding().finding().result(),
            v1::FINDING_RESULT_RECOGNISED);
  EXPECT_TRUE(Shared().nationality().confirmed());

  auto denial = Fill(v1::DenyNationalityRequest());
  denial.set_reasons("The register was misread.");
  ASSERT_TRUE(Ask<v1::DenyNationalityResponse>("DenyNationality",
                                               OfficeFixture::kInterior, denial)
                  .ok());
  EXPECT_TRUE(Shared().identity_contradicted());
}

TEST_F(IdentityMethodsTest, ToAnOutsiderTheCaseDoesNotExist) {
  auto request = Fill(v1::ConfirmNationalityRequest());
  const char* outsider = "north.example/agencies/outsider";
  const absl::Status refused = Ask<v1::ConfirmNationalityResponse>(
                                   "ConfirmNationality", outsider, request)
                                   .status();
  request.set_case_name("cases/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(Ask<v1::ConfirmNationalityResponse>("ConfirmNationality", outsider,
                                                request)
                .status(),
            refused);
  EXPECT_EQ(refusal::ReasonOf(refused), "CASE_NOT_FOUND");
}

}  // namespace
}  // namespace sijill::identity
