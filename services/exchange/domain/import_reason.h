// SPDX-License-Identifier: Apache-2.0
// The ledger's words for why an event is refused, as the contract says them.
#pragma once

#include <string_view>

#include "sijill/v1/reasons.pb.h"

namespace sijill::exchange {

// REASON_NOT_ADMITTED for a word that is not known: never UNSPECIFIED.
v1::Reason ReasonOfImport(std::string_view refusal);

}  // namespace sijill::exchange
