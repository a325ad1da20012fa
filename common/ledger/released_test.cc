// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/released.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "common/base/sha256.h"

namespace sijill::ledger {
namespace {

class ReleasedFileTest : public ::testing::Test {
 protected:
  ReleasedFileTest() { std::filesystem::remove(path_); }

  Released At(uint64_t size) {
    return {.term = 2,
            .shared = {.size = size, .root = base::Sha256({"s"})},
            .own = {.size = size + 1, .root = base::Sha256({"o"})},
            .key_store_position = 7};
  }
  void Damage(std::streamoff offset) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset);
    file.put('\x55');
  }

  const std::string path_ = ::testing::TempDir() + "/released_file_test";
  const absl::Time now_ = absl::FromUnixSeconds(1790000000);
};

TEST_F(ReleasedFileTest, ANewFileHasReleasedNothing) {
  const auto file = ReleasedFile::Open(path_);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_FALSE((*file)->last().has_value());
}

TEST_F(ReleasedFileTest, TheNewestOfManyWritesIsReadBack) {
  {
    const auto file = *ReleasedFile::Open(path_);
    for (uint64_t size = 1; size <= 9; ++size) {
      ASSERT_TRUE(file->Write(At(size), now_).ok());
    }
  }
  const auto file = *ReleasedFile::Open(path_);
  ASSERT_TRUE(file->last().has_value());
  EXPECT_EQ(file->last()->shared.size, 9u);
  EXPECT_EQ(file->last()->own.size, 10u);
  EXPECT_EQ(file->last()->term, 2u);
  EXPECT_EQ(file->last()->key_store_position, 7u);
  EXPECT_EQ(file->last()->shared.root, base::Sha256({"s"}));
}

TEST_F(ReleasedFileTest, ATornWriteLeavesTheOneBefore) {
  {
    const auto file = *ReleasedFile::Open(path_);
    ASSERT_TRUE(file->Write(At(1), now_).ok());  // second slot
    ASSERT_TRUE(file->Write(At(2), now_).ok());  // first slot
  }
  Damage(40);
  EXPECT_EQ((*ReleasedFile::Open(path_))->last()->shared.size, 1u);
}

TEST_F(ReleasedFileTest, AFileWithoutAWholeSlotIsRefused) {
  { ASSERT_TRUE((*ReleasedFile::Open(path_))->Write(At(1), now_).ok()); }
  Damage(512 + 40);
  EXPECT_EQ(ReleasedFile::Open(path_).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(ReleasedFileTest, AFileThatWasCutOffAtItsMakingIsNew) {
  {
    std::ofstream file(path_, std::ios::binary);
    file << std::string(1024, '\0');
  }
  const auto file = ReleasedFile::Open(path_);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_FALSE((*file)->last().has_value());
}

}  // namespace
}  // namespace sijill::ledger
