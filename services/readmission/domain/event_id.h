// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "absl/time/time.h"
#include "sijill/v1/case.pb.h"

namespace sijill::readmission {

// The 32 bytes of the id of the event that a fact names.
std::string EventIdOf(const v1::Fact& fact);

// When the event was recorded, in whole microseconds.
absl::Time RecordedAt(const v1::Fact& fact);

}  // namespace sijill::readmission
