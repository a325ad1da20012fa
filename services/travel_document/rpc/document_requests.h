// SPDX-License-Identifier: Apache-2.0
// Asking for a document, and the two answers that issue none. Errors: see the
// method of the same name in TravelDocumentService.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::travel_document {

absl::StatusOr<v1::RequestTravelDocumentResponse> HandleRequestTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::RequestTravelDocumentRequest& request);

absl::StatusOr<v1::DeclineTravelDocumentResponse> HandleDeclineTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::DeclineTravelDocumentRequest& request);

absl::StatusOr<v1::RevokeTravelDocumentResponse> HandleRevokeTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::RevokeTravelDocumentRequest& request);

}  // namespace sijill::travel_document
