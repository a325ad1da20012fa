// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "tools/sijill/connection_profile.h"

namespace sijill::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class OutputTest : public testing::Test {
 protected:
  std::ostringstream out_;
  std::ostringstream err_;
  Output output_{out_, err_};
  const Report report_ = {{{"list_number", int64_t{3}}, {"overdue", false}},
                          "rows",
                          {"name", "days_left"},
                          {{"ä", int64_t{12}}, {"bbbb", int64_t{-1}}}};
};

TEST_F(OutputTest, PeopleReadAlignedColumns) {
  output_.Print(report_);
  EXPECT_EQ(out_.str(),
            "List number:  3\n"
            "Overdue:      no\n"
            "\n"
            "Name  Days left\n"
            "ä     12\n"
            "bbbb  -1\n");
}

TEST_F(OutputTest, ProgramsReadOneObject) {
  output_.set_json(true);
  output_.Print(report_);
  EXPECT_EQ(nlohmann::json::parse(out_.str()), nlohmann::json::parse(R"({
    "list_number": 3, "overdue": false,
    "rows": [{"name": "ä", "days_left": 12}, {"name": "bbbb", "days_left": -1}]
  })"));
}

TEST_F(OutputTest, ValuesCannotMoveTheCursorNorBreakJson) {
  const Report report = {{{"value", "a\x1b[2J\nb\xff"}}};
  output_.Print(report);
  EXPECT_THAT(out_.str(), HasSubstr("a?[2J?b"));
  out_.str("");
  output_.set_json(true);
  output_.Print(report);
  EXPECT_TRUE(nlohmann::json::accept(out_.str()));
}

TEST_F(OutputTest, AFailureSaysWhatAndWhatNext) {
  output_.Print(FailureOf(
      WithNextStep(refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                                   "NOT_REMOVABLE", "the case is closed"),
                   "open another")));
  EXPECT_EQ(err_.str(),
            "sijill: the case is closed [NOT_REMOVABLE]\n"
            "next:   open another\n");
  EXPECT_EQ(out_.str(), "");
}

TEST(FailureTest, CodesMapToExitCodes) {
  const std::pair<absl::Status, ExitCode> kRows[] = {
      {absl::NotFoundError(""), ExitCode::kRefused},
      {absl::InvalidArgumentError(""), ExitCode::kRefused},
      {absl::UnauthenticatedError(""), ExitCode::kRefused},
      {absl::InternalError(""), ExitCode::kRefused},
      {absl::UnavailableError(""), ExitCode::kUnreachable},
      {absl::DeadlineExceededError(""), ExitCode::kUnreachable},
      {absl::DataLossError(""), ExitCode::kVerificationFailed},
      {UsageError("wrong"), ExitCode::kUsage},
  };
  for (const auto& [status, code] : kRows) {
    EXPECT_EQ(FailureOf(status).exit_code, code) << status;
    EXPECT_NE(FailureOf(status).next, "") << status;
  }
  EXPECT_TRUE(UsageError(absl::OkStatus()).ok());
  EXPECT_TRUE(WithNextStep(absl::OkStatus(), "x").ok());
}

TEST(ConnectionProfileTest, MutatedFilesAreRefusedOrReadBackEqual) {
  const ConnectionProfile profile = {
      "return-office", "nl.example",  "localhost:7443", "/p/o.pem",
      "/p/o.key",      "/p/root.pem", "/p/crl.pem"};
  const std::string json = ToJson(profile);
  EXPECT_EQ(ProfileFromJson(json).value(), profile);
  constexpr unsigned kSeed = 8259;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 generator(kSeed);
  for (int i = 0; i < 5000; ++i) {
    std::string text = json;
    for (auto edits = 1 + generator() % 3; edits > 0; --edits) {
      text[generator() % text.size()] = static_cast<char>(generator() % 256);
    }
    const absl::StatusOr<ConnectionProfile> read = ProfileFromJson(text);
    if (!read.ok()) continue;
    ASSERT_EQ(ProfileFromJson(ToJson(*read)).value(), *read);
  }
}

TEST(ConnectionProfileTest, OddShapesAreRefused) {
  const ConnectionProfile good = {"a",  "nl.example", "h:1", "/c",
                                  "/k", "/r",         "/l"};
  EXPECT_EQ(CheckShape(good), absl::OkStatus());
  const auto with = [&](std::string ConnectionProfile::*field,
                        std::string value) {
    ConnectionProfile changed = good;
    changed.*field = value;
    return CheckShape(changed).code();
  };
  for (const auto& [field, value] :
       {std::pair{&ConnectionProfile::name, "../a"},
        {&ConnectionProfile::name, ""},
        {&ConnectionProfile::domain, "NL"},
        {&ConnectionProfile::node, "h"},
        {&ConnectionProfile::node, ":1"},
        {&ConnectionProfile::node, "h:0"},
        {&ConnectionProfile::node, "h:65536"},
        {&ConnectionProfile::key, "k"}}) {
    EXPECT_EQ(with(field, value), absl::StatusCode::kInvalidArgument) << value;
  }
}

}  // namespace
}  // namespace sijill::cli
