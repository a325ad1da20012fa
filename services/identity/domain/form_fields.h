// SPDX-License-Identifier: Apache-2.0
// What fields must look like. Every problem is added, none stops the others;
// a description names the bound, never the value.
#pragma once

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "common/refusal/refusal.h"
#include "google/type/date.pb.h"
#include "sijill/v1/person.pb.h"

namespace sijill::identity {

// Characters of a name, an authority or a place.
inline constexpr size_t kMaxName = 200;

// Absent, a year, a year and month, or a day of the civil calendar; the year
// from 1800 to 2999.
void CheckDate(const google::type::Date& date, const std::string& field,
               refusal::FieldProblems& problems);

void CheckEvidence(const v1::EvidenceItem& evidence, const std::string& field,
                   refusal::FieldProblems& problems);
// `now`: nobody was born after it.
void CheckPerson(const v1::PersonForm& person, absl::Time now,
                 const std::string& field, refusal::FieldProblems& problems);

}  // namespace sijill::identity
