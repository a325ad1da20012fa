// SPDX-License-Identifier: Apache-2.0
// The targets that need a node: what peers deliver, what callers ask, what
// lies in the store.
#pragma once

#include <string_view>

#include "tests/fuzz/harness/target.h"

namespace sijill::fuzz {

Inputs DeliverySeeds();
void FuzzDelivery(std::string_view bytes);
Inputs ForgedDeliverySeeds();
void FuzzForgedDelivery(std::string_view bytes);
Inputs MethodsSeeds();
void FuzzMethods(std::string_view bytes);
Inputs StoredRecordSeeds();
void FuzzStoredRecord(std::string_view bytes);
Inputs TokensSeeds();
void FuzzTokens(std::string_view bytes);
Inputs StatusDetailsSeeds();
void FuzzStatusDetails(std::string_view bytes);

}  // namespace sijill::fuzz
