// SPDX-License-Identifier: Apache-2.0
// A write-ahead log that came back damaged: refused, or nothing is missing.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/fault/node_history.h"

namespace sijill::testing {
namespace {

class DamagedLogTest : public ::testing::Test {
 protected:
  DamagedLogTest() {
    EXPECT_TRUE(node_.Start().ok());
    EXPECT_TRUE(history_.Write(3));
  }
  ~DamagedLogTest() override {
    node_.Stop();
    std::filesystem::remove_all(directory_);
  }

  // The store's newest write-ahead log.
  std::string LogPath() const {
    std::string newest;
    for (const auto& file :
         std::filesystem::directory_iterator(directory_ + "/store")) {
      if (file.path().extension() == ".log") {
        newest = std::max(newest, file.path().string());
      }
    }
    return newest;
  }
  static std::string Read(const std::string& path) {
    std::stringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
  }
  static void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::string released() const { return directory_ + "/released"; }
  void Save() {
    std::filesystem::remove_all(saved_);
    std::filesystem::copy(directory_, saved_,
                          std::filesystem::copy_options::recursive);
  }
  void Restore() {
    node_.Stop();
    std::filesystem::remove_all(directory_);
    std::filesystem::copy(saved_, directory_,
                          std::filesystem::copy_options::recursive);
  }

  const std::string directory_ = EmptyDirectory("damaged");
  const std::string saved_ = EmptyDirectory("saved");
  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  NodeFixture node_{{.directory = directory_}, clock_};
  NodeHistory history_{node_, clock_};
};

TEST_F(DamagedLogTest, AFlippedBitIsRefusedOrNothingIsMissing) {
  node_.Stop();
  Save();
  const std::string whole = Read(LogPath());
  ASSERT_GT(whole.size(), 1000u);
  const size_t step = IsLong() ? 7 : whole.size() / 40;
  int refused = 0;
  for (size_t at = 0; at < whole.size(); at += step) {
    SCOPED_TRACE(::testing::Message()
                 << "byte " << at << " of " << whole.size());
    Restore();
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    Write(LogPath(), damaged);
    if (node_.Start().ok()) {
      history_.ExpectAllThere();
    } else {
      ++refused;
    }
  }
  EXPECT_GT(refused, 30);
}

TEST_F(DamagedLogTest, ATornEndIsTakenOnlyIfNothingOfItWasAnswered) {
  const std::string path = LogPath();
  const std::string released_before = Read(released());
  const size_t size_before = Read(path).size();
  ASSERT_TRUE(history_.Write(1));
  node_.Stop();
  Save();
  const std::string whole = Read(path);
  ASSERT_GT(whole.size(), size_before + 100);
  for (const size_t kept :
       {size_before, size_before + 5, size_before + 50, whole.size() - 1}) {
    SCOPED_TRACE(kept);
    Restore();
    Write(path, whole.substr(0, kept));
    // Its answer left.
    EXPECT_TRUE(absl::IsDataLoss(node_.Start()));
    // It did not: the process died before.
    Restore();
    Write(path, whole.substr(0, kept));
    Write(released(), released_before);
    const absl::Status started = node_.Start();
    EXPECT_TRUE(started.ok()) << started;
    EXPECT_EQ(node_.Findings(), "");
  }
}

}  // namespace
}  // namespace sijill::testing
