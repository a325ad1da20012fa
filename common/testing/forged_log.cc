// SPDX-License-Identifier: Apache-2.0
#include "common/testing/forged_log.h"

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/event/signed_header.h"
#include "common/ledger/log_signer.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "common/testing/v1_kinds.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::testing {

Draft ForgedLog::DraftOf(const base::StreamName& stream,
                         const base::AgencyName& author,
                         std::vector<std::string> audience, uint32_t kind,
                         std::string_view text) {
  const auto rule = V1Kinds()(kind).value_or(casefile::KindRule{.parts = 1});
  Draft draft{
      .header = {.exchange = kExchange,
                 .stream = stream,
                 .author = author,
                 .audience = std::move(audience),
                 .sequence = 1,
                 .random = base::Sha256({"forged", base::U64(drawn_++)}),
                 .kind = kind,
                 .critical = rule.critical,
                 .recorded_at = 1'790'000'000'000'000 + drawn_}};
  for (size_t i = 0; i < rule.parts; ++i) {
    draft.parts.emplace_back(
        event::Part{.salt = base::Sha256({"salt", base::U64(drawn_++)}),
                    .bytes = base::StrCat(text, "/", i)});
  }
  const auto head =
      heads_.find({stream.str() + author.str(), draft.header.audience});
  if (head != heads_.end()) {
    draft.header.sequence = head->second.first + 1;
    draft.header.previous = head->second.second;
  }
  return draft;
}

Draft ForgedLog::EndorsementOf(const base::AgencyName& agency,
                               const crypto::PublicKey& key) {
  return KeyEventOf(v1::EVENT_KIND_KEY_ENDORSED,
                    node_->Endorsement(agency, key).parts.front());
}

Draft ForgedLog::KeyEventOf(uint32_t kind, std::string_view part) {
  Draft draft = DraftOf(base::StreamName::ForNode(node_->domain()),
                        node_->NodeAgency(), {"*"}, kind);
  std::get<event::Part>(draft.parts.front()).bytes = std::string(part);
  return draft;
}

void ForgedLog::SetRoot(Draft& draft) {
  std::vector<base::Hash> commitments;
  for (const event::WirePart& part : draft.parts) {
    commitments.push_back(event::Commitment(part));
  }
  if (draft.header.content_root.IsZero()) {
    draft.header.content_root = event::ContentRoot(commitments);
  }
}

void ForgedLog::Advance(const event::Header& header, const base::Hash& id) {
  heads_[{header.stream.str() + header.author.str(), header.audience}] = {
      header.sequence, id};
}

uint64_t ForgedLog::Add(const Draft& draft) {
  return AddSealed(draft, *node_->SignerOf(draft.header.author));
}

uint64_t ForgedLog::AddSealed(Draft draft, const crypto::Signer& signer) {
  AddUnderOneSeal({std::move(draft)}, signer);
  return items_.size() - 1;
}

void ForgedLog::AddUnderOneSeal(const std::vector<Draft>& drafts,
                                const crypto::Signer& signer) {
  std::vector<std::string> headers;
  std::vector<base::Hash> ids;
  for (Draft draft : drafts) {
    SetRoot(draft);
    if (!draft.header.key_id) draft.header.key_id = signer.public_key().id();
    headers.push_back(*event::EncodeHeader(draft.header));
    ids.push_back(event::EventId(headers.back()));
    Advance(draft.header, ids.back());
  }
  event::SealTree tree = event::SealTreeOf(ids);
  const auto n = static_cast<uint32_t>(drafts.size());
  const auto seal = signer.Sign(event::SealMessage(
      drafts.front().header.exchange, signer.public_key().id(), n, tree.root));
  for (uint32_t i = 0; i < n; ++i) {
    AddBytes(event::EncodeSignedHeader({.header = headers[i],
                                        .seal = *seal,
                                        .n = n,
                                        .index = i,
                                        .path = std::move(tree.paths[i])}),
             drafts[i].parts);
  }
}

uint64_t ForgedLog::AddBytes(std::string signed_header,
                             std::vector<event::WirePart> parts) {
  items_.push_back({std::move(signed_header), std::move(parts)});
  return items_.size() - 1;
}

void ForgedLog::Begin(const std::vector<std::string>& agencies) {
  const base::AgencyName node = node_->NodeAgency();
  Add(EndorsementOf(node, node_->SignerOf(node)->public_key()));
  for (const std::string& name : agencies) {
    const base::AgencyName agency = node_->Agency(name);
    Add(EndorsementOf(agency, node_->SignerOf(agency)->public_key()));
  }
}

std::vector<base::Hash> ForgedLog::Leaves() const {
  std::vector<base::Hash> leaves;
  for (const Item& item : items_) {
    leaves.push_back(
        merkle::LeafHash(event::EntryOf(item.signed_header).view()));
  }
  return leaves;
}

casefile::Delivery ForgedLog::From(uint64_t from,
                                   uint64_t consistent_from) const {
  const std::vector<base::Hash> leaves = Leaves();
  const auto nodes = [&](int level,
                         uint64_t index) -> absl::StatusOr<base::Hash> {
    return merkle::RootOf(
        std::span(leaves).subspan(index << level, size_t{1} << level));
  };
  casefile::Delivery delivery{
      .checkpoint = node_->LogSignerOf(ledger::LogKind::kShared)
                        .Sign(leaves.size(), merkle::RootOf(leaves)),
      .consistent_from = consistent_from,
      .consistency =
          *merkle::ConsistencyProof(consistent_from, leaves.size(), nodes),
      .from_index = from,
      .next_index = leaves.size()};
  for (uint64_t i = from; i < leaves.size(); ++i) {
    delivery.events.push_back({.index = i,
                               .signed_header = items_[i].signed_header,
                               .parts = items_[i].parts,
                               .inclusion = merkle::PathOf(leaves, i)});
  }
  return delivery;
}

}  // namespace sijill::testing
