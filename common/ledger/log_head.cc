// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/log_head.h"

#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"

namespace sijill::ledger {

std::string EncodeLogHead(const LogHead& head) {
  std::string bytes;
  base::AppendU64(bytes, head.recorded_at);
  base::AppendLengthPrefixed(bytes, head.frontier.Serialize());
  base::AppendLengthPrefixed(bytes, head.checkpoint);
  return bytes;
}

absl::StatusOr<LogHead> ParseLogHead(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const auto recorded_at = reader.ReadU64();
  const auto frontier = reader.ReadLengthPrefixed();
  const auto checkpoint = reader.ReadLengthPrefixed();
  if (!recorded_at || !frontier || !checkpoint || !reader.AtEnd()) {
    return absl::DataLossError("the head of a log is damaged");
  }
  auto parsed = merkle::Frontier::Parse(*frontier);
  if (!parsed.ok()) {
    return absl::DataLossError("the frontier of a log is damaged");
  }
  return LogHead{.frontier = *std::move(parsed),
                 .checkpoint = std::string(*checkpoint),
                 .recorded_at = *recorded_at};
}

ReleasedLog ReleasedLogOf(const LogHead& head) {
  return {.size = head.frontier.size(), .root = head.frontier.Root()};
}

absl::StatusOr<LogHead> ReadLogHead(const storage::Reader& reader,
                                    LogKind kind) {
  ASSIGN_OR_RETURN(const auto bytes, reader.Get(HeadKey(kind)));
  ASSIGN_OR_RETURN(const auto size, reader.Get(SizeKey(kind)));
  LogHead head;
  if (bytes) {
    ASSIGN_OR_RETURN(head, ParseLogHead(*bytes));
  }
  const std::string expected = base::U64(head.frontier.size());
  if (size.value_or(base::U64(0)) != expected) {
    return absl::DataLossError("the head of a log does not fit its size");
  }
  return head;
}

}  // namespace sijill::ledger
