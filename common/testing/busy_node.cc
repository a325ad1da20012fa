// SPDX-License-Identifier: Apache-2.0
#include "common/testing/busy_node.h"

#include "common/base/sha256.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::testing {

BusyNode::BusyNode() {
  status_ = south_.Start();
  if (!status_.ok()) return;
  log_.Begin({"interior"});
  Import();
  ImportCase();
  WriteCase();
  WriteKeys();
  ImportRefused();
}

std::vector<casefile::StoreFinding> BusyNode::Check(
    const storage::Reader& store) {
  const auto report = casefile::CheckStore(store, south_.CheckOptions());
  if (!report.ok()) return {{.what = report.status().ToString()}};
  return report->findings;
}

void BusyNode::Import() {
  const auto answer =
      south_.casefile().Import(north_.AsPeer(), log_.From(taken_, taken_));
  status_.Update(answer.status());
  taken_ = log_.size();
}

void BusyNode::Propose(std::vector<casefile::Proposal> proposals,
                       std::string_view request) {
  status_.Update(south_.Propose(std::move(proposals), request).status());
}

void BusyNode::ImportCase() {
  const casefile::Proposal named = OpeningOf(north_interior_, both_, "theirs");
  Draft opening =
      log_.DraftOf(named.stream, north_interior_, both_, named.kind);
  opening.header.random = *named.random;
  for (const size_t part : {size_t{3}, size_t{4}}) {
    opening.parts[part] = event::Commitment(opening.parts[part]);
  }
  log_.Add(opening);
  ImportUnderOneSeal(named.stream);
  Draft withheld = log_.DraftOf(
      *base::StreamName::Parse("corridors/north.example+south.example"),
      north_interior_, both_, v1::EVENT_KIND_RULE_SET_AGREED);
  for (event::WirePart& part : withheld.parts) part = event::Commitment(part);
  log_.Add(withheld);
  Draft newer =
      log_.DraftOf(named.stream, north_interior_,
                   {"east.example", "north.example", "south.example"}, 7778);
  newer.header.format = 2;
  newer.header.rest = "what a later format says";
  log_.Add(newer);
  Import();
}

void BusyNode::ImportUnderOneSeal(const base::StreamName& stream) {
  const auto signer = north_.SignerOf(north_interior_);
  Draft first = log_.DraftOf(stream, north_interior_, both_, 7777);
  Draft second = first;
  first.header.key_id = signer->public_key().id();
  const std::vector<base::Hash> commitments = {
      event::Commitment(first.parts.front())};
  first.header.content_root = event::ContentRoot(commitments);
  second.header.random = base::Sha256({"second"});
  second.header.sequence += 1;
  second.header.previous = event::EventId(*event::EncodeHeader(first.header));
  log_.AddUnderOneSeal({first, second}, *signer);
}

void BusyNode::WriteCase() {
  Propose({opening_,
           EventOf(opening_.stream, interior_, own_,
                   v1::EVENT_KIND_GATE_RECORDED, "gate"),
           EventOf(opening_.stream, protection_, own_,
                   v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, "hold")},
          "open");
  Propose({EventOf(opening_.stream, interior_, both_, v1::EVENT_KIND_APPROVED,
                   "approved")},
          "approve");
  Propose({EventOf(opening_.stream, interior_, own_,
                   v1::EVENT_KIND_GATE_RECORDED, "gate")},
          "gate");
  Propose({EventOf(base::StreamName::ForRegistry(south_.domain()),
                   south_.NodeAgency(), own_, v1::EVENT_KIND_REGISTRY_CHANGED,
                   "registry"),
           EventOf(base::StreamName::ForNode(south_.domain()),
                   south_.NodeAgency(), own_, v1::EVENT_KIND_DISCLOSED, "who")},
          "registry");
  Propose({}, "nothing");
}

void BusyNode::WriteKeys() {
  const auto second = south_.SignerOf(protection_, "2");
  Propose({south_.Endorsement(protection_, second->public_key())}, "second");
  v1::KeyRetired retired;
  retired.set_agency(protection_.str());
  retired.set_key_id(south_.SignerOf(protection_)->public_key().id().str());
  casefile::Proposal retirement =
      south_.Endorsement(protection_, second->public_key());
  retirement.kind = v1::EVENT_KIND_KEY_RETIRED;
  retirement.parts = {retired.SerializeAsString()};
  Propose({retirement}, "retire");
  south_.seals().Set(protection_, second);
  Propose({EventOf(opening_.stream, protection_, own_,
                   v1::EVENT_KIND_SAFEGUARD_HOLD_RELEASED, "released")},
          "release");
}

void BusyNode::ImportRefused() {
  Draft gap = log_.DraftOf(opening_.stream, north_interior_, both_,
                           v1::EVENT_KIND_APPROVED);
  gap.header.sequence = 7;
  gap.header.previous = base::Sha256({"nowhere"});
  log_.Add(gap);
  log_.AddBytes("no signed header", {});
  Import();
}

}  // namespace sijill::testing
