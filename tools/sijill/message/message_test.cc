// SPDX-License-Identifier: Apache-2.0
// Messages as files, words and lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/config/file.h"
#include "sijill/v1/case.pb.h"
#include "sijill/v1/identity_service.pb.h"
#include "sijill/v1/readmission_requests.pb.h"
#include "sijill/v1/readmission_transfers.pb.h"
#include "sijill/v1/registry_service.pb.h"
#include "sijill/v1/travel_document_service.pb.h"
#include "tools/sijill/message/field_text.h"
#include "tools/sijill/message/json_form.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Sample(const std::string& name) {
  return config::ReadFile("deploy/samples/" + name).value_or("(no such file)");
}

template <typename Request>
Request Parsed(const std::string& name) {
  Request request;
  const absl::Status status = MergeJson(Sample(name), request);
  EXPECT_TRUE(status.ok()) << name << ": " << status;
  return request;
}

int NameParts(const v1::RequestForm& form) {
  return form.person().names(0).name_parts_size();
}

TEST(Samples, EverySampleIsItsRequest) {
  const auto short_one =
      Parsed<v1::RequestDocumentRequest>("document-request-egypt.json");
  EXPECT_EQ(NameParts(short_one.form()), 3);
  EXPECT_EQ(TextAt(short_one.form(), "person.date_of_birth"), "1994");
  EXPECT_EQ(NameParts(Parsed<v1::RequestDocumentRequest>(
                          "document-request-egypt-complete.json")
                          .form()),
            4);
  EXPECT_EQ(
      NameParts(
          Parsed<v1::CompleteRequestRequest>("completion-egypt.json").form()),
      4);
  EXPECT_TRUE(
      Parsed<v1::RequestReadmissionRequest>("readmission-kazakhstan.json")
          .has_declaration());
  EXPECT_TRUE(
      Parsed<v1::NotifyTransferRequest>("transfer-notice-kazakhstan.json")
          .has_journey());
  EXPECT_TRUE(Parsed<v1::RequestTravelDocumentRequest>("journey-egypt.json")
                  .has_planned_journey());
  EXPECT_TRUE(
      Parsed<v1::AddEvidenceRequest>("evidence-egypt.json").has_evidence());
  EXPECT_TRUE(Parsed<v1::RecordIdentityFindingRequest>("finding-egypt.json")
                  .has_established_person());
  EXPECT_TRUE(
      Parsed<v1::RequestTravelDocumentRequest>("journey-kazakhstan.json")
          .has_planned_journey());
  for (const char* name : {"document-egypt.json", "document-kazakhstan.json"}) {
    EXPECT_TRUE(Parsed<v1::IssueTravelDocumentRequest>(name).has_valid_until());
  }
  EXPECT_TRUE(Parsed<v1::AddEvidenceRequest>("evidence-kazakhstan.json")
                  .has_evidence());
  EXPECT_TRUE(Parsed<v1::ApproveReadmissionRequest>("approval-kazakhstan.json")
                  .has_valid_until());
  EXPECT_TRUE(
      Parsed<v1::RecordIdentityFindingRequest>("finding-kazakhstan.json")
          .has_established_person());
  Parsed<v1::RecordDepartureRequest>("departure-kazakhstan.json");
  Parsed<v1::ConfirmArrivalRequest>("arrival-kazakhstan.json");
}

TEST(JsonForm, SaysWhichFieldIsUnknownAndNoValue) {
  v1::RequestDocumentRequest request;
  request.set_post("kept");
  const absl::Status unknown = MergeJson(R"({"form": {"persn": {}}})", request);
  EXPECT_EQ(unknown.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("persn"));
  const absl::Status wrong =
      MergeJson(R"({"form": {"person": {"sex": "Secret"}}})", request);
  EXPECT_EQ(wrong.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.message()), HasSubstr("sex"));
  EXPECT_THAT(std::string(wrong.message()), Not(HasSubstr("Secret")));
  const absl::Status text = MergeJson(R"({"note": "Secret)", request);
  EXPECT_FALSE(text.ok());
  EXPECT_THAT(std::string(text.message()), Not(HasSubstr("Secret")));
  EXPECT_EQ(request.post(), "kept");
}

TEST(JsonForm, GivesBackWhatItRead) {
  const auto request =
      Parsed<v1::RequestDocumentRequest>("document-request-egypt.json");
  v1::RequestDocumentRequest again;
  ASSERT_TRUE(MergeJson(JsonOf(request), again).ok());
  EXPECT_EQ(again.SerializeAsString(), request.SerializeAsString());
  EXPECT_THAT(JsonOf(request), HasSubstr("محمد"));
  EXPECT_THAT(JsonOf(request), HasSubstr("\"dateOfBirth\""));
}

TEST(JsonForm, MutatedTextNeverCrashes) {
  constexpr uint32_t kSeed = 20261122;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const std::string text = Sample("readmission-kazakhstan.json");
  for (int i = 0; i < 2000; ++i) {
    std::string mutated = text;
    for (int change = 0; change < 3; ++change) {
      const size_t at = random() % mutated.size();
      if (random() % 2 == 0) {
        mutated[at] = static_cast<char>(random());
      } else {
        mutated.erase(at, 1 + random() % 8);
      }
    }
    v1::RequestReadmissionRequest request;
    if (!MergeJson(mutated, request).ok()) continue;
    v1::RequestReadmissionRequest again;
    ASSERT_TRUE(MergeJson(JsonOf(request), again).ok());
    EXPECT_EQ(again.SerializeAsString(), request.SerializeAsString());
  }
}

TEST(FieldText, WordsSetFields) {
  v1::RefuseReadmissionRequest refuse;
  ASSERT_TRUE(SetField(refuse, "grounds.kind", "not-a-national").ok());
  ASSERT_TRUE(SetField(refuse, "grounds.explanation", "why").ok());
  ASSERT_EQ(refuse.grounds_size(), 1);
  EXPECT_EQ(refuse.grounds(0).kind(), v1::REFUSAL_GROUND_KIND_NOT_A_NATIONAL);
  EXPECT_EQ(refuse.grounds(0).explanation(), "why");
  EXPECT_EQ(TextAt(refuse, "grounds.kind"), "not-a-national");

  v1::SetGrantRequest grant;
  ASSERT_TRUE(SetField(grant, "grant.duties", "officer").ok());
  ASSERT_TRUE(SetField(grant, "grant.duties", "auditor").ok());
  EXPECT_EQ(TextAt(grant, "grant.duties"), "officer, auditor");
  ASSERT_TRUE(SetField(grant, "registry_version", "7").ok());
  EXPECT_EQ(grant.registry_version(), 7u);
}

TEST(FieldText, DatesMayBePartsAndTimesHaveAZone) {
  v1::ApproveReadmissionRequest approve;
  for (const char* date : {"1994", "1994-05", "1994-05-17"}) {
    ASSERT_TRUE(SetField(approve, "valid_until", date).ok());
    EXPECT_EQ(TextAt(approve, "valid_until"), date);
  }
  for (const char* wrong : {"", "94", "1994-5", "1994-13", "1994-05-32",
                            "1994-05-17-01", "199x", "0000"}) {
    EXPECT_FALSE(SetField(approve, "valid_until", wrong).ok()) << wrong;
  }
  v1::RecordDepartureRequest departure;
  ASSERT_TRUE(
      SetField(departure, "departed_at", "2026-12-01T09:40:00+01:00").ok());
  EXPECT_EQ(TextAt(departure, "departed_at"), "2026-12-01 08:40 UTC");
  EXPECT_FALSE(SetField(departure, "departed_at", "tomorrow").ok());
}

TEST(FieldText, AWrongWordNamesTheChoicesAndNotItself) {
  v1::RecordIdentityFindingRequest find;
  const absl::Status status = SetField(find, "result", "Secret");
  EXPECT_EQ(status.message(),
            "result: one of recognised, not-recognised, "
            "insufficient-information, no-reply");
  EXPECT_FALSE(SetField(find, "result", "unspecified").ok());
  EXPECT_EQ(SetField(find, "nothing", "x").code(), absl::StatusCode::kInternal);
}

TEST(ValueText, ACaseReadsAsAnOutline) {
  v1::Case shared;
  const auto request =
      Parsed<v1::RequestDocumentRequest>("document-request-egypt.json");
  *shared.mutable_form() = request.form();
  shared.mutable_opened()->set_agency("nl.demo/agencies/return-service");
  shared.mutable_opened()->mutable_recorded_at()->set_seconds(0);
  const std::string outline = Outline(shared);
  EXPECT_THAT(outline, HasSubstr("Opened: 1970-01-01 00:00 UTC by "
                                 "nl.demo/agencies/return-service\n"));
  EXPECT_THAT(outline, HasSubstr("    Names: Mohamed Sabry Abdelhalim (محمد "
                                 "صبري عبدالحليم)\n"));
  EXPECT_THAT(outline, HasSubstr("    Date of birth: 1994\n"));
  EXPECT_THAT(outline, HasSubstr("  Own national: yes\n"));
}

TEST(ValueText, DeadlinesAreCountedInDaysAndHours) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_EQ(DistanceText(now + absl::Hours(24 * 12), now), "in 12 days");
  EXPECT_EQ(DistanceText(now + absl::Hours(30), now), "in 30 hours");
  EXPECT_EQ(DistanceText(now + absl::Minutes(20), now), "within the hour");
  EXPECT_EQ(DistanceText(now - absl::Hours(1), now), "1 hour ago");
  EXPECT_EQ(DistanceText(now - absl::Seconds(1), now), "just passed");
}

}  // namespace
}  // namespace sijill::cli
