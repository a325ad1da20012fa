// SPDX-License-Identifier: Apache-2.0
// What to do next, by the reason a node gives for a refusal.
#pragma once

#include <string_view>

namespace sijill::cli {

// One clause, for every reason of the contract (proto/sijill/v1/reasons.proto,
// without its prefix) and of the transport. Empty for another reason.
std::string_view AdviceFor(std::string_view reason);

}  // namespace sijill::cli
