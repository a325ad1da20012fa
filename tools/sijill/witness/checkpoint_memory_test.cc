// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/witness/checkpoint_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/merkle/memory_tree.h"
#include "common/merkle/note.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"

namespace sijill::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kOrigin[] = "nl.demo/sijill/training.demo/shared/1";

// A log of `size` entries; those from `fork` on are other ones than in the log
// without a fork.
std::vector<base::Hash> Leaves(uint64_t size, uint64_t fork = UINT64_MAX) {
  std::vector<base::Hash> leaves;
  for (uint64_t i = 0; i < size; ++i) {
    leaves.push_back(
        merkle::LeafHash(base::StrCat(i < fork ? "entry " : "other ", i)));
  }
  return leaves;
}

merkle::Checkpoint At(uint64_t size, uint64_t fork = UINT64_MAX) {
  return {.origin = kOrigin,
          .size = size,
          .root = merkle::RootOf(Leaves(size, fork))};
}

// The node's answers: the honest proof in its own tree.
ConsistencyProver Honest(uint64_t fork = UINT64_MAX) {
  return [fork](uint64_t first, uint64_t second) {
    const std::vector<base::Hash> leaves = Leaves(second, fork);
    return merkle::ConsistencyProof(
        first, second,
        [&](int level, uint64_t index) -> absl::StatusOr<base::Hash> {
          const uint64_t width = uint64_t{1} << level;
          return merkle::RootOf(std::span(leaves).subspan(
              static_cast<size_t>(index * width), static_cast<size_t>(width)));
        });
  };
}

class CheckpointMemoryTest : public testing::Test {
 protected:
  CheckpointMemoryTest() {
    std::string name = testing::TempDir() + "sijill-XXXXXX";
    top_ = ::mkdtemp(name.data());
  }
  ~CheckpointMemoryTest() override { std::filesystem::remove_all(top_); }

  static std::string NoteOf(const merkle::Checkpoint& checkpoint) {
    return merkle::FormatNote(
        {.text = merkle::FormatCheckpoint(checkpoint),
         .signatures = {{.name = kOrigin, .signature = "signed"}}});
  }
  static absl::Status Compare(const CheckpointMemory& memory,
                              const merkle::Checkpoint& seen,
                              const ConsistencyProver& prove) {
    return memory.Compare(seen, NoteOf(seen), prove);
  }
  uint64_t Remembered() const {
    return CheckpointMemory(top_).Of(kOrigin).value()->size;
  }

  std::string top_;
};

TEST_F(CheckpointMemoryTest, FollowsALogThatGrows) {
  const CheckpointMemory memory(top_);
  EXPECT_FALSE(memory.Of(kOrigin).value().has_value());
  for (const uint64_t size : {1u, 2u, 7u, 7u, 16u}) {
    ASSERT_TRUE(Compare(memory, At(size), Honest()).ok()) << size;
    EXPECT_EQ(Remembered(), size);
  }
  // An older checkpoint is compared and not kept.
  EXPECT_TRUE(Compare(memory, At(5), Honest()).ok());
  EXPECT_EQ(Remembered(), 16u);
}

TEST_F(CheckpointMemoryTest, FindsAForkOfEverySize) {
  for (const uint64_t size : {5u, 6u, 9u}) {
    const CheckpointMemory memory(base::StrCat(top_, "/", size));
    ASSERT_TRUE(Compare(memory, At(6), Honest()).ok());
    const absl::Status status = Compare(memory, At(size, 3), Honest(3));
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << size;
    EXPECT_THAT(std::string(status.message()), HasSubstr("CONTRADICTS"));
    EXPECT_EQ(memory.Of(kOrigin).value(), At(6));
  }
}

TEST_F(CheckpointMemoryTest, ALogThatIsShorterThanItWasIsFoundOut) {
  const CheckpointMemory memory(top_);
  ASSERT_TRUE(Compare(memory, At(9), Honest()).ok());
  // It was set back to 6 entries: it cannot say what came behind them.
  const absl::Status status =
      Compare(memory, At(6), [](uint64_t, uint64_t second) {
        EXPECT_EQ(second, 9u);
        return absl::OutOfRangeError("the log does not reach so far");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_EQ(Remembered(), 9u);
}

TEST_F(CheckpointMemoryTest, BothSignedNotesOfAContradictionAreKept) {
  const CheckpointMemory memory(top_);
  ASSERT_TRUE(Compare(memory, At(6), Honest()).ok());
  ASSERT_FALSE(Compare(memory, At(6, 3), Honest(3)).ok());
  std::vector<std::string> kept;
  for (const auto& file : std::filesystem::directory_iterator(
           top_ + "/checkpoints/contradictions")) {
    kept.push_back(*config::ReadFile(file.path()));
  }
  EXPECT_THAT(kept,
              testing::UnorderedElementsAre(NoteOf(At(6)), NoteOf(At(6, 3))));
}

TEST_F(CheckpointMemoryTest, WithoutAProofNothingIsSaidOrKept) {
  const CheckpointMemory memory(top_);
  ASSERT_TRUE(Compare(memory, At(6), Honest()).ok());
  const absl::Status status = Compare(memory, At(9), [](uint64_t, uint64_t) {
    return absl::UnavailableError("away");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Remembered(), 6u);
}

TEST_F(CheckpointMemoryTest, ADamagedFileIsNotTakenForNothing) {
  const CheckpointMemory memory(top_);
  ASSERT_TRUE(Compare(memory, At(6), Honest()).ok());
  for (const auto& file :
       std::filesystem::directory_iterator(top_ + "/checkpoints")) {
    ASSERT_TRUE(
        config::WriteFileAtomically(file.path(), "x", config::FileMode::kSecret)
            .ok());
  }
  EXPECT_EQ(Compare(memory, At(9), Honest()).code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace sijill::cli
