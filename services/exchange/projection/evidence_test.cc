// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/projection/evidence.h"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

namespace sijill::exchange {
namespace {

class EvidenceTest : public ::testing::Test {
 protected:
  static store::v1::DeliveryAnswer Answer(uint64_t peer_index,
                                          const std::string& contradiction) {
    store::v1::DeliveryAnswer answer;
    answer.set_index(3);
    answer.set_peer_index(peer_index);
    answer.set_contradiction(contradiction);
    return answer;
  }
  uint64_t Kept() const { return (*evidence_.Find(peer_, 3))->peer_index(); }

  const base::DomainName peer_ = *base::DomainName::Parse("south.example");
  std::unique_ptr<rocksdb::Env> env_{
      rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::unique_ptr<storage::Store> store_ =
      *storage::Store::Open("/db", {.env = env_.get()});
  Evidence evidence_{*store_};
};

TEST_F(EvidenceTest, AProofIsNotReplacedByWhatProvesNothing) {
  ASSERT_TRUE(evidence_.Keep(peer_, {Answer(1, "PROOF_INVALID")}).ok());
  EXPECT_EQ(Kept(), 1u);
  ASSERT_TRUE(evidence_.Keep(peer_, {Answer(2, "")}).ok());
  EXPECT_EQ(Kept(), 2u);
  ASSERT_TRUE(evidence_.Keep(peer_, {Answer(3, "ENTRY_DIFFERS")}).ok());
  EXPECT_EQ(Kept(), 2u);
  ASSERT_TRUE(evidence_.Keep(peer_, {Answer(4, "")}).ok());
  EXPECT_EQ(Kept(), 4u);
}

TEST_F(EvidenceTest, TheFirstForkOfAPeerStays) {
  EXPECT_FALSE(*evidence_.ForkOf(peer_));
  store::v1::ForkedLog fork;
  fork.set_came_checkpoint("first");
  ASSERT_TRUE(evidence_.KeepFork(peer_, fork).ok());
  fork.set_came_checkpoint("second");
  ASSERT_TRUE(evidence_.KeepFork(peer_, fork).ok());
  EXPECT_EQ((*evidence_.ForkOf(peer_))->came_checkpoint(), "first");
}

}  // namespace
}  // namespace sijill::exchange
