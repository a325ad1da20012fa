// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/page.h"

#include <algorithm>

namespace sijill::registry {
namespace {

constexpr int32_t kDefaultPage = 50;
constexpr int32_t kMaxPage = 200;

absl::Status Wrong(const char* field, const char* what) {
  refusal::FieldProblems problems;
  problems.Add(field, what);
  return problems.status();
}

}  // namespace

absl::StatusOr<size_t> PageSize(int32_t asked) {
  if (asked < 0) return Wrong("page_size", "not negative");
  return static_cast<size_t>(asked == 0 ? kDefaultPage
                                        : std::min(asked, kMaxPage));
}

absl::StatusOr<std::string> ParsePageToken(const std::string& token) {
  auto after = base::FromHex(token);
  if (!after) return Wrong("page_token", "as next_page_token gave it");
  return *std::move(after);
}

}  // namespace sijill::registry
