// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/twin_world.h"

#include <set>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/command/receipts.h"
#include "common/ledger/log_signer.h"
#include "gtest/gtest.h"
#include "sijill/v1/kinds.pb.h"
#include "tests/integration/held_sequencer.h"

namespace sijill::integration {
namespace {

using sijill::testing::EventOf;
using sijill::testing::OpeningOf;

constexpr char kDeliver[] = "ExchangeService/DeliverEvents";

}  // namespace

TwinWorld::TwinWorld(uint64_t seed)
    : north_({}, clock_),
      south_({.domain = "south.example", .seed = 2}, clock_),
      east_({.domain = "east.example", .seed = 3}, clock_),
      both_(sijill::testing::Between({&north_, &south_})),
      three_(sijill::testing::Between({&north_, &south_, &east_})),
      own_(seed, cases_) {
  for (Node* node : {&north_, &south_}) {
    const absl::Status started = node->Start();
    EXPECT_TRUE(started.ok()) << started;
  }
}

void TwinWorld::Note(std::string what, std::string bytes) {
  outward_.emplace_back(
      base::StrCat(std::to_string(outward_.size()), " ", std::move(what)),
      std::move(bytes));
}

void TwinWorld::NoteReceipt(const std::string& request,
                            const absl::StatusOr<casefile::Receipt>& receipt) {
  if (!receipt.ok()) {
    return Note(request, BytesOf(command::ToRefusal(receipt.status())));
  }
  std::string bytes;
  for (const v1::Receipt& one :
       command::ToReceipts(*receipt, v1::ASSURANCE_DURABLE)) {
    if (one.log() != v1::LOG_SHARED) continue;
    bytes += base::LengthPrefixed(one.SerializeAsString());
  }
  Note(base::StrCat("receipt of ", request), std::move(bytes));
}

// What an officer writes of the case as he sees it, own lanes included.
casefile::Proposal TwinWorld::Evidence(Node& node, std::string_view agency,
                                       const base::StreamName& stream,
                                       std::vector<std::string> audience) {
  const auto heads =
      node.casefile().Streams()->Heads(stream, casefile::Scope::kAll);
  EXPECT_TRUE(heads.ok()) << heads.status();
  const base::AgencyName author = node.Agency(agency);
  casefile::Proposal proposal =
      EventOf(stream, author, std::move(audience),
              v1::EVENT_KIND_EVIDENCE_ADDED, "evidence");
  proposal.seen = heads->SeenBy(author, proposal.audience);
  return proposal;
}

void TwinWorld::Tell(Node& node, std::vector<casefile::Proposal> shared,
                     const std::string& request) {
  own_.Live(node);
  // An own part of the command comes after its shared one, since draws are
  // named by an event's place in its command.
  const auto beside = own_.Beside(shared.front().author);
  shared.insert(shared.end(), beside.begin(), beside.end());
  const casefile::Command command = node.CommandOf(std::move(shared), request);
  const auto receipt = node.casefile().Propose(command);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  NoteReceipt(request, receipt);
  EXPECT_EQ(receipt->own_checkpoint.empty(), beside.empty());
  own_.Live(node);
  NoteReceipt(request + ", repeated", node.casefile().Propose(command));
}

v1::DeliverEventsRequest TwinWorld::NextDelivery(Node& from, Node& to) {
  const auto wanted = to.casefile().PositionOf(from.domain());
  EXPECT_TRUE(wanted.ok()) << wanted.status();
  uint64_t held = 0;
  if (!wanted->checkpoint.empty()) {
    const casefile::Peer peer = from.AsPeer();
    held = ledger::OpenCheckpoint(wanted->checkpoint, peer.log_origin,
                                  peer.log_key)
               ->size;
  }
  const auto request =
      Outsider(from, to, clock_).NextDelivery(wanted->next_index, held);
  EXPECT_TRUE(request.ok()) << request.status();
  return *request;
}

void TwinWorld::Exchange() {
  for (int round = 0; round < 2; ++round) {
    for (const auto& [from, to] :
         {std::pair(&north_, &south_), std::pair(&south_, &north_)}) {
      own_.Live(*from);
      const v1::DeliverEventsRequest request = NextDelivery(*from, *to);
      Note("delivery of " + from->domain().str(), request.SerializeAsString());
      own_.Live(*to);
      const auto answer = Outsider(*to, *from, clock_).Ask(kDeliver, request);
      EXPECT_TRUE(answer.ok()) << answer.status();
      Note("answer of " + to->domain().str(), BytesOf(answer));
    }
  }
}

void TwinWorld::OpenCases() {
  for (const char* name : {"one", "two"}) {
    casefile::Proposal opening =
        OpeningOf(north_.Agency("interior"), both_, name);
    cases_.push_back(opening.stream);
    Tell(north_, {std::move(opening)}, base::StrCat("open ", name));
  }
}

void TwinWorld::WriteOneByOne() {
  // The clock stands still, goes on, and is set back.
  int step = 0;
  for (const int seconds : {0, 0, 3, 0, -2, 0, 60}) {
    clock_.Advance(absl::Seconds(seconds));
    Node& node = step % 3 == 1 ? south_ : north_;
    const char* agency = step % 2 == 0 ? "interior" : "protection";
    const base::StreamName& stream = cases_[static_cast<size_t>(step % 2)];
    std::vector<casefile::Proposal> shared = {
        Evidence(node, agency, stream, both_)};
    if (step % 3 == 0) {
      shared.push_back(Evidence(node, agency, stream, three_));
    }
    Tell(node, std::move(shared), base::StrCat("evidence ", step));
    ++step;
  }
}

void TwinWorld::WriteOneBatch(std::string_view name) {
  const v1::DeliverEventsRequest delivery = NextDelivery(south_, north_);
  Outsider south(north_, south_, clock_);
  std::vector<casefile::Command> commands;
  for (const char* agency : {"interior", "protection", "protection"}) {
    for (const base::StreamName& stream : cases_) {
      commands.push_back(
          north_.CommandOf({Evidence(north_, agency, stream, both_)},
                           base::StrCat(name, commands.size())));
    }
  }
  std::vector<absl::StatusOr<casefile::Receipt>> receipts(
      commands.size(), absl::UnknownError("not answered"));
  absl::StatusOr<std::string> answer = absl::UnknownError("not answered");
  HeldSequencer held(north_);
  const auto live_own_life = [&] {
    own_.Live(north_, [&](casefile::Command command) {
      held.Add([this, own = std::move(command)] {
        const auto receipt = north_.casefile().Propose(own);
        EXPECT_TRUE(receipt.ok()) << receipt.status();
      });
    });
  };
  for (size_t i = 0; i < commands.size(); ++i) {
    live_own_life();
    held.Add([&, i] { receipts[i] = north_.casefile().Propose(commands[i]); });
    if (i == 1) held.Add([&] { answer = south.Ask(kDeliver, delivery); });
  }
  live_own_life();
  held.Release();
  for (size_t i = 0; i < receipts.size(); ++i) {
    ASSERT_TRUE(receipts[i].ok()) << receipts[i].status();
    NoteReceipt(base::StrCat(name, i), receipts[i]);
    EXPECT_EQ(receipts[i]->shared_checkpoint, receipts[0]->shared_checkpoint)
        << "not one batch";
  }
  EXPECT_TRUE(answer.ok()) << answer.status();
  Note("answer in a batch", BytesOf(answer));
}

void TwinWorld::Restart() {
  for (Node* node : {&north_, &south_}) {
    own_.Live(*node);
    const absl::Status restarted = node->Restart();
    ASSERT_TRUE(restarted.ok()) << restarted;
    own_.Live(*node);
  }
}

void TwinWorld::BeRefused() {
  casefile::Command reused = north_.CommandOf(
      {Evidence(north_, "interior", cases_[0], both_)}, "evidence 0");
  reused.request_hmac = north_.casefile().RequestHmac("/test", "another");
  own_.Live(north_);
  NoteReceipt("a request id used twice", north_.casefile().Propose(reused));

  Tell(south_, {Evidence(south_, "interior", cases_[0], both_)}, "to forge");
  v1::DeliverEventsRequest forged = NextDelivery(south_, north_);
  Outsider south(north_, south_, clock_);
  v1::DeliverEventsRequest skipping = forged;
  skipping.set_from_index(skipping.from_index() + 1);
  Note("a delivery that skips", BytesOf(south.Ask(kDeliver, skipping)));
  ASSERT_GT(forged.events_size(), 0);
  forged.mutable_events(0)->mutable_event_parts(0)->set_commitment("forged");
  own_.Live(north_);
  Note("a forged event", BytesOf(south.Ask(kDeliver, forged)));
  v1::DeliverEventsRequest foreign = forged;
  foreign.set_origin("east.example/sijill/training.example/shared/1");
  Note("another's log", BytesOf(south.Ask(kDeliver, foreign)));
}

void TwinWorld::AskEverything() {
  own_.Live(north_);
  own_.Live(south_);
  for (auto& [node, peer] :
       {std::pair(&north_, &south_), std::pair(&south_, &north_),
        std::pair(&north_, &east_)}) {
    Outsider outsider(*node, *peer, clock_);
    for (auto& [what, bytes] : outsider.AskEverything()) {
      Note(base::StrCat(node->domain().str(), ": ", what), std::move(bytes));
    }
    // The play itself delivers.
    std::set<std::string> asked = outsider.asked();
    asked.insert(base::StrCat("/sijill.v1.", kDeliver));
    EXPECT_EQ(asked, outsider.askable());
  }
}

void TwinWorld::Play() {
  OpenCases();
  Exchange();
  WriteOneByOne();
  Tell(south_, {Evidence(south_, "protection", cases_[1], both_)}, "to import");
  WriteOneBatch("batch ");
  Exchange();
  Restart();
  WriteOneBatch("another batch ");
  BeRefused();
  AskEverything();
}

}  // namespace sijill::integration
