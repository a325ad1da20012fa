// SPDX-License-Identifier: Apache-2.0
// Who may ask, who may see, and what is written when somebody looked.
#include "common/command/caller.h"

#include <gtest/gtest.h>

#include "common/command/case_access.h"
#include "common/command/disclosure.h"
#include "common/command/receipts.h"
#include "common/command/testing/office_fixture.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/records.pb.h"

namespace sijill::command {
namespace {

using testing::kAuditor;
using testing::kOfficer;
using testing::kOutsider;
using testing::kReplay;
using testing::kSystem;
using testing::kWithdraw;
using testing::OfficeFixture;

constexpr char kPeer[] = "spiffe://south.example/node/n1";

class CallerTest : public ::testing::Test {
 protected:
  absl::StatusOr<Asker> Resolve(std::string_view identity,
                                const v1::Caller& caller,
                                const char* method = kReplay) {
    return ResolveCaller(fixture_.office(),
                         OfficeFixture::CallOf(identity, method), caller);
  }
  static void ExpectRefusal(const absl::Status& status, absl::StatusCode code,
                            std::string_view reason) {
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_EQ(refusal::ReasonOf(status), reason);
  }

  OfficeFixture fixture_;
  v1::Caller caller_ = OfficeFixture::For(v1::PURPOSE_AUDIT);
};

TEST_F(CallerTest, AnOfficersCertificateWins) {
  caller_.set_officer("somebody-else");
  const auto asker = Resolve(kOfficer, caller_);
  ASSERT_TRUE(asker.ok()) << asker.status();
  EXPECT_EQ(asker->actor.officer, "o-1");
  EXPECT_EQ(asker->actor.agency.str(), "north.example/agencies/interior");
  EXPECT_FALSE(asker->officer_asserted);
}

TEST_F(CallerTest, ASystemNamesAnOfficerOnlyIfTheRegistryLetsIt) {
  EXPECT_EQ(Resolve(kSystem, caller_)->actor.officer, "");
  caller_.set_officer("o-2");
  const auto asker = Resolve(kSystem, caller_);
  ASSERT_TRUE(asker.ok()) << asker.status();
  EXPECT_EQ(asker->actor.officer, "o-2");
  EXPECT_TRUE(asker->officer_asserted);
  caller_.set_officer("Not A Name");
  ExpectRefusal(Resolve(kSystem, caller_).status(),
                absl::StatusCode::kPermissionDenied, "OFFICER_NOT_ASSERTABLE");
  caller_.set_officer("o-2");
  fixture_.directory().Grant(kSystem, {v1::DUTY_SYSTEM}, false);
  ExpectRefusal(Resolve(kSystem, caller_).status(),
                absl::StatusCode::kPermissionDenied, "OFFICER_NOT_ASSERTABLE");
  // A system whose duties were taken away names nobody.
  fixture_.directory().Grant(kSystem, {}, true);
  ExpectRefusal(Resolve(kSystem, caller_).status(),
                absl::StatusCode::kPermissionDenied, "OFFICER_NOT_ASSERTABLE");
}

TEST_F(CallerTest, PersonalDataAreReadForAPurpose) {
  ExpectRefusal(Resolve(kOfficer, {}).status(),
                absl::StatusCode::kInvalidArgument, "PURPOSE_REQUIRED");
  caller_.set_purpose(static_cast<v1::Purpose>(99));
  ExpectRefusal(Resolve(kOfficer, caller_).status(),
                absl::StatusCode::kInvalidArgument, "PURPOSE_REQUIRED");
  // A method that the contract does not know shows the most.
  ExpectRefusal(Resolve(kOfficer, {}, "/no.Such/Method").status(),
                absl::StatusCode::kInvalidArgument, "PURPOSE_REQUIRED");
  EXPECT_TRUE(
      Resolve(kOfficer, {}, "/sijill.v1.RegistryService/ListPosts").ok());
}

TEST_F(CallerTest, TheContractSaysWhoMayCall) {
  EXPECT_NE(AuthorizationOf(kReplay), nullptr);
  EXPECT_EQ(AuthorizationOf("/sijill.v1.AuditService/Nothing"), nullptr);
  EXPECT_EQ(AuthorizationOf("sijill.v1.AuditService/ReplayCase"), nullptr);
  EXPECT_EQ(AuthorizationOf(""), nullptr);
}

TEST_F(CallerTest, AnAnswerIsNoOlderThanAsked) {
  v1::LogPosition* position = caller_.add_at_least();
  position->set_log(v1::LOG_SHARED);
  position->set_size(fixture_.SizeOf(ledger::LogKind::kShared));
  EXPECT_TRUE(Resolve(kOfficer, caller_).ok());
  position->set_size(position->size() + 1);
  ExpectRefusal(Resolve(kOfficer, caller_).status(),
                absl::StatusCode::kUnavailable, "NOT_YET_READ");
  position->clear_log();
  EXPECT_EQ(refusal::FieldViolationsOf(Resolve(kOfficer, caller_).status())
                .at(0)
                .field,
            "caller.at_least[0].log");
}

TEST_F(CallerTest, AnotherDomainDoesNotLearnHowFarTheOwnLogHasCome) {
  v1::LogPosition* position = caller_.add_at_least();
  const auto refusal_of = [&](v1::Log log, uint64_t size) {
    position->set_log(log);
    position->set_size(size);
    const absl::Status status = Resolve(kPeer, caller_).status();
    return base::StrCat(std::string(status.message()),
                        refusal::ReasonOf(status).value_or(""));
  };
  const std::string no_such_log = refusal_of(v1::LOG_UNSPECIFIED, 0);
  const uint64_t size = fixture_.SizeOf(ledger::LogKind::kOwn);
  for (const uint64_t at : {uint64_t{0}, size, size + 1}) {
    EXPECT_EQ(refusal_of(v1::LOG_OWN, at), no_such_log);
  }
  EXPECT_EQ(refusal_of(v1::LOG_SHARED, 1), "");
  position->set_log(v1::LOG_OWN);
  position->set_size(size);
  EXPECT_TRUE(Resolve(kOfficer, caller_).ok());
}

TEST_F(CallerTest, ARemarkHasAThousandCharacters) {
  std::string note;
  for (int i = 0; i < 1000; ++i) note += "\u0634";
  caller_.set_purpose_note(note);
  EXPECT_TRUE(Resolve(kOfficer, caller_).ok());
  caller_.set_purpose_note(note + "x");
  EXPECT_EQ(refusal::FieldViolationsOf(Resolve(kOfficer, caller_).status())
                .at(0)
                .field,
            "caller.purpose_note");
}

TEST_F(CallerTest, ARequestIdHasOneSpelling) {
  const std::string text = "01234567-89ab-4cde-8f01-23456789abcd";
  const auto bytes = ParseRequestId(text);
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(FormatRequestId(*bytes), text);
  for (const char* wrong : {"", "01234567-89AB-4cde-8f01-23456789abcd",
                            "0123456789ab4cde8f0123456789abcd",
                            "01234567-89ab-4cde-8f01-23456789ab",
                            "01234567-89ab-4cde-8f01-23456789abcd-",
                            "{01234567-89ab-4cde-8f01-23456789abcd}",
                            "0123456-789ab-4cde-8f01-23456789abcd"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseRequestId(wrong).status()))
        << wrong;
  }
}

class CaseAccessTest : public CallerTest {
 protected:
  absl::StatusOr<LoadedCase> LoadAs(std::string_view identity,
                                    const std::string& name) {
    const auto asker = Resolve(identity, caller_);
    EXPECT_TRUE(asker.ok()) << asker.status();
    return LoadCaseFor(fixture_.office(), *asker, name);
  }
  const std::string case_ = fixture_.OpenCase();
};

TEST_F(CaseAccessTest, ToAnOutsiderACaseDoesNotExist) {
  const absl::Status outsider = LoadAs(kOutsider, case_).status();
  const absl::Status absent =
      LoadAs(kOutsider, "cases/aaaaaaaaaaaaaaaaaaaaaaaaaa").status();
  const absl::Status no_name = LoadAs(kOutsider, "nonsense").status();
  EXPECT_TRUE(absl::IsNotFound(outsider));
  EXPECT_EQ(refusal::ReasonOf(outsider), "CASE_NOT_FOUND");
  EXPECT_EQ(outsider.ToString(absl::StatusToStringMode::kWithEverything),
            absent.ToString(absl::StatusToStringMode::kWithEverything));
  EXPECT_EQ(outsider.ToString(absl::StatusToStringMode::kWithEverything),
            no_name.ToString(absl::StatusToStringMode::kWithEverything));
}

TEST_F(CaseAccessTest, NoOtherStreamIsACase) {
  for (const char* name : {"nodes/north.example", "registry/north.example",
                           "corridors/north.example+south.example"}) {
    EXPECT_TRUE(absl::IsNotFound(LoadAs(kOfficer, name).status())) << name;
  }
}

TEST_F(CaseAccessTest, PartiesAndThoseWhoseDutyItIsSeeACase) {
  EXPECT_TRUE(LoadAs(kOfficer, case_).ok());
  EXPECT_TRUE(LoadAs(kAuditor, case_).ok());
  fixture_.directory().Grant(kOutsider, {v1::DUTY_PROTECTION});
  EXPECT_TRUE(LoadAs(kOutsider, case_).ok());
  fixture_.directory().Grant(kOutsider,
                             {v1::DUTY_OFFICER, v1::DUTY_ADMINISTRATOR});
  EXPECT_TRUE(absl::IsNotFound(LoadAs(kOutsider, case_).status()));
}

TEST_F(CaseAccessTest, AnAuditorOfADomainOutsideSeesNothing) {
  constexpr char kElsewhere[] =
      "spiffe://west.example/agency/audit/officer/w-1";
  fixture_.directory().Grant(kElsewhere, {v1::DUTY_AUDITOR});
  EXPECT_TRUE(absl::IsNotFound(LoadAs(kElsewhere, case_).status()));
}

TEST_F(CaseAccessTest, WhoLookedIsWrittenBeforeTheAnswer) {
  const uint64_t shared = fixture_.SizeOf(ledger::LogKind::kShared);
  const rpc::Call call = OfficeFixture::CallOf(kAuditor, kReplay);
  caller_.set_purpose_note("why");
  const auto asker = Resolve(kAuditor, caller_);
  ASSERT_TRUE(asker.ok());
  const absl::Status written = RecordDisclosure(
      fixture_.office(), call, *asker,
      {.part_classes = {v1::PART_CLASS_OUTWARD}, .cases = {case_}});
  ASSERT_TRUE(written.ok()) << written;
  // It is durable: another start finds it.
  ASSERT_TRUE(fixture_.node().Restart().ok());
  const auto view = fixture_.node().casefile().Load(
      base::StreamName::ForNode(fixture_.node().domain()),
      casefile::Scope::kAll);
  ASSERT_TRUE(view.ok());
  const casefile::HeldEvent& held = view->events.back();
  ASSERT_EQ(held.event.header.kind, v1::EVENT_KIND_DISCLOSED);
  EXPECT_EQ(held.log, ledger::LogKind::kOwn);
  EXPECT_EQ(held.event.header.audience,
            std::vector<std::string>{"north.example"});
  v1::Disclosed disclosed;
  ASSERT_TRUE(disclosed.ParseFromString(held.parts.front()->bytes));
  EXPECT_EQ(disclosed.identity(), kAuditor);
  EXPECT_EQ(disclosed.officer(), "a-1");
  EXPECT_EQ(disclosed.agency(), "north.example/agencies/audit");
  EXPECT_EQ(disclosed.method(), kReplay);
  EXPECT_EQ(disclosed.purpose(), v1::PURPOSE_AUDIT);
  EXPECT_EQ(disclosed.purpose_note(), "why");
  EXPECT_EQ(disclosed.cases(0), case_);
  EXPECT_EQ(disclosed.disclosed_at().seconds(), OfficeFixture::kStart);
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kShared), shared);
}

TEST(ReceiptsTest, TheLedgersRefusalsGetReasonsAndHints) {
  const absl::Status full =
      ToRefusal(absl::ResourceExhaustedError("the queue is full; try again"));
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(refusal::ReasonOf(full), "QUEUE_FULL");
  EXPECT_TRUE(refusal::RetryDelayOf(full).has_value());
  const absl::Status disk = ToRefusal(
      absl::ResourceExhaustedError("the node's disk is nearly full: only"));
  EXPECT_EQ(disk.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(refusal::ReasonOf(disk), "STORAGE_LOW");
  EXPECT_TRUE(refusal::RetryDelayOf(disk).has_value());
  const absl::Status refused = refusal::Refuse(
      absl::StatusCode::kAborted, "CASE_ENDED", "a refusal stays what it is");
  EXPECT_EQ(ToRefusal(refused), refused);
  EXPECT_TRUE(ToRefusal(absl::OkStatus()).ok());
  EXPECT_TRUE(absl::IsDataLoss(ToRefusal(absl::DataLossError("x"))));
}

}  // namespace
}  // namespace sijill::command
