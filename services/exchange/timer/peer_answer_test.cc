// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/peer_answer.h"

#include <gtest/gtest.h>

#include "common/ledger/log_signer.h"
#include "common/merkle/tree.h"
#include "services/exchange/projection/evidence.h"

namespace sijill::exchange {
namespace {

// A batch of one event, and what a peer that holds it at index 1 of 2 answers.
class PeerAnswerTest : public ::testing::Test {
 protected:
  PeerAnswerTest() {
    batch_.entries = {*base::Hash::From(std::string(32, 'e'))};
    batch_.request.add_events()->set_index(7);
    const base::Hash left = merkle::LeafHash("other");
    const base::Hash right = merkle::LeafHash(batch_.entries[0].view());
    response_.set_checkpoint(signer_.Sign(2, merkle::NodeHash(left, right)));
    v1::EventLogged& logged = *response_.add_answers()->mutable_logged();
    logged.set_entry(batch_.entries[0].str());
    logged.set_index(1);
    logged.add_inclusion_proof(left.str());
  }
  v1::EventLogged& logged() {
    return *response_.mutable_answers(0)->mutable_logged();
  }
  store::v1::DeliveryAnswer Verified() {
    auto answers = VerifyAnswers(peer_, batch_, response_);
    EXPECT_TRUE(answers.ok()) << answers.status();
    return answers->front();
  }

  const ledger::LogSigner signer_{
      "south.example/sijill/training.t/shared/1",
      *crypto::Ed25519PrivateKey::FromSeed(std::string(32, 's'))};
  const casefile::Peer peer_{
      .domain = *base::DomainName::Parse("south.example"),
      .log_origin = signer_.origin(),
      .log_key = signer_.public_key()};
  DeliveryBatch batch_;
  v1::DeliverEventsResponse response_;
};

TEST_F(PeerAnswerTest, AProofInThePeersSignedLogIsKeptWhole) {
  const auto answer = Verified();
  EXPECT_TRUE(IsProof(answer)) << answer.contradiction();
  EXPECT_EQ(answer.index(), 7u);
  EXPECT_EQ(answer.peer_index(), 1u);
  EXPECT_EQ(answer.entry(), batch_.entries[0].view());
  EXPECT_EQ(answer.peer_checkpoint(), response_.checkpoint());
  EXPECT_EQ(answer.inclusion_proof_size(), 1);
}

TEST_F(PeerAnswerTest, AnotherEntryIsKeptAsWhatThePeerSays) {
  logged().set_entry(std::string(32, 'f'));
  EXPECT_EQ(Verified().contradiction(), "ENTRY_DIFFERS");
  EXPECT_EQ(Verified().entry(), std::string(32, 'f'));
}

TEST_F(PeerAnswerTest, AProofThatDoesNotLeadToTheRootProvesNothing) {
  logged().set_index(0);
  EXPECT_EQ(Verified().contradiction(), "PROOF_INVALID");
  logged().set_index(1);
  logged().set_inclusion_proof(0, "short");
  EXPECT_EQ(Verified().contradiction(), "PROOF_INVALID");
}

TEST_F(PeerAnswerTest, ACheckpointThatIsNotThePeersProvesNothing) {
  const ledger::LogSigner other(
      signer_.origin(),
      *crypto::Ed25519PrivateKey::FromSeed(std::string(32, 'o')));
  response_.set_checkpoint(other.Sign(2, base::Hash()));
  EXPECT_EQ(Verified().contradiction(), "CHECKPOINT_INVALID");
  response_.clear_checkpoint();
  EXPECT_EQ(Verified().contradiction(), "CHECKPOINT_INVALID");
}

TEST_F(PeerAnswerTest, ARefusalIsOneWithoutAReasonToo) {
  response_.mutable_answers(0)->mutable_refused();
  EXPECT_EQ(Verified().refusal(), v1::REASON_NOT_ADMITTED);
  EXPECT_FALSE(IsProof(Verified()));
}

TEST_F(PeerAnswerTest, EveryEventIsAnswered) {
  response_.clear_answers();
  EXPECT_TRUE(
      absl::IsDataLoss(VerifyAnswers(peer_, batch_, response_).status()));
}

}  // namespace
}  // namespace sijill::exchange
