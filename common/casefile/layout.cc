// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/layout.h"

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/text.h"

namespace sijill::casefile {
namespace {

constexpr std::string_view kZero{"\0", 1};
constexpr std::string_view kLaneTag{"sijill/lane/v1\0", 15};

}  // namespace

base::Hash LaneDigest(const base::AgencyName& author,
                      std::span<const std::string> audience) {
  std::string bytes(kLaneTag);
  base::AppendLengthPrefixed(bytes, author.str());
  for (const std::string& domain : audience) {
    base::AppendLengthPrefixed(bytes, domain);
  }
  return base::Sha256({bytes});
}

std::string EventKey(ledger::LogKind log, const base::Hash& id) {
  return base::StrCat(ledger::Prefix(log), "v", id.view());
}

std::string PartKey(ledger::LogKind log, const base::Hash& id, size_t part) {
  return base::StrCat(ledger::Prefix(log), "p", id.view(),
                      std::string(1, static_cast<char>(part)));
}

std::string LanePrefix(ledger::LogKind log, const base::StreamName& stream) {
  return base::StrCat(ledger::Prefix(log), "l", stream.str(), kZero);
}

std::string LaneKey(ledger::LogKind log, const base::StreamName& stream,
                    const base::Hash& lane) {
  return base::StrCat(LanePrefix(log, stream), lane.view());
}

std::string SequencePrefix(ledger::LogKind log, const base::StreamName& stream,
                           const base::Hash& lane) {
  return base::StrCat(ledger::Prefix(log), "q", stream.str(), kZero,
                      lane.view());
}

std::string SequenceKey(ledger::LogKind log, const base::StreamName& stream,
                        const base::Hash& lane, uint64_t sequence) {
  return base::StrCat(SequencePrefix(log, stream, lane), base::U64(sequence));
}

std::string GuardKey(const base::StreamName& stream) {
  return base::StrCat(kGuardPrefix, stream.str());
}

std::string RequestKey(const base::AgencyName& agency,
                       std::string_view request_id) {
  return base::StrCat("Mr", agency.str(), kZero, request_id);
}

std::string KeyStorePositionKey() { return "Mk"; }

std::string SealKeyOf(const base::FixedBytes<64>& seal) {
  return base::StrCat("Mz", seal.view());
}

std::string PeerKey(const base::DomainName& peer) {
  return base::StrCat("Mp", peer.str());
}

std::string RefusedPrefix(const base::DomainName& peer) {
  return base::StrCat("Mx", peer.str(), kZero);
}

std::string RefusedKey(const base::DomainName& peer, uint64_t index) {
  return base::StrCat(RefusedPrefix(peer), base::U64(index));
}

std::string Locator(ledger::LogKind log, const base::Hash& id) {
  return base::StrCat(ledger::Prefix(log), id.view());
}

std::optional<Located> ParseLocator(std::string_view locator) {
  if (locator.empty()) return std::nullopt;
  const auto id = base::Hash::From(locator.substr(1));
  if (!id) return std::nullopt;
  if (locator[0] == 'S') return Located{ledger::LogKind::kShared, *id};
  if (locator[0] == 'O') return Located{ledger::LogKind::kOwn, *id};
  return std::nullopt;
}

}  // namespace sijill::casefile
