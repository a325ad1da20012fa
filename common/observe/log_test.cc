// SPDX-License-Identifier: Apache-2.0
#include "common/observe/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <concepts>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/base/text.h"
#include "common/observe/json.h"
#include "common/time/simulated_clock.h"

namespace sijill::observe {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// Whoever logs text must say that it is public, or redact it.
static_assert(!std::constructible_from<Field, Literal, std::string>);
static_assert(!std::constructible_from<Field, Literal, std::string_view>);
static_assert(!std::constructible_from<Field, Literal, const char*>);
static_assert(!std::constructible_from<Literal, std::string>);

class LogTest : public ::testing::Test {
 protected:
  time::SimulatedClock clock_{absl::FromUnixMicros(1'770'091'506'000'007)};
  std::vector<std::string> lines_;
  Log log_{clock_,
           [this](std::string_view line) { lines_.emplace_back(line); }};
};

TEST_F(LogTest, ALineIsOneJsonObject) {
  log_.Write(Level::kWarning, "peer_refused",
             {{"reason", Public("REVOKED")},
              {"attempts", 3},
              {"bytes", size_t{18'446'744'073'709'551'615u}},
              {"open", true},
              {"share", 0.25},
              {"took", absl::Milliseconds(1500)},
              {"name", Redacted("Amina")}});
  EXPECT_THAT(
      lines_,
      ElementsAre(
          "{\"time\":\"2026-02-03T04:05:06.000007Z\",\"level\":\"warning\","
          "\"event\":\"peer_refused\",\"reason\":\"REVOKED\",\"attempts\":3,"
          "\"bytes\":18446744073709551615,\"open\":true,\"share\":0.25,"
          "\"took\":1.5,\"name\":\"redacted, 5 bytes\"}\n"));
}

TEST_F(LogTest, RedactedTextLeavesOnlyItsLength) {
  log_.Write(Level::kInfo, "event", {{"name", Redacted("Amina")}});
  EXPECT_THAT(lines_, Each(Not(HasSubstr("Amina"))));
}

TEST_F(LogTest, LinesBelowTheFloorAreNotWritten) {
  log_.Write(Level::kDebug, "event");
  EXPECT_THAT(lines_, SizeIs(0));
}

TEST_F(LogTest, PublicTextIsBounded) {
  log_.Write(Level::kInfo, "event", {{"name", Public(std::string(9999, 'x'))}});
  EXPECT_LT(lines_.at(0).size(), 700u);
}

TEST_F(LogTest, NumbersThatJsonLacksAreNull) {
  log_.Write(
      Level::kInfo, "event",
      {{"a", std::numeric_limits<double>::infinity()}, {"b", std::nan("")}});
  EXPECT_THAT(lines_.at(0), HasSubstr("\"a\":null,\"b\":null"));
}

TEST_F(LogTest, LinesOfManyThreadsDoNotMix) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this] {
      for (int i = 0; i < 100; ++i) log_.Write(Level::kInfo, "event");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(lines_, SizeIs(400));
  EXPECT_THAT(lines_, Each(lines_.at(0)));
}

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

TEST(JsonTest, EscapesWhatRfc8259Names) {
  EXPECT_EQ(Json("a\"b\\c\nd\x01\x7f"), R"("a\"b\\c\nd\u0001\u007f")");
  EXPECT_EQ(Json(std::string("\0", 1)), R"("\u0000")");
  EXPECT_EQ(Json("\u2028\u2029"), R"("\u2028\u2029")");
}

TEST(JsonTest, KeepsUtf8AndReplacesWhatIsNone) {
  EXPECT_EQ(Json("سجل"), "\"سجل\"");
  EXPECT_EQ(Json("\xff\x80"), "\"\uFFFD\uFFFD\"");
  EXPECT_EQ(Json("\xed\xa0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");  // a surrogate
  EXPECT_EQ(Json("\xd8"), "\"\uFFFD\"");                      // cut short
}

TEST(JsonTest, AnyBytesBecomeOneLineOfUtf8) {
  constexpr unsigned kSeed = 20260203;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);  // NOLINT: the same inputs each time
  for (int round = 0; round < 5000; ++round) {
    std::string text(random() % 12, '\0');
    for (char& c : text) c = static_cast<char>(random() & 0xff);
    const std::string json = Json(text);
    ASSERT_TRUE(base::IsUtf8(json));
    for (const char c : json) ASSERT_GE(static_cast<uint8_t>(c), 0x20);
    // Quotes inside stand behind a backslash.
    for (size_t i = 1; i + 1 < json.size(); ++i) {
      if (json[i] == '\\') {
        ++i;
      } else {
        ASSERT_NE(json[i], '"');
      }
    }
  }
}

}  // namespace
}  // namespace sijill::observe
