// SPDX-License-Identifier: Apache-2.0
// Keys that come and go: what a node takes of them, and what it does not write
// because no peer would take it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/sha256.h"
#include "common/testing/deliveries.h"
#include "common/testing/forged_log.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::casefile {
namespace {

using testing::Draft;
using ::testing::Each;
using ::testing::ElementsAre;

std::string Revocation(const base::AgencyName& agency,
                       const crypto::Signer& signer) {
  v1::KeyRevoked revoked;
  revoked.set_agency(agency.str());
  revoked.set_key_id(signer.public_key().id().str());
  return revoked.SerializeAsString();
}

class ImportedKeysTest : public ::testing::Test {
 protected:
  ImportedKeysTest() {
    EXPECT_TRUE(south_.Start().ok());
    log_.Begin({"interior"});
    EXPECT_THAT(Refusals(), Each(""));
  }

  std::vector<std::string> Refusals() {
    const Delivery delivery = log_.From(taken_, taken_);
    taken_ = log_.size();
    return RefusalsOf(delivery);
  }
  std::vector<std::string> RefusalsOf(const Delivery& delivery) {
    const auto answer = south_.casefile().Import(north_.AsPeer(), delivery);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::vector<std::string> refusals;
    if (!answer.ok()) return refusals;
    for (const ImportedEvent& event : answer->events) {
      refusals.push_back(event.refusal);
    }
    written_ = answer->written.size();
    return refusals;
  }
  Draft Next() {
    return log_.DraftOf(stream_, interior_, both_, v1::EVENT_KIND_APPROVED);
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  const testing::NodeFixture north_{{}, clock_};  // never runs
  testing::NodeFixture south_{{.domain = "south.example", .seed = 2}, clock_};
  const base::AgencyName interior_ = north_.Agency("interior");
  const std::vector<std::string> both_ = {"north.example", "south.example"};
  const base::StreamName stream_ =
      testing::OpeningOf(interior_, both_, "one").stream;
  testing::ForgedLog log_{north_};
  uint64_t taken_ = 0;
  size_t written_ = 0;
};

TEST_F(ImportedKeysTest, AKeyFromARefusedEventSealsNothing) {
  const auto second = north_.SignerOf(interior_, "2");
  Draft endorsement = log_.EndorsementOf(interior_, second->public_key());
  endorsement.header.sequence += 1;
  log_.Add(endorsement);
  log_.AddSealed(Next(), *second);
  EXPECT_THAT(Refusals(), ElementsAre("GAP", "UNKNOWN_KEY"));
  EXPECT_EQ(south_.Findings(), "");
}

TEST_F(ImportedKeysTest, AKeyMayRevokeItself) {
  const auto node = north_.NodeAgency();
  log_.Add(log_.KeyEventOf(v1::EVENT_KIND_KEY_REVOKED,
                           Revocation(node, *north_.SignerOf(node))));
  log_.Add(log_.DraftOf(stream_, node, both_, v1::EVENT_KIND_DELIVERED));
  const Delivery delivery = log_.From(taken_, taken_);
  EXPECT_THAT(RefusalsOf(delivery), ElementsAre("", "KEY_REVOKED"));
  EXPECT_EQ(south_.Findings(), "");
  // Repeated, it is answered alike.
  EXPECT_THAT(RefusalsOf(delivery), ElementsAre("", "KEY_REVOKED"));
  ASSERT_TRUE(south_.Restart().ok());
  EXPECT_THAT(RefusalsOf(delivery), ElementsAre("", "KEY_REVOKED"));
}

TEST_F(ImportedKeysTest, WhatWasSealedBelowARevocationIsTakenAfterIt) {
  log_.Add(Next());
  log_.Add(log_.KeyEventOf(v1::EVENT_KIND_KEY_REVOKED,
                           Revocation(interior_, *north_.SignerOf(interior_))));
  Delivery revocation = log_.From(taken_, taken_);
  Delivery below = revocation;
  revocation.events.erase(revocation.events.begin());
  below.events.pop_back();
  EXPECT_THAT(RefusalsOf(revocation), ElementsAre(""));
  EXPECT_THAT(RefusalsOf(below), ElementsAre(""));
  EXPECT_EQ(south_.Findings(), "");
}

// Where we may not write, no Delivered is due; nothing else is held up.
TEST_F(ImportedKeysTest, AStreamOfThePeersOwnStopsNothing) {
  log_.Add(log_.DraftOf(base::StreamName::ForNode(north_.domain()),
                        north_.NodeAgency(), {"*"}, v1::EVENT_KIND_APPROVED));
  EXPECT_THAT(Refusals(), ElementsAre(""));
  EXPECT_EQ(written_, 1u);
  log_.Add(log_.DraftOf(*base::StreamName::Parse("posts/north.example/embassy"),
                        interior_, {"*"}, v1::EVENT_KIND_APPROVED));
  log_.Add(Next());
  EXPECT_THAT(Refusals(), ElementsAre("", ""));
  EXPECT_EQ(written_, 4u);
}

TEST_F(ImportedKeysTest, ACaseIsItsOpenersInEveryFormat) {
  Draft opening = log_.DraftOf(stream_, interior_, both_,
                               v1::EVENT_KIND_READMISSION_REQUESTED);
  opening.header.format = 2;
  log_.Add(opening);
  EXPECT_THAT(Refusals(), ElementsAre("NOT_ITS_CASE"));
}

class OwnKeysTest : public ::testing::Test {
 protected:
  OwnKeysTest() { EXPECT_TRUE(north_.Start().ok() && south_.Start().ok()); }

  Proposal KeyEvent(uint32_t kind, std::string part) const {
    Proposal proposal =
        north_.Endorsement(node_, north_.SignerOf(node_)->public_key());
    proposal.kind = kind;
    proposal.parts = {std::move(part)};
    return proposal;
  }
  Proposal Revoke(const base::AgencyName& agency) const {
    return KeyEvent(v1::EVENT_KIND_KEY_REVOKED,
                    Revocation(agency, *north_.SignerOf(agency)));
  }
  void ExpectPeerTakesAll() {
    const auto answer = testing::Deliver(north_, south_);
    ASSERT_TRUE(answer.ok()) << answer.status();
    for (const ImportedEvent& event : answer->events) {
      EXPECT_EQ(event.refusal, "") << event.author_index;
    }
    EXPECT_EQ(north_.Findings(), "");
    EXPECT_EQ(south_.Findings(), "");
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  testing::NodeFixture north_{{}, clock_};
  testing::NodeFixture south_{{.domain = "south.example", .seed = 2}, clock_};
  const base::AgencyName node_ = north_.NodeAgency();
  const base::AgencyName border_ = north_.Agency("border");
};

TEST_F(OwnKeysTest, ARevokedKeyEndorsesNoOther) {
  ASSERT_TRUE(north_.Propose({Revoke(node_)}, "revoke").ok());
  const Proposal endorsement =
      north_.Endorsement(border_, north_.SignerOf(border_)->public_key());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      north_.Propose({endorsement}, "endorse").status()));
  // Nor itself again.
  EXPECT_TRUE(absl::IsFailedPrecondition(
      north_
          .Propose(
              {north_.Endorsement(node_, north_.SignerOf(node_)->public_key())},
              "again")
          .status()));
  ExpectPeerTakesAll();
}

TEST_F(OwnKeysTest, ANewNodeKeyVouchesForItselfFirst) {
  const auto second = north_.SignerOf(node_, "2");
  north_.seals().Set(node_, second);
  const Proposal other =
      north_.Endorsement(border_, north_.SignerOf(border_)->public_key());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      north_.Propose({other}, "other first").status()));
  const Proposal own = north_.Endorsement(node_, second->public_key());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      north_.Propose({other, own}, "other before").status()));
  EXPECT_TRUE(north_.Propose({own, other, Revoke(node_)}, "in order").ok());
  ExpectPeerTakesAll();
}

TEST_F(OwnKeysTest, AKeyRevokedInACommandSealsNothingMoreOfIt) {
  const auto interior = north_.Agency("interior");
  const Proposal opening =
      testing::OpeningOf(interior, {"north.example", "south.example"}, "one");
  EXPECT_TRUE(absl::IsFailedPrecondition(
      north_.Propose({Revoke(interior), opening}, "after").status()));
  EXPECT_TRUE(north_.Propose({opening, Revoke(interior)}, "before").ok());
  ExpectPeerTakesAll();
}

TEST_F(OwnKeysTest, WhatPeersCannotReadOfAKeyIsNotWritten) {
  for (const Proposal& unreadable :
       {KeyEvent(v1::EVENT_KIND_KEY_REVOKED, "\xff\xff"),
        KeyEvent(v1::EVENT_KIND_KEY_RETIRED, ""),
        KeyEvent(v1::EVENT_KIND_KEY_ENDORSED, "\xff\xff")}) {
    EXPECT_TRUE(absl::IsFailedPrecondition(
        north_.Propose({unreadable}, "unreadable").status()));
  }
  ExpectPeerTakesAll();
}

}  // namespace
}  // namespace sijill::casefile
