// SPDX-License-Identifier: Apache-2.0
// The same events give the same state, in whatever order and on whichever node
// they are folded; and own lanes change nothing that is shared.
#include <algorithm>
#include <iostream>
#include <random>

#include "common/casestate/case_state.h"
#include "common/casestate/kinds.h"
#include "common/casestate/testing/history_builder.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

namespace sijill::casestate {
namespace {

using testing::HistoryBuilder;
using testing::kBorder;
using testing::kConsulate;
using testing::kNorth;
using testing::kNorthNode;
using testing::kProtection;
using testing::kRequested;
using testing::kRequesting;
using testing::kSouth;
using testing::kSouthNode;

constexpr const char* kAuthors[] = {
    kRequesting, kRequested, kConsulate, kBorder,
    kProtection, kNorthNode, kSouthNode, "south.example/agencies/new"};

// Writes random facts, mostly well-formed: what one side writes names an
// earlier event, and sees a random part of what came before.
class RandomHistory {
 public:
  explicit RandomHistory(uint32_t seed) : random_(seed) {
    ids_.push_back(history_.OpenReadmission());
    const size_t length = 5 + Below(40);
    while (ids_.size() < length) Add();
    Disturb();
  }

  HistoryBuilder& history() { return history_; }
  std::mt19937& random() { return random_; }

 private:
  size_t Below(size_t bound) { return random_() % bound; }
  const base::Hash& AnId() { return ids_[Below(ids_.size())]; }

  void Add() {
    const auto kinds = AllKinds();
    const Kind& kind = kinds[Below(kinds.size())];
    if (kind.own_log() || kind.opening) return;
    // One message of each sort that refers to something.
    const std::string id = AnId().str();
    v1::Delivered delivered;
    delivered.set_event_id(id);
    v1::RequestCompleted completed;
    completed.set_returned_event(id);
    v1::Approved approved;
    approved.mutable_timing()->set_late(Below(2) == 0);
    v1::LateReplyReviewed review;
    review.set_reply_event(id);
    review.set_accepted(Below(2) == 0);
    v1::IdentityFinding finding;
    finding.set_result(static_cast<v1::FindingResult>(1 + Below(4)));
    v1::ParticipantAdded added;
    v1::RoleReassigned reassigned;
    for (auto* participant :
         {added.mutable_participant(), reassigned.mutable_participant()}) {
      participant->set_role(static_cast<v1::Role>(2 + Below(5)));
      participant->set_agency(kAuthors[Below(std::size(kAuthors))]);
    }
    std::vector<const google::protobuf::Message*> parts = {
        &delivered, &completed, &approved,  &review,
        &finding,   &added,     &reassigned};
    v1::TransferCancelled cancelled;
    cancelled.set_transfer_event(id);
    v1::TransferAcknowledged acknowledged;
    acknowledged.set_transfer_event(id);
    v1::DepartureRecorded departed;
    departed.set_transfer_event(id);
    v1::TravelDocumentIssued issued;
    issued.set_request_event(id);
    v1::TravelDocumentRevoked revoked;
    revoked.set_document_event(id);
    v1::OwnSideFile file;
    file.set_note("n");
    for (const google::protobuf::Message* part :
         std::initializer_list<const google::protobuf::Message*>{
             &cancelled, &acknowledged, &departed, &issued, &revoked, &file}) {
      parts.push_back(part);
    }
    ids_.push_back(
        history_.Write(kAuthors[Below(std::size(kAuthors))],
                       static_cast<v1::EventKind>(kind.number), parts,
                       {.own_lane = Below(4) == 0, .crossing = Below(2) == 0}));
  }

  // Clocks that differ, causes that were not seen, kinds that are unknown.
  void Disturb() {
    for (FoldEvent& event : history_.events()) {
      if (Below(3) == 0) event.recorded_at += Below(5) * 1'000'000;
      if (Below(4) == 0 && !event.seen.empty()) event.seen.pop_back();
      if (Below(30) == 0) event.kind = 9999;
      if (Below(40) == 0) event.critical = true;
    }
  }

  std::mt19937 random_;
  HistoryBuilder history_;
  std::vector<base::Hash> ids_;
};

constexpr uint32_t kFirstSeed = 20'260'101;
constexpr uint32_t kHistories = 150;

TEST(OrderIndependenceTest, EveryArrangementGivesTheSameBytes) {
  std::cout << "first seed " << kFirstSeed << "\n";
  for (uint32_t seed = kFirstSeed; seed < kFirstSeed + kHistories; ++seed) {
    RandomHistory random(seed);
    std::vector<FoldEvent> events = random.history().events();
    const std::string expected =
        SerializeForComparison(random.history().Fold(), View::kWhole);
    for (int i = 0; i < 5; ++i) {
      std::shuffle(events.begin(), events.end(), random.random());
      const CaseState state = Fold(random.history().stream(), events);
      ASSERT_EQ(SerializeForComparison(state, View::kWhole), expected)
          << "seed " << seed;
    }
  }
}

TEST(OrderIndependenceTest, AnEventHeldTwiceChangesNothing) {
  RandomHistory random(kFirstSeed);
  std::vector<FoldEvent> events = random.history().events();
  const std::string expected =
      SerializeForComparison(random.history().Fold(), View::kWhole);
  events.insert(events.end(), events.begin(), events.end());
  EXPECT_EQ(SerializeForComparison(Fold(random.history().stream(), events),
                                   View::kWhole),
            expected);
}

TEST(OrderIndependenceTest, BothNodesFoldTheSameSharedCase) {
  size_t states = 0;
  for (uint32_t seed = kFirstSeed; seed < kFirstSeed + kHistories; ++seed) {
    RandomHistory random(seed);
    HistoryBuilder& history = random.history();
    const CaseState north = Fold(history.stream(), history.HeldBy(kNorth));
    const CaseState south = Fold(history.stream(), history.HeldBy(kSouth));
    ASSERT_EQ(SerializeForComparison(north, View::kShared),
              SerializeForComparison(south, View::kShared))
        << "seed " << seed;
    if (SerializeForComparison(north, View::kWhole) !=
        SerializeForComparison(south, View::kWhole)) {
      ++states;
    }
  }
  EXPECT_GT(states, 0u) << "own sides never differed: nothing was tried";
}

TEST(OrderIndependenceTest, OwnLanesChangeNothingThatIsShared) {
  for (uint32_t seed = kFirstSeed; seed < kFirstSeed + kHistories; ++seed) {
    RandomHistory random(seed);
    HistoryBuilder& history = random.history();
    const CaseState whole = history.Fold();
    std::erase_if(history.events(), [](const FoldEvent& event) {
      return event.audience.size() == 1;
    });
    ASSERT_EQ(SerializeForComparison(whole, View::kShared),
              SerializeForComparison(history.Fold(), View::kShared))
        << "seed " << seed;
  }
}

// Garbage in the parts is kept and passed over, never a crash, and the state
// stays a function of the set.
TEST(OrderIndependenceTest, DamagedPartsAreSurvived) {
  const google::protobuf::LogSilencer quiet;
  std::cout << "first seed " << kFirstSeed << "\n";
  for (uint32_t seed = kFirstSeed; seed < kFirstSeed + kHistories; ++seed) {
    RandomHistory random(seed);
    std::vector<FoldEvent> events = random.history().events();
    for (int i = 0; i < 20; ++i) {
      FoldEvent& event = events[random.random()() % events.size()];
      if (event.parts.empty()) continue;
      auto& part = event.parts[random.random()() % event.parts.size()];
      std::string bytes = part.value_or("");
      bytes.push_back(static_cast<char>(random.random()()));
      bytes[random.random()() % bytes.size()] =
          static_cast<char>(random.random()());
      part = bytes;
      const CaseState state = Fold(random.history().stream(), events);
      std::reverse(events.begin(), events.end());
      ASSERT_EQ(SerializeForComparison(state, View::kWhole),
                SerializeForComparison(Fold(random.history().stream(), events),
                                       View::kWhole))
          << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sijill::casestate
