// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

// Opens a document request: of an agency with the role requesting, or of the
// consulate itself, which then names who asks and declares nothing. An absent
// rule set is "none". Errors as DecideOpening().
absl::StatusOr<decision::Decision> RequestDocument(
    const v1::RequestDocumentRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
