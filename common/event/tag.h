// SPDX-License-Identifier: Apache-2.0
// Domain separation: every hash and signature begins with the tag of its use.
#pragma once

#include <cstddef>
#include <string_view>

namespace sijill::event {

// The characters of a literal and the one 0x00 that ends it.
template <size_t N>
constexpr std::string_view TagOf(const char (&text)[N]) {
  return {text, N};
}

inline constexpr std::string_view kEventTag = TagOf("sijill/event/v1");
inline constexpr std::string_view kSealTag = TagOf("sijill/seal/v1");
inline constexpr std::string_view kEntryTag = TagOf("sijill/entry/v1");
inline constexpr std::string_view kPartTag = TagOf("sijill/part/v1");
inline constexpr std::string_view kRestTag = TagOf("sijill/rest/v1");
inline constexpr std::string_view kCaseTag = TagOf("sijill/case/v1");
inline constexpr std::string_view kMandateTag = TagOf("sijill/mandate/v1");
inline constexpr std::string_view kTimerTag = TagOf("sijill/timer/v1");

}  // namespace sijill::event
