// SPDX-License-Identifier: Apache-2.0
// Issuing a document and showing one. Errors: see the method of the same name
// in TravelDocumentService.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "services/travel_document/projection/issued_numbers.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::travel_document {

// `numbers` is the node's only one.
absl::StatusOr<v1::IssueTravelDocumentResponse> HandleIssueTravelDocument(
    const command::Office& office, IssuedNumbers& numbers,
    const rpc::Call& call, const v1::IssueTravelDocumentRequest& request);

// The answer leaves only after its disclosure is recorded.
absl::StatusOr<v1::GetTravelDocumentResponse> HandleGetTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::GetTravelDocumentRequest& request);

}  // namespace sijill::travel_document
