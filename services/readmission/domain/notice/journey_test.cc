// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/notice/journey.h"

#include <random>

#include "common/refusal/refusal.h"
#include "gmock/gmock.h"

#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using testing::DateOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TimestampOf;
using testing::TransferCase;

class TransferJourneyTest : public ::testing::Test {
 protected:
  std::vector<std::string> Problems() const {
    const auto times = CheckTransferFields(request_, file_.now);
    std::vector<std::string> fields;
    for (const auto& one : refusal::FieldViolationsOf(times.status())) {
      fields.push_back(one.field);
    }
    EXPECT_EQ(times.ok(), fields.empty());
    return fields;
  }

  v1::Escort& AddEscort() {
    v1::Escort& escort = *request_.add_escorts();
    escort.set_function("escort");
    escort.mutable_escort_name()->set_use(v1::NAME_USE_CURRENT);
    v1::NamePart& part = *escort.mutable_escort_name()->add_name_parts();
    part.set_kind(v1::NAME_PART_KIND_FAMILY);
    part.set_latin("Specimen");
    return escort;
  }

  TransferCase file_;
  v1::NotifyTransferRequest request_ = file_.Request();
};

TEST_F(TransferJourneyTest, AWellFormedJourneyGivesItsInstants) {
  AddEscort();
  EXPECT_THAT(Problems(), IsEmpty());
  const auto times = CheckTransferFields(request_, file_.now);
  EXPECT_EQ(times->departs, testing::At("2023-11-22T08:00:00Z"));
  EXPECT_EQ(times->arrives, testing::At("2023-11-22T19:00:00Z"));
}

TEST_F(TransferJourneyTest, EverythingThatIsMissingIsSaidAtOnce) {
  request_.Clear();
  EXPECT_THAT(Problems(),
              ElementsAre("journey.mode", "journey.departure_point",
                          "journey.departs_at", "journey.arrival_point",
                          "journey.arrives_at"));
}

TEST_F(TransferJourneyTest, AJourneyLiesAheadAndEndsAfterItBegins) {
  *request_.mutable_journey()->mutable_departs_at() = TimestampOf(file_.now);
  EXPECT_THAT(Problems(), ElementsAre("journey.departs_at"));
  request_ = file_.Request();
  *request_.mutable_journey()->mutable_arrives_at() =
      request_.journey().departs_at();
  EXPECT_THAT(Problems(), ElementsAre("journey.arrives_at"));
}

TEST_F(TransferJourneyTest, AnInstantIsOneThatAnEventCanCarry) {
  auto& departs = *request_.mutable_journey()->mutable_departs_at();
  for (const int64_t seconds : {int64_t{-1}, int64_t{253'402'300'800}}) {
    departs.set_seconds(seconds);
    EXPECT_THAT(Problems(), ElementsAre("journey.departs_at"));
  }
  departs.set_seconds(1'800'000'000);
  departs.set_nanos(1'000'000'000);
  EXPECT_THAT(Problems(), ElementsAre("journey.departs_at"));
}

TEST_F(TransferJourneyTest, APassportHasANumberAndALastDay) {
  request_.clear_passport_expires_on();
  EXPECT_THAT(Problems(), ElementsAre("passport_expires_on"));
  request_ = file_.Request();
  request_.clear_passport_number();
  EXPECT_THAT(Problems(), ElementsAre("passport_number"));
  request_ = file_.Request();
  request_.mutable_passport_expires_on()->set_day(31);
  EXPECT_THAT(Problems(), ElementsAre("passport_expires_on"));
}

TEST_F(TransferJourneyTest, OneDocumentIsTravelledOn) {
  request_.set_travel_document("cases/a/events/b");
  EXPECT_THAT(Problems(), ElementsAre("passport_number"));
}

TEST_F(TransferJourneyTest, AnEscortHasANameAndAFunction) {
  request_.add_escorts();
  EXPECT_THAT(Problems(), ElementsAre("escorts[0].escort_name.name_parts",
                                      "escorts[0].function"));
  request_ = file_.Request();
  *AddEscort().mutable_escort_name()->mutable_name_parts(0) = v1::NamePart();
  EXPECT_THAT(Problems(),
              ElementsAre("escorts[0].escort_name.name_parts[0].kind",
                          "escorts[0].escort_name.name_parts[0].latin"));
}

TEST_F(TransferJourneyTest, TextsAndListsHaveBounds) {
  // Bounds are in characters: two octets each here.
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "\xC3\xA9";
  request_.set_note(text);
  EXPECT_THAT(Problems(), IsEmpty());
  request_.set_note(text + "e");
  request_.set_reason_not_by_air(text + "e");
  request_.set_protective_measures(text + "e");
  request_.mutable_medical_needs()->set_medical_needs(text + "e");
  request_.mutable_journey()->set_carrier_reference(text);
  request_.set_passport_number(std::string(21, '1'));
  for (int i = 0; i <= 50; ++i) AddEscort();
  EXPECT_THAT(Problems(),
              ElementsAre("journey.carrier_reference", "passport_number",
                          "escorts", "reason_not_by_air", "protective_measures",
                          "medical_needs.medical_needs", "note"));
}

TEST_F(TransferJourneyTest, WhatIsNewerThanTheNodeIsNotCarriedIntoAnEvent) {
  request_.mutable_journey()->set_mode(static_cast<v1::TransportMode>(99));
  EXPECT_THAT(Problems(), ElementsAre("journey"));
  request_ = file_.Request();
  for (google::protobuf::Message* message :
       {static_cast<google::protobuf::Message*>(
            request_.mutable_journey()->mutable_departs_at()),
        static_cast<google::protobuf::Message*>(&AddEscort()),
        static_cast<google::protobuf::Message*>(
            request_.mutable_medical_needs())}) {
    message->GetReflection()->MutableUnknownFields(message)->AddVarint(1000, 1);
  }
  EXPECT_THAT(Problems(), ElementsAre("journey", "journey.departs_at",
                                      "escorts[0]", "medical_needs"));
}

TEST_F(TransferJourneyTest, MutatedRequestsNeverGiveAnImpossibleJourney) {
  constexpr uint32_t kSeed = 20231115;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  AddEscort();
  // Protobuf tells of every text that is no UTF-8.
  const google::protobuf::LogSilencer silencer;
  const std::string bytes = request_.SerializeAsString();
  for (int i = 0; i < 5000; ++i) {
    std::string mutated = bytes;
    for (int j = 0; j < 3; ++j) {
      mutated[random() % mutated.size()] = static_cast<char>(random());
    }
    v1::NotifyTransferRequest request;
    if (!request.ParseFromString(mutated)) continue;
    const auto times = CheckTransferFields(request, file_.now);
    if (!times.ok()) continue;
    EXPECT_LT(file_.now, times->departs);
    EXPECT_LT(times->departs, times->arrives);
  }
}

}  // namespace
}  // namespace sijill::readmission
