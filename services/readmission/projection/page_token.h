// SPDX-License-Identifier: Apache-2.0
// Where the next page of a work list begins, as a client carries it about.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/readmission/projection/case_index.h"
#include "sijill/v1/readmission_reads.pb.h"

namespace sijill::readmission {

// Hexadecimal digits: u8 version (1), the first 8 bytes of a digest of the
// request's filter, u64 instant, the case's name. It is no secret and proves
// nothing: what a page shows is decided anew for each.
std::string FormatPageToken(const v1::ListCasesRequest& request,
                            const CaseIndex::Position& last);

// INVALID_ARGUMENT, naming the field, unless `request.page_token()` is such a
// token for the request's own filter.
absl::StatusOr<CaseIndex::Position> ParsePageToken(
    const v1::ListCasesRequest& request);

}  // namespace sijill::readmission
