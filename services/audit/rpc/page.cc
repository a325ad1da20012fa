// SPDX-License-Identifier: Apache-2.0
#include "services/audit/rpc/page.h"

#include <algorithm>
#include <optional>

#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::audit {
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

std::string FormatToken(const ReplayPosition& position) {
  std::string bytes;
  base::AppendU64(bytes, position.shown);
  base::AppendU64(bytes, position.shared_size);
  base::AppendU64(bytes, position.own_size);
  return base::Hex(bytes);
}

absl::StatusOr<ReplayPosition> ParseToken(const std::string& token) {
  const auto bytes = base::FromHex(token);
  if (bytes) {
    base::ByteReader reader(*bytes);
    const auto shown = reader.ReadU64();
    const auto shared = reader.ReadU64();
    const auto own = reader.ReadU64();
    if (shown && shared && own && reader.AtEnd()) {
      return ReplayPosition{
          .shown = *shown, .shared_size = *shared, .own_size = *own};
    }
  }
  return Wrong("page_token", "as next_page_token gave it");
}

}  // namespace sijill::audit
