// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

// Opens a readmission, asked for by an agency with the role requesting. Where
// no agreement holds, rule set "none" must be named. Errors as DecideOpening().
absl::StatusOr<decision::Decision> RequestReadmission(
    const v1::RequestReadmissionRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
