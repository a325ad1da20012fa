// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/own_life.h"

#include <string>
#include <utility>

#include "common/base/text.h"
#include "common/testing/deliveries.h"
#include "gtest/gtest.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::integration {

using sijill::testing::EventOf;
using sijill::testing::NodeFixture;
using sijill::testing::OpeningOf;

casefile::Proposal OwnLife::AnyProposal(NodeFixture& node) {
  const std::vector<std::string> own = {node.domain().str()};
  const std::string text = base::StrCat("own ", ++count_);
  const auto protection = node.Agency("protection");
  const auto interior = node.Agency("interior");
  const auto registry = base::StreamName::ForRegistry(node.domain());
  const base::StreamName& held = cases_[Below(cases_.size())];
  switch (Below(8)) {
    case 0:
      return EventOf(held, protection, own,
                     v1::EVENT_KIND_SAFEGUARD_HOLD_RELEASED, text);
    case 1:
      return EventOf(held, interior, own, v1::EVENT_KIND_GATE_RECORDED, text);
    case 2:  // a kind of shared lanes, for the own side alone
      return EventOf(held, interior, own, v1::EVENT_KIND_EVIDENCE_ADDED, text);
    case 3:
      return EventOf(base::StreamName::ForNode(node.domain()),
                     node.NodeAgency(), own, v1::EVENT_KIND_DISCLOSED, text);
    case 4:
      return EventOf(registry, node.NodeAgency(), own,
                     v1::EVENT_KIND_REGISTRY_CHANGED, text);
    case 5:
      return EventOf(registry, node.NodeAgency(), own,
                     v1::EVENT_KIND_RULE_SET_LOADED, text);
    case 6:  // a case that no other State knows of
      return OpeningOf(interior, own, text);
    default:
      return EventOf(held, protection, own,
                     v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, text);
  }
}

casefile::Command OwnLife::AnyCommand(NodeFixture& node) {
  std::vector<casefile::Proposal> proposals = {AnyProposal(node)};
  while (Below(3) == 0) {
    casefile::Proposal more = AnyProposal(node);
    // A command is one agency's.
    if (more.author == proposals.front().author) {
      proposals.push_back(std::move(more));
    }
  }
  return node.CommandOf(std::move(proposals),
                        base::StrCat("own command ", ++count_));
}

void OwnLife::Live(NodeFixture& node,
                   const std::function<void(casefile::Command)>& carry_out) {
  for (uint64_t left = seed_ == 0 ? 0 : Below(4); left > 0; --left) {
    carry_out(AnyCommand(node));
  }
}

void OwnLife::Live(NodeFixture& node) {
  Live(node, [&](casefile::Command command) {
    const auto receipt = node.casefile().Propose(std::move(command));
    EXPECT_TRUE(receipt.ok()) << receipt.status();
  });
}

std::vector<casefile::Proposal> OwnLife::Beside(
    const base::AgencyName& author) {
  if (seed_ == 0 || Below(3) != 0) return {};
  return {EventOf(cases_.front(), author, {std::string(author.domain())},
                  v1::EVENT_KIND_GATE_RECORDED,
                  base::StrCat("own ", ++count_))};
}

}  // namespace sijill::integration
