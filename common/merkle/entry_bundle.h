// SPDX-License-Identifier: Apache-2.0
// Entry bundles (C2SP tlog-tiles, "Log entries"): up to 256 entries of a log,
// each behind its length in two octets. An entry of this network's logs is a
// digest and shows nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::merkle {

// For each entry its length, 32, as u16, and its octets.
std::string EncodeEntryBundle(std::span<const base::Hash> entries);

// The entries of a bundle of `width`. INVALID_ARGUMENT for any other number,
// for an entry of another length than 32, and for a width that no bundle has.
absl::StatusOr<std::vector<base::Hash>> ParseEntryBundle(std::string_view bytes,
                                                         int width);

}  // namespace sijill::merkle
