// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/node/delivery_form.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "common/base/text.h"
#include "common/casefile/admission.h"
#include "common/casestate/case_state.h"
#include "common/command/case_access.h"
#include "common/event/header.h"
#include "tests/fuzz/harness/require.h"

namespace sijill::fuzz {
namespace {

uint64_t SizeOf(testing::NodeFixture& node) {
  return *node.casefile().Log(ledger::LogKind::kShared)->Size();
}

void RequireKnownRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kDataLoss:  // a fork, said of the peer's log
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kInvalidArgument:
      return;
    default:
      Require(false, base::StrCat("a delivery is refused as documented: ",
                                  status.ToString()));
  }
}

// What the header of an event that was taken says.
void RequireAdmissible(testing::NodeFixture& node, const casefile::Peer& peer,
                       const base::Hash& id) {
  const auto held =
      node.casefile().Event(ledger::LogKind::kShared, id, casefile::EveryPart);
  Require(held.ok(), "what was taken is held");
  const event::Header& header = held->event.header;
  Require(header.author.domain() == peer.domain.str(), "its author's domain");
  Require(header.exchange == testing::kExchange, "its exchange is ours");
  Require(!event::IsOwnLogKind(header.kind), "it is of no own log");
  Require(casefile::AudienceNames(header.audience, node.domain()),
          "it is for us");
  Require(casefile::StreamAdmits(header.stream, header.author, header.audience),
          "it may stand in its stream");
  Require(held->event.sealed(), "it is sealed");
}

void RequireFolds(testing::NodeFixture& node) {
  const auto cases = node.casefile().CaseVersions();
  Require(cases.ok(), "the cases are known");
  for (const auto& [stream, version] : *cases) {
    const auto view = node.casefile().Load(stream, casefile::Scope::kAll);
    Require(view.ok(), "a case can be loaded");
    const auto events = command::ToFoldEvents(*view);
    const auto state = casestate::Fold(stream, events);
    const std::vector<casestate::FoldEvent> other(events.rbegin(),
                                                  events.rend());
    Require(casestate::SerializeForComparison(state, casestate::View::kWhole) ==
                casestate::SerializeForComparison(
                    casestate::Fold(stream, other), casestate::View::kWhole),
            "a case is one state");
  }
}

}  // namespace

v1::DeliverEventsRequest OnTheWire(const casefile::Delivery& delivery,
                                   std::string_view origin) {
  v1::DeliverEventsRequest request;
  request.set_origin(std::string(origin));
  request.set_checkpoint(delivery.checkpoint);
  request.set_from_index(delivery.from_index);
  request.set_to_index(delivery.next_index);
  request.set_consistent_from(delivery.consistent_from);
  for (const base::Hash& node : delivery.consistency) {
    request.add_consistency_proof(node.str());
  }
  for (const casefile::DeliveredEvent& came : delivery.events) {
    v1::EventDelivery& event = *request.add_events();
    event.set_index(came.index);
    event.set_signed_header(came.signed_header);
    for (const event::WirePart& part : came.parts) {
      v1::EventPart& sent = *event.add_event_parts();
      if (const auto* whole = std::get_if<event::Part>(&part)) {
        sent.mutable_opened()->set_salt(whole->salt.str());
        sent.mutable_opened()->set_content(whole->bytes);
      } else {
        sent.set_commitment(std::get<base::Hash>(part).str());
      }
    }
    for (const base::Hash& node : came.inclusion) {
      event.add_inclusion_proof(node.str());
    }
  }
  return request;
}

void RequireSound(testing::NodeFixture& node) {
  Require(node.fatal().empty(), "the node goes on");
  const std::string findings = node.Findings();
  Require(findings.empty(), base::StrCat("the store is sound: ", findings));
}

void TakeAndRequire(testing::NodeFixture& node, const casefile::Peer& peer,
                    const casefile::Delivery& delivery) {
  const uint64_t before = SizeOf(node);
  const auto position = node.casefile().PositionOf(peer.domain);
  const auto done = node.casefile().Import(peer, delivery);
  if (!done.ok()) {
    RequireKnownRefusal(done.status());
    Require(SizeOf(node) == before &&
                node.casefile().PositionOf(peer.domain) == position,
            "what was refused changed nothing");
    return RequireSound(node);
  }
  Require(done->events.size() == delivery.events.size(),
          "there is an answer for each event");
  Require(SizeOf(node) == before + done->written.size(),
          "what changed is what was written");
  for (const casefile::ImportedEvent& event : done->events) {
    if (!event.refusal.empty()) continue;
    Require(event.index < SizeOf(node), "what was taken has its place");
    RequireAdmissible(node, peer, event.event_id);
  }
  const uint64_t after = SizeOf(node);
  const auto again = node.casefile().Import(peer, delivery);
  Require(SizeOf(node) == after, "a repetition writes nothing");
  if (again.ok()) {
    for (size_t i = 0; i < done->events.size(); ++i) {
      Require(
          done->events[i].refusal.empty() == again->events[i].refusal.empty(),
          "a repetition has the same answers");
    }
  }
  RequireSound(node);
  RequireFolds(node);
}

}  // namespace sijill::fuzz
