// SPDX-License-Identifier: Apache-2.0
// Days of validity, and names in the machine-readable zone.
#include "services/travel_document/domain/validity.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/travel_document/domain/machine_readable_zone.h"
#include "services/travel_document/domain/scene.h"

namespace sijill::travel_document {
namespace {

using absl::CivilDay;
using rules::Unit;

rules::Calendar WorkingWeek() {
  return *rules::ParseCalendar(
      rules::ShippedBytes("calendars/kaz-working-week.json"));
}

CivilDay Last(int amount, Unit unit, CivilDay first) {
  return LastDayOf({amount, unit}, first, WorkingWeek());
}

TEST(LastDayTest, TheFirstAndTheLastDayBothCount) {
  const CivilDay monday(2023, 11, 20);
  EXPECT_EQ(Last(1, Unit::kCalendarDay, monday), monday);
  EXPECT_EQ(Last(8, Unit::kCalendarDay, monday), CivilDay(2023, 11, 27));
  EXPECT_EQ(Last(2, Unit::kWeek, monday), CivilDay(2023, 12, 3));
  EXPECT_EQ(Last(6, Unit::kMonth, CivilDay(2023, 1, 1)), CivilDay(2023, 6, 30));
  EXPECT_EQ(Last(1, Unit::kYear, monday), CivilDay(2024, 11, 19));
  EXPECT_EQ(Last(5, Unit::kWorkingDay, monday), CivilDay(2023, 11, 24));
  EXPECT_EQ(Last(6, Unit::kWorkingDay, monday), CivilDay(2023, 11, 27));
  EXPECT_EQ(Last(24, Unit::kHour, monday), monday);
  EXPECT_EQ(Last(25, Unit::kHour, monday), monday + 1);
}

TEST(LastDayTest, AMonthThatIsTooShortEndsOnItsLastDay) {
  EXPECT_EQ(Last(1, Unit::kMonth, CivilDay(2023, 1, 31)),
            CivilDay(2023, 2, 28));
  EXPECT_EQ(Last(1, Unit::kMonth, CivilDay(2024, 1, 31)),
            CivilDay(2024, 2, 29));
  EXPECT_EQ(Last(1, Unit::kYear, CivilDay(2024, 2, 29)), CivilDay(2025, 2, 28));
}

TEST(JourneyDaysTest, ATransferUnderWayCountsBesideThePlannedJourney) {
  Scene scene(v1::PROCEDURE_READMISSION);
  absl::TimeZone zone;
  absl::LoadTimeZone(kAlmaty, &zone);
  const std::string asked = scene.Ask(scene.At(12, 1));
  v1::TransferNotified notice;
  *notice.mutable_journey()->mutable_departs_at() = Timestamp(scene.At(12, 4));
  *notice.mutable_journey()->mutable_arrives_at() = Timestamp(scene.At(12, 5));
  scene.history().Say(history::kRequesting, v1::EVENT_KIND_TRANSFER_NOTIFIED,
                      notice);
  const casestate::CaseState state = scene.State();
  const JourneyDays days =
      JourneyDaysOf(state, *casestate::FindDocumentRequest(state, asked), zone);
  EXPECT_EQ(days.departs, CivilDay(2023, 12, 1));
  EXPECT_EQ(days.arrives, CivilDay(2023, 12, 5));
}

v1::NamePart Part(v1::NamePartKind kind, std::string_view latin,
                  std::string_view arabic = "") {
  v1::NamePart part;
  part.set_kind(kind);
  part.set_latin(std::string(latin));
  part.set_original(std::string(arabic));
  if (!arabic.empty()) part.set_script("Arab");
  return part;
}

std::string UpperLine(std::vector<v1::NamePart> parts,
                      std::string_view state = "EGY") {
  v1::PersonForm person;
  v1::PersonName& alias = *person.add_names();
  alias.set_use(v1::NAME_USE_ALIAS);
  *alias.add_name_parts() = Part(v1::NAME_PART_KIND_FAMILY, "Wrong");
  v1::PersonName& name = *person.add_names();
  name.set_use(v1::NAME_USE_CURRENT);
  for (v1::NamePart& part : parts) *name.add_name_parts() = std::move(part);
  const auto lines =
      ComposeZone(person, state, "AB1234567", CivilDay(2027, 1, 31));
  return lines.ok() ? lines->upper : ReasonOf(lines.status());
}

TEST(MachineReadableZoneTest, FamilyFirstThenTheOthersAsTheyAreWritten) {
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_GIVEN, "Amal"),
                       Part(v1::NAME_PART_KIND_FATHER, "Hassan"),
                       Part(v1::NAME_PART_KIND_FAMILY, "El-Sayed")}),
            "I<EGYEL<SAYED<<AMAL<HASSAN<<<<<<<<<<");
}

TEST(MachineReadableZoneTest, WithoutAFamilyNameTheWholeNameIsPrimary) {
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_GIVEN, "Amal"),
                       Part(v1::NAME_PART_KIND_FATHER, "Hassan")}),
            "I<EGYAMAL<HASSAN<<<<<<<<<<<<<<<<<<<<");
}

TEST(MachineReadableZoneTest, LatinAsInTheDocumentGoesBeforeTheTable) {
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_FAMILY, "Zine", "زين")}),
            "I<EGYZINE<<<<<<<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_FAMILY, "", "زين")}),
            "I<EGYZYN<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
}

TEST(MachineReadableZoneTest, GermanyIsOneLetter) {
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_FAMILY, "Muster")}, "DEU"),
            "I<D<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<");
}

TEST(MachineReadableZoneTest, WhatCannotStandThereIsRefused) {
  constexpr char kReason[] = "MACHINE_READABLE_ZONE_INVALID";
  EXPECT_EQ(UpperLine({}), kReason);
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_FAMILY, "")}), kReason);
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_FAMILY, "Иван")}), kReason);
  EXPECT_EQ(UpperLine({Part(v1::NAME_PART_KIND_FAMILY, "A")}, "QQQ"), kReason);
}

TEST(MachineReadableZoneTest, TheLinesReadBackWithRightCheckDigits) {
  v1::PersonForm person;
  v1::PersonName& name = *person.add_names();
  name.set_use(v1::NAME_USE_CURRENT);
  *name.add_name_parts() = Part(v1::NAME_PART_KIND_FAMILY, "Supamann");
  *name.add_name_parts() = Part(v1::NAME_PART_KIND_GIVEN, "Mary");
  person.set_sex(v1::SEX_MALE);
  *person.mutable_date_of_birth() = Date(1970, 8, 3);
  const auto lines =
      ComposeZone(person, "USA", "652584509", CivilDay(2022, 1, 1));
  ASSERT_TRUE(lines.ok()) << lines.status();
  // The lower line of the published seal of an emergency travel document.
  EXPECT_EQ(lines->lower.substr(9, 19), "6USA7008038M2201018");
  EXPECT_TRUE(icao::ParseTd2(lines->upper, lines->lower).ok());
}

}  // namespace
}  // namespace sijill::travel_document
