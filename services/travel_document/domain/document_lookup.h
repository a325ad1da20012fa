// SPDX-License-Identifier: Apache-2.0
// Requests and documents of a case by the name that a client gives.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"

namespace sijill::travel_document {

// NOT_FOUND, DOCUMENT_NOT_FOUND.
absl::Status DocumentNotFound();

// The request for a document, if it was neither met nor declined. NOT_FOUND,
// DOCUMENT_NOT_FOUND; FAILED_PRECONDITION, DOCUMENT_STATE. Valid as long as
// `state`.
absl::StatusOr<const v1::DocumentRequestRecord*> OpenRequest(
    const casestate::CaseState& state, std::string_view name);

// The 32 bytes of "cases/{case}/events/{64 hexadecimal digits}"; nothing for
// another text.
std::optional<std::string> EventIdOf(std::string_view name);
// Its "cases/{case}", or nothing.
std::optional<std::string> CaseOf(std::string_view name);

}  // namespace sijill::travel_document
