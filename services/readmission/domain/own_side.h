// SPDX-License-Identifier: Apache-2.0
// What an agency keeps for its own side beside what it sends.
#pragma once

#include <string_view>

#include "services/readmission/domain/form/problems.h"
#include "sijill/v1/events.pb.h"

namespace sijill::readmission {

// Adds to `problems` what is wrong with the fields `external_reference` (at
// most 200 characters) and `note` (at most 2,000) of a request.
void CheckOwnSideFile(std::string_view external_reference,
                      std::string_view note, form::Problems& problems);

v1::OwnSideFile OwnSideFileOf(std::string_view external_reference,
                              std::string_view note);

}  // namespace sijill::readmission
