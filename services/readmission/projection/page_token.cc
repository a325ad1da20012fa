// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/projection/page_token.h"

#include <set>

#include "common/base/big_endian.h"
#include "common/base/names.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::readmission {
namespace {

constexpr char kVersion = 1;
constexpr size_t kDigestBytes = 8;

std::string FilterDigest(const v1::ListCasesRequest& request) {
  std::string filter;
  for (const int status :
       std::set<int>(request.statuses().begin(), request.statuses().end())) {
    filter += base::U32(static_cast<uint32_t>(status));
  }
  return base::Sha256({base::LengthPrefixed(filter),
                       base::U32(static_cast<uint32_t>(request.procedure())),
                       base::U32(static_cast<uint32_t>(request.role())),
                       base::U32(request.unassigned() ? 1 : 0)})
      .str()
      .substr(0, kDigestBytes);
}

std::optional<CaseIndex::Position> Parse(const v1::ListCasesRequest& request) {
  const auto bytes = base::FromHex(request.page_token());
  if (!bytes) return std::nullopt;
  base::ByteReader reader(*bytes);
  const auto version = reader.ReadBytes(1);
  const auto digest = reader.ReadBytes(kDigestBytes);
  const auto opened_at = reader.ReadU64();
  const auto stream = base::StreamName::Parse(reader.rest());
  if (!version || version->front() != kVersion || !digest ||
      *digest != FilterDigest(request) || !opened_at || !stream.ok() ||
      stream->shape() != base::StreamName::Shape::kCase) {
    return std::nullopt;
  }
  return CaseIndex::Position{.opened_at = *opened_at, .name = stream->str()};
}

}  // namespace

std::string FormatPageToken(const v1::ListCasesRequest& request,
                            const CaseIndex::Position& last) {
  return base::Hex(base::StrCat(std::string(1, kVersion), FilterDigest(request),
                                base::U64(last.opened_at), last.name));
}

absl::StatusOr<CaseIndex::Position> ParsePageToken(
    const v1::ListCasesRequest& request) {
  if (auto position = Parse(request)) return *std::move(position);
  refusal::FieldProblems problems;
  problems.Add("page_token", "none that was given for these filters");
  return problems.status();
}

}  // namespace sijill::readmission
