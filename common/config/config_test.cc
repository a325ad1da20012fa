// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "common/config/environment.h"
#include "common/config/file.h"

namespace sijill::config {
namespace {

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "sijill-config-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }
  size_t Entries() const {
    return static_cast<size_t>(
        std::distance(std::filesystem::directory_iterator(directory_), {}));
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat about = {};
    EXPECT_EQ(::stat(path.c_str(), &about), 0);
    return about.st_mode & 07777;
  }

  std::string directory_;
};

TEST_F(FileTest, WhatIsWrittenIsRead) {
  const std::string bytes("a\0b\xff", 4);
  ASSERT_TRUE(WriteFileAtomically(Path("f"), bytes, FileMode::kPublic).ok());
  EXPECT_EQ(*ReadFile(Path("f")), bytes);
  ASSERT_TRUE(WriteFileAtomically(Path("f"), "", FileMode::kPublic).ok());
  EXPECT_EQ(*ReadFile(Path("f")), "");
  EXPECT_EQ(Entries(), 1u) << "a temporary file was left";
}

TEST_F(FileTest, AWriteSetsTheModeWhateverTheOldFileHad) {
  std::ofstream(Path("f")) << "old";
  ::chmod(Path("f").c_str(), 0666);
  ASSERT_TRUE(WriteFileAtomically(Path("f"), "key", FileMode::kSecret).ok());
  EXPECT_EQ(ModeOf(Path("f")), 0600u);
  ASSERT_TRUE(WriteFileAtomically(Path("f"), "crt", FileMode::kPublic).ok());
  EXPECT_EQ(ModeOf(Path("f")), 0644u);
}

TEST_F(FileTest, AWriteThatCannotReplaceLeavesEverythingAsItWas) {
  std::filesystem::create_directory(Path("d"));
  std::ofstream(Path("d/inside")) << "x";
  EXPECT_FALSE(WriteFileAtomically(Path("d"), "b", FileMode::kPublic).ok());
  EXPECT_EQ(*ReadFile(Path("d/inside")), "x");
  EXPECT_EQ(Entries(), 1u);
  EXPECT_EQ(WriteFileAtomically(Path("none/f"), "b", FileMode::kPublic).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(FileTest, AWriteThatStopsHalfWayLeavesTheOldFile) {
  ASSERT_TRUE(WriteFileAtomically(Path("f"), "old", FileMode::kPublic).ok());
  struct rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = before;
  small.rlim_cur = 10;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const absl::Status status =
      WriteFileAtomically(Path("f"), std::string(100, 'n'), FileMode::kPublic);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(*ReadFile(Path("f")), "old");
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(FileTest, AFileThatIsNotThereOrTooLongIsRefused) {
  EXPECT_EQ(ReadFile(Path("none")).status().code(),
            absl::StatusCode::kNotFound);
  std::ofstream(Path("f")) << std::string(11, 'x');
  EXPECT_TRUE(ReadFile(Path("f"), 11).ok());
  EXPECT_EQ(ReadFile(Path("f"), 10).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(FileTest, OnlyRegularFilesAreRead) {
  EXPECT_EQ(ReadFile(directory_).status().code(),
            absl::StatusCode::kFailedPrecondition);
  ASSERT_EQ(::mkfifo(Path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(ReadFile(Path("fifo")).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(FileTest, ASecretThatOthersMayReadIsRefused) {
  ASSERT_TRUE(WriteFileAtomically(Path("k"), "key", FileMode::kSecret).ok());
  EXPECT_EQ(*ReadSecretFile(Path("k")), "key");
  for (const mode_t mode : {0640u, 0604u, 0620u}) {
    ::chmod(Path("k").c_str(), mode);
    EXPECT_EQ(ReadSecretFile(Path("k")).status().code(),
              absl::StatusCode::kPermissionDenied);
  }
}

TEST(EnvironmentTest, AVariableThatIsSetIsRead) {
  EXPECT_EQ(Environment("SIJILL_TEST_UNSET"), std::nullopt);
  ASSERT_TRUE(SetEnvironment("SIJILL_TEST_SET", "value").ok());
  EXPECT_EQ(Environment("SIJILL_TEST_SET"), "value");
  ASSERT_TRUE(SetEnvironment("SIJILL_TEST_SET", "").ok());
  EXPECT_EQ(Environment("SIJILL_TEST_SET"), "");
  EXPECT_EQ(SetEnvironment("A=B", "c").code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sijill::config
