// SPDX-License-Identifier: Apache-2.0
// The machine-readable zone of a consulate's travel document.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/icao/td2.h"
#include "sijill/v1/person.pb.h"

namespace sijill::travel_document {

// The two lines of a TD2 document (Doc 9303-6 section 4.2) with document code
// `I`, as published emergency travel documents with a visible digital seal bear
// it. `state` (alpha-3) issues it to its own national. Family names are the
// primary identifier, all other parts of the current name in their order the
// secondary one; a name without a family name is the primary identifier as a
// whole (Doc 9303-3 section 4.6). A part is taken as documents show it in Latin
// letters, or else from Arabic letters by table C. What is not known of the
// date of birth is filled up.
//
// INVALID_ARGUMENT, reason MACHINE_READABLE_ZONE_INVALID, naming the field that
// cannot stand in a zone: a letter that is in no table, a number that is none,
// a State without a code.
absl::StatusOr<icao::Td2Lines> ComposeZone(const v1::PersonForm& person,
                                           std::string_view state,
                                           std::string_view document_number,
                                           absl::CivilDay valid_until);

}  // namespace sijill::travel_document
