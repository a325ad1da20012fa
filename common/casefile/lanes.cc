// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/lanes.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/crypto/aead.h"

namespace sijill::casefile {

ledger::LogKind LogFor(std::span<const std::string> audience,
                       const base::DomainName& domain) {
  const bool own = audience.size() == 1 && audience[0] == domain.str();
  return own ? ledger::LogKind::kOwn : ledger::LogKind::kShared;
}

absl::StatusOr<store::v1::LaneHead> LaneHeads::Find(
    ledger::LogKind log, const base::StreamName& stream,
    const base::AgencyName& author, std::span<const std::string> audience) {
  const std::string key = LaneKey(log, stream, LaneDigest(author, audience));
  const auto moved = moved_.find(key);
  if (moved != moved_.end()) return moved->second;
  ASSIGN_OR_RETURN(const auto bytes, batch_.Get(key));
  store::v1::LaneHead head;
  if (bytes && !head.ParseFromString(*bytes)) {
    return absl::DataLossError("the head of a lane is damaged");
  }
  return head;
}

void LaneHeads::Advance(ledger::LogKind log, const event::Header& header,
                        const base::Hash& id, store::v1::LaneHead head) {
  head.set_author(header.author.str());
  head.mutable_audience()->Assign(header.audience.begin(),
                                  header.audience.end());
  head.set_sequence(header.sequence);
  head.set_event_id(id.str());
  head.set_recorded_at(header.recorded_at);
  moved_[LaneKey(log, header.stream,
                 LaneDigest(header.author, header.audience))] = std::move(head);
}

absl::StatusOr<event::DataKeyId> LaneDataKey(content::KeyStore& keys,
                                             Draws& draws,
                                             std::string_view name,
                                             uint64_t uses,
                                             store::v1::LaneHead& head) {
  auto id = event::DataKeyId::From(head.data_key_id());
  if (!id || head.data_key_uses() + uses > kMaxKeyUses) {
    id = draws.Next<16>(base::StrCat(name, "/data-key-id"));
    const auto secret = draws.Next<32>(base::StrCat(name, "/data-key"));
    ASSIGN_OR_RETURN(const auto key, crypto::DataKey::FromBytes(secret.view()));
    RETURN_IF_ERROR(keys.Add(
        *id, key, draws.Next<12>(base::StrCat(name, "/data-key-nonce"))));
    head.set_data_key_id(id->str());
    head.set_data_key_uses(0);
  }
  head.set_data_key_uses(head.data_key_uses() + uses);
  return *id;
}

}  // namespace sijill::casefile
