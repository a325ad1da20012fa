// SPDX-License-Identifier: Apache-2.0
#include "common/testing/deliveries.h"

#include <algorithm>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/event/derived.h"
#include "common/testing/v1_kinds.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::testing {
namespace {

bool IsFor(const event::Header& header, const base::DomainName& sender,
           const base::DomainName& receiver) {
  return header.author.domain() == sender.str() &&
         (header.audience.front() == "*" ||
          std::ranges::find(header.audience, receiver.str()) !=
              header.audience.end());
}

std::vector<event::WirePart> OnTheWire(const casefile::HeldEvent& held) {
  std::vector<event::WirePart> parts;
  for (size_t i = 0; i < held.parts.size(); ++i) {
    if (held.parts[i]) {
      parts.emplace_back(*held.parts[i]);
    } else {
      parts.emplace_back(held.commitments[i]);
    }
  }
  return parts;
}

}  // namespace

std::vector<std::string> Between(const std::vector<const NodeFixture*>& nodes) {
  std::vector<std::string> domains;
  for (const NodeFixture* node : nodes) domains.push_back(node->domain().str());
  std::sort(domains.begin(), domains.end());
  return domains;
}

casefile::Proposal OpeningOf(const base::AgencyName& author,
                             std::vector<std::string> audience,
                             std::string_view name) {
  const base::Hash random = base::Sha256({"opening/", name});
  casefile::Proposal proposal = EventOf(
      base::StreamName::ForCase(event::CaseIdOf(kExchange, author, random)),
      author, std::move(audience), v1::EVENT_KIND_READMISSION_REQUESTED, name);
  proposal.random = random;
  return proposal;
}

casefile::Proposal EventOf(const base::StreamName& stream,
                           const base::AgencyName& author,
                           std::vector<std::string> audience, uint32_t kind,
                           std::string_view text) {
  casefile::Proposal proposal{.stream = stream,
                              .author = author,
                              .audience = std::move(audience),
                              .kind = kind};
  const size_t parts = V1Kinds()(kind).value_or(casefile::KindRule{}).parts;
  for (size_t i = 0; i < parts; ++i) {
    proposal.parts.push_back(base::StrCat(text, "/", i));
  }
  return proposal;
}

absl::StatusOr<casefile::Delivery> DeliveryFor(NodeFixture& sender,
                                               NodeFixture& receiver,
                                               uint64_t limit) {
  ASSIGN_OR_RETURN(const auto wanted,
                   receiver.casefile().PositionOf(sender.domain()));
  const auto log = sender.casefile().Log(ledger::LogKind::kShared);
  ASSIGN_OR_RETURN(const ledger::LogHead head, log->Head());
  casefile::Delivery delivery{.checkpoint = head.checkpoint};
  const uint64_t size = head.frontier.size();
  if (!wanted.checkpoint.empty()) {
    const casefile::Peer peer = sender.AsPeer();
    ASSIGN_OR_RETURN(const merkle::Checkpoint held,
                     ledger::OpenCheckpoint(wanted.checkpoint, peer.log_origin,
                                            peer.log_key));
    ASSIGN_OR_RETURN(delivery.consistency,
                     log->ConsistencyProof(held.size, size));
  }
  const uint64_t begin = wanted.next_index;
  delivery.next_index = begin + std::min(limit, size - std::min(size, begin));
  for (uint64_t index = begin; index < delivery.next_index; ++index) {
    ASSIGN_OR_RETURN(const ledger::LogEntry entry, log->Entry(index));
    const auto located = casefile::ParseLocator(entry.locator);
    if (!located) return absl::DataLossError("an entry leads nowhere");
    ASSIGN_OR_RETURN(
        const casefile::HeldEvent held,
        sender.casefile().Event(located->log, located->id, OutwardPart));
    if (!IsFor(held.event.header, sender.domain(), receiver.domain())) continue;
    ASSIGN_OR_RETURN(auto proof, log->InclusionProof(index, size));
    delivery.events.push_back({.index = index,
                               .signed_header = held.signed_header,
                               .parts = OnTheWire(held),
                               .inclusion = std::move(proof)});
  }
  return delivery;
}

absl::StatusOr<casefile::ImportAnswer> Deliver(NodeFixture& sender,
                                               NodeFixture& receiver) {
  ASSIGN_OR_RETURN(const casefile::Delivery delivery,
                   DeliveryFor(sender, receiver));
  return receiver.casefile().Import(sender.AsPeer(), delivery);
}

}  // namespace sijill::testing
