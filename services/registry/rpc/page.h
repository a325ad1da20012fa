// SPDX-License-Identifier: Apache-2.0
// Pages of lists that are ordered by name.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace sijill::registry {

// How many to show: 50 unless asked, at most 200. INVALID_ARGUMENT if negative.
absl::StatusOr<size_t> PageSize(int32_t asked);

// The name behind which a page begins: the hexadecimal form of the last one
// shown, so that growth moves nothing. INVALID_ARGUMENT unless it is.
absl::StatusOr<std::string> ParsePageToken(const std::string& token);

// Puts a page of `all` (by name) in `page`, of those only that `keep` says, and
// returns the token of the next page; empty on the last one.
template <typename T, typename Keep>
absl::StatusOr<std::string> TakePage(
    const std::map<std::string, T, std::less<>>& all, int32_t page_size,
    const std::string& token, Keep keep,
    google::protobuf::RepeatedPtrField<T>* page) {
  ASSIGN_OR_RETURN(const size_t size, PageSize(page_size));
  ASSIGN_OR_RETURN(const std::string after, ParsePageToken(token));
  std::string last;
  for (auto it = token.empty() ? all.begin() : all.upper_bound(after);
       it != all.end(); ++it) {
    if (!keep(it->second)) continue;
    if (static_cast<size_t>(page->size()) == size) return base::Hex(last);
    *page->Add() = it->second;
    last = it->first;
  }
  return std::string();
}

// Keeps them all.
inline constexpr auto Everything = [](const auto&) { return true; };

}  // namespace sijill::registry
