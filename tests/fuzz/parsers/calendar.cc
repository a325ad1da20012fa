// SPDX-License-Identifier: Apache-2.0
#include "common/rules/calendar.h"

#include "common/base/sha256.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs CalendarSeeds() {
  Inputs inputs = FilesIn("deploy/rules/calendars", ".json");
  inputs.push_back(
      R"({"format":1,"id":"uto","version":1,"state":"UTO","weekend":{)"
      R"("days":["saturday","sunday"],"source":"made","verified":false},)"
      R"("holidays":[{"day":"2026-01-01","name":"New Year","source":"made",)"
      R"("verified":false}]})");
  return inputs;
}

void FuzzCalendar(std::string_view bytes) {
  const auto calendar = rules::ParseCalendar(bytes);
  if (!calendar.ok()) {
    return RequireInvalid(calendar.status(), "a calendar is refused");
  }
  Require(calendar->digest() == base::Sha256({bytes}), "its digest is");
  const absl::CivilDay day(2026, 1, 1);
  Require(calendar->AddWorkingDays(day, 0) == day, "no day is no step");
  for (const int count : {1, -1, 30, -30}) {
    const absl::CivilDay there = calendar->AddWorkingDays(day, count);
    Require(calendar->IsWorkingDay(there), "it ends on a working day");
    Require((there > day) == (count > 0), "in its direction");
  }
}

}  // namespace sijill::fuzz
