// SPDX-License-Identifier: Apache-2.0
// The engine of the commands: its table against the contract, requests, and
// repetitions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/options.pb.h"
#include "sijill/v1/readmission_requests.pb.h"
#include "sijill/v1/readmission_transfers.pb.h"
#include "sijill/v1/reasons.pb.h"
#include "tools/sijill/advice.h"
#include "tools/sijill/call/answer.h"
#include "tools/sijill/call/command.h"
#include "tools/sijill/call/node_link.h"
#include "tools/sijill/call/reference.h"
#include "tools/sijill/call/request.h"
#include "tools/sijill/failure.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;
using ::testing::HasSubstr;

Command Named(const std::string& method) {
  for (const Command& command : AllCommands()) {
    if (command.method == method) return command;
  }
  ADD_FAILURE() << method;
  return {};
}

absl::StatusOr<std::unique_ptr<pb::Message>> Build(
    const Command& command, std::vector<std::vector<std::string>> words,
    const std::string& file = "") {
  Given given;
  given.words = std::move(words);
  given.file = file;
  given.request_id = "00000000-0000-4000-8000-000000000001";
  given.now = absl::FromUnixSeconds(1'800'000'000);
  return BuildRequest(command, given);
}

TEST(Commands, EveryMethodThatIsNotForPeersHasOne) {
  std::set<std::string> offered = {"AuditService/ReplayCase"};  // audit replay
  for (const Command& command : AllCommands()) offered.insert(command.method);
  // Read by tools that verify logs, one file at a time.
  const std::set<std::string> not_for_people = {"LedgerService/GetTile",
                                                "LedgerService/GetEntryBundle"};
  for (const char* name :
       {"ReadmissionService", "IdentityService", "TravelDocumentService",
        "RegistryService", "LedgerService", "AuditService"}) {
    const pb::ServiceDescriptor* const service =
        pb::DescriptorPool::generated_pool()->FindServiceByName(
            base::StrCat("sijill.v1.", name));
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string method =
          base::StrCat(name, "/", service->method(i)->name());
      EXPECT_TRUE(offered.count(method) + not_for_people.count(method) == 1)
          << method;
    }
  }
}

TEST(Commands, EveryWordAndColumnIsAFieldOfTheContract) {
  for (const Command& command : AllCommands()) {
    SCOPED_TRACE(base::StrCat(command.group, " ", command.name));
    const pb::Descriptor& input = *MethodOf(command).input_type();
    const pb::Descriptor& output = *MethodOf(command).output_type();
    for (const Argument& argument : command.arguments) {
      EXPECT_NE(FieldAt(input, argument.field), nullptr) << argument.field;
    }
    for (const Preset& preset : command.presets) {
      EXPECT_NE(FieldAt(input, preset.field), nullptr) << preset.field;
    }
    const pb::FieldDescriptor* rows = nullptr;
    if (!command.rows.empty()) {
      rows = output.FindFieldByName(command.rows);
      EXPECT_NE(rows, nullptr) << command.rows;
    }
    for (const Column& column : command.columns) {
      EXPECT_NE(FieldAt(*rows->message_type(), column.field), nullptr)
          << column.field;
    }
    EXPECT_EQ(command.view == View::kReceipts, IsMutation(command));
    EXPECT_THAT(command.example, testing::StartsWith(base::StrCat(
                                     command.group, " ", command.name)));
    EXPECT_FALSE(command.help.empty());
  }
}

TEST(Advice, EveryReasonOfTheContractHasOne) {
  const pb::EnumDescriptor& reasons = *v1::Reason_descriptor();
  for (int i = 1; i < reasons.value_count(); ++i) {
    std::string_view name = reasons.value(i)->name();
    ASSERT_TRUE(base::ConsumePrefix(name, "REASON_"));
    EXPECT_FALSE(AdviceFor(name).empty()) << name;
    const Failure failure = FailureOf(refusal::Refuse(
        absl::StatusCode::kFailedPrecondition, name, "A sentence."));
    EXPECT_EQ(failure.next, AdviceFor(name));
    EXPECT_EQ(failure.exit_code, ExitCode::kRefused);
  }
  EXPECT_TRUE(AdviceFor("NO_SUCH_REASON").empty());
}

TEST(Failures, EveryFieldThatIsWrongHasALine) {
  refusal::FieldProblems problems;
  problems.Add("form.person.names", "the post asks for four");
  problems.Add("form.person.sex", "is missing");
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err);
  output.Print(FailureOf(WithRequestId(problems.status(), "the-id")));
  EXPECT_THAT(err.str(),
              HasSubstr("        form.person.names: the post asks for four\n"));
  EXPECT_THAT(err.str(), HasSubstr("        form.person.sex: is missing\n"));
  EXPECT_THAT(err.str(), HasSubstr("--request-id the-id\n"));
}

TEST(Requests, WordsFileAndPresetsMakeOne) {
  const auto request =
      Build(Named("ReadmissionService/NotifyTransfer"), {{"abc"}},
            "deploy/samples/transfer-notice-kazakhstan.json");
  ASSERT_TRUE(request.ok()) << request.status();
  const auto& notify = static_cast<const v1::NotifyTransferRequest&>(**request);
  EXPECT_EQ(notify.case_name(), "cases/abc");
  EXPECT_EQ(notify.caller().purpose(), v1::PURPOSE_TRANSFER);
  EXPECT_EQ(notify.request_id(), "00000000-0000-4000-8000-000000000001");
  EXPECT_TRUE(notify.has_journey());

  const auto departure =
      Build(Named("ReadmissionService/RecordDeparture"), {{"abc"}, {"ff00"}});
  ASSERT_TRUE(departure.ok());
  const auto& left =
      static_cast<const v1::RecordDepartureRequest&>(**departure);
  EXPECT_EQ(left.transfer(), "cases/abc/events/ff00");
  EXPECT_EQ(left.departed_at().seconds(), 1'800'000'000);
}

TEST(Requests, AFileDoesNotSayWhatTheCommandLineSays) {
  std::string directory = testing::TempDir() + "sijill-XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  const std::string file = directory + "/close.json";
  const Command close = Named("ReadmissionService/CloseCase");
  for (const char* text :
       {R"({"caller": {"officer": "x"}})", R"({"request_id": "x"})",
        R"({"validate_only": true})", R"({"nothing": 1})", "{"}) {
    ASSERT_TRUE(
        config::WriteFileAtomically(file, text, config::FileMode::kSecret)
            .ok());
    const auto request = Build(close, {{"abc"}}, file);
    ASSERT_FALSE(request.ok()) << text;
    EXPECT_EQ(FailureOf(request.status()).exit_code, ExitCode::kUsage) << text;
  }
  std::filesystem::remove_all(directory);
}

TEST(References, OnlyWhatIsStillOpenIsMeant) {
  v1::CaseSnapshot snapshot;
  v1::Case& shared = *snapshot.mutable_shared();
  v1::Transfer& ended = *shared.add_transfers();
  ended.set_name("ended");
  ended.mutable_cancelled();
  shared.add_transfers()->set_name("open");
  v1::TravelDocument& revoked = *shared.add_travel_documents();
  revoked.mutable_revoked();
  v1::HoldRecord& released = *snapshot.mutable_own_side()->add_holds();
  released.mutable_released();
  v1::DocumentRequestRecord& asked = *shared.add_document_requests();
  asked.mutable_fact()->set_event("asked");
  EXPECT_THAT(OpenIn(snapshot, Reference::kTransfer),
              testing::ElementsAre("open"));
  EXPECT_THAT(OpenIn(snapshot, Reference::kDocumentRequest),
              testing::ElementsAre("asked"));
  EXPECT_TRUE(OpenIn(snapshot, Reference::kTravelDocument).empty());
  EXPECT_TRUE(OpenIn(snapshot, Reference::kHold).empty());
}

class RepeatTest : public testing::Test {
 protected:
  // Fails with these, one after the other, then answers.
  absl::StatusOr<std::string> Run(std::vector<absl::Status> failures) {
    const Waiting waiting = {.now = [this] { return now_; },
                             .wait =
                                 [this](absl::Duration pause) {
                                   now_ += pause;
                                   pauses_.push_back(pause);
                                 }};
    return Repeat(
        [&](absl::Duration) -> absl::StatusOr<std::string> {
          if (tries_ == failures.size()) return std::string("answer");
          return failures[tries_++];
        },
        absl::Seconds(10), waiting);
  }

  absl::Time now_ = absl::UnixEpoch();
  size_t tries_ = 0;
  std::vector<absl::Duration> pauses_;
};

TEST_F(RepeatTest, GoesOnWhileThatCanHelp) {
  const auto answer =
      Run({absl::UnavailableError("away"),
           refusal::RetryAfter(absl::AbortedError("busy"), absl::Seconds(3))});
  EXPECT_EQ(answer.value(), "answer");
  EXPECT_THAT(pauses_,
              testing::ElementsAre(absl::Milliseconds(200), absl::Seconds(3)));
}

TEST_F(RepeatTest, ARefusalStands) {
  EXPECT_EQ(Run({absl::FailedPreconditionError("no")}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(pauses_.empty());
}

TEST_F(RepeatTest, EndsWhenPatienceDoes) {
  const auto answer =
      Run(std::vector<absl::Status>(100, absl::UnavailableError("away")));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LE(now_ - absl::UnixEpoch(), absl::Seconds(10));
}

TEST(Answers, AReceiptIsShortAndACaseStandsAlone) {
  v1::RequestDocumentResponse response;
  response.set_case_name("cases/abc");
  v1::Receipt& receipt = *response.add_receipts();
  receipt.set_event_id(std::string(32, '\xab'));
  receipt.set_log(v1::LOG_SHARED);
  receipt.set_index(7);
  receipt.set_assurance(v1::ASSURANCE_DURABLE);
  receipt.mutable_recorded_at()->set_seconds(0);
  std::ostringstream out;
  std::ostringstream err;
  Output output(out, err);
  const Command open = Named("ReadmissionService/RequestDocument");
  PrintAnswer(open, response, absl::UnixEpoch(), output);
  EXPECT_EQ(out.str(),
            "cases/abc\n"
            "Recorded abababababab in the shared log at 7, 1970-01-01 00:00 "
            "UTC, durable.\n");
  out.str("");
  output.set_json(true);
  PrintAnswer(open, response, absl::UnixEpoch(), output);
  EXPECT_THAT(out.str(), HasSubstr("\"case_name\": \"cases/abc\""));
}

}  // namespace
}  // namespace sijill::cli
