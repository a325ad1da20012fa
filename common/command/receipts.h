// SPDX-License-Identifier: Apache-2.0
// What the ledger answers, as the contract says it.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "common/casefile/proposal.h"
#include "common/command/office.h"
#include "google/protobuf/timestamp.pb.h"
#include "sijill/v1/common.pb.h"

namespace sijill::command {

// What a receipt is worth now.
v1::Assurance AssuranceOf(const Office& office);

// One receipt for each event, in the order of the decision.
std::vector<v1::Receipt> ToReceipts(const casefile::Receipt& receipt,
                                    v1::Assurance assurance);

// "cases/{case}/events/{64 hexadecimal digits}".
std::string EventName(const base::StreamName& stream, const base::Hash& id);

google::protobuf::Timestamp ToTimestamp(uint64_t micros);
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// The ledger's refusals with the reasons and retry hints of the contract.
absl::Status ToRefusal(const absl::Status& status);

}  // namespace sijill::command
