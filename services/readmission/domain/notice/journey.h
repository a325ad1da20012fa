// SPDX-License-Identifier: Apache-2.0
// The fields of a notice of transfer, and the days they come to.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

// The instants of a journey that is well formed.
struct JourneyTimes {
  absl::Time departs;
  absl::Time arrives;
};

// INVALID_ARGUMENT with every problem of the request at once: the journey lies
// ahead of `now` and ends after it begins; its points are named; the person
// travels on a document of the case or on a passport of his own, of which
// number and last day are given; escorts are named; texts are within bounds.
absl::StatusOr<JourneyTimes> CheckTransferFields(
    const v1::NotifyTransferRequest& request, absl::Time now);

}  // namespace sijill::readmission
