// SPDX-License-Identifier: Apache-2.0
// What fields must look like. Every problem is added, none stops the others;
// a description names the bound, never the value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/refusal/refusal.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "sijill/v1/person.pb.h"

namespace sijill::identity {

// Characters (code points) that a text may have.
inline constexpr size_t kMaxName = 200;
inline constexpr size_t kMaxText = 2000;

// More than `most` characters.
void CheckText(std::string_view text, size_t most, const std::string& field,
               refusal::FieldProblems& problems);

// A field or a word of an enumeration that this program does not know: an event
// that carried it would be passed over by everyone.
void CheckKnown(const google::protobuf::Message& message,
                const std::string& field, refusal::FieldProblems& problems);

// Absent, a year, a year and month, or a day of the civil calendar; the year
// from 1800 to 2999.
void CheckDate(const google::type::Date& date, const std::string& field,
               refusal::FieldProblems& problems);

void CheckEvidence(const v1::EvidenceItem& evidence, const std::string& field,
                   refusal::FieldProblems& problems);
void CheckPerson(const v1::PersonForm& person, const std::string& field,
                 refusal::FieldProblems& problems);

// Nothing but white space.
bool IsBlank(std::string_view text);

}  // namespace sijill::identity
