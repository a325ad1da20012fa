// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/stream_heads.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/casefile/layout.h"
#include "common/event/header.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {
namespace {

std::optional<LaneTip> ParseTip(ledger::LogKind log, std::string_view value) {
  store::v1::LaneHead head;
  if (!head.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return std::nullopt;
  }
  auto author = base::AgencyName::Parse(head.author());
  const auto id = base::Hash::From(head.event_id());
  if (!author.ok() || !id) return std::nullopt;
  return LaneTip{.log = log,
                 .author = *std::move(author),
                 .audience = {head.audience().begin(), head.audience().end()},
                 .sequence = head.sequence(),
                 .id = *id,
                 .recorded_at = head.recorded_at()};
}

absl::Status ReadTips(const storage::Reader& reader, ledger::LogKind log,
                      StreamHeads& heads) {
  const std::string prefix = LanePrefix(log, heads.stream);
  absl::Status damage;
  RETURN_IF_ERROR(storage::ScanPrefix(
      reader, prefix, [&](std::string_view key, std::string_view value) {
        const auto lane = base::Hash::From(key.substr(prefix.size()));
        auto tip = ParseTip(log, value);
        if (!lane || !tip) {
          damage = absl::DataLossError("the head of a lane is damaged");
          return false;
        }
        heads.lanes.emplace(*lane, *std::move(tip));
        return true;
      }));
  return damage;
}

}  // namespace

std::vector<base::Hash> StreamHeads::SeenBy(
    const base::AgencyName& author,
    std::span<const std::string> audience) const {
  std::vector<std::pair<uint64_t, base::Hash>> latest;
  for (const auto& [lane, tip] : lanes) {
    const bool own_lane =
        tip.author == author && std::ranges::equal(tip.audience, audience);
    if (own_lane || !event::AudienceContains(tip.audience, audience)) continue;
    latest.emplace_back(tip.recorded_at, tip.id);
  }
  std::sort(latest.rbegin(), latest.rend());
  if (latest.size() > event::kMaxSeen) latest.resize(event::kMaxSeen);
  std::vector<base::Hash> seen;
  for (const auto& [at, id] : latest) seen.push_back(id);
  std::sort(seen.begin(), seen.end());
  return seen;
}

absl::StatusOr<StreamHeads> ReadHeads(const storage::Reader& reader,
                                      const base::StreamName& stream,
                                      Scope scope) {
  StreamHeads heads{.stream = stream};
  ASSIGN_OR_RETURN(heads.guard_version, ReadGuardVersion(reader, stream));
  RETURN_IF_ERROR(ReadTips(reader, ledger::LogKind::kShared, heads));
  if (scope == Scope::kAll) {
    RETURN_IF_ERROR(ReadTips(reader, ledger::LogKind::kOwn, heads));
  }
  return heads;
}

absl::StatusOr<uint64_t> ReadGuardVersion(const storage::Reader& reader,
                                          const base::StreamName& stream) {
  ASSIGN_OR_RETURN(const auto bytes, reader.Get(GuardKey(stream)));
  if (!bytes) return 0;
  const auto version = base::ByteReader(*bytes).ReadU64();
  if (!version) return absl::DataLossError("a guard version is damaged");
  return *version;
}

}  // namespace sijill::casefile
