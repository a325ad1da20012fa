// SPDX-License-Identifier: Apache-2.0
// Commands that repeat, exclude each other, or decide on what moves.
#include "common/command/mutation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "common/base/sha256.h"
#include "common/casestate/kinds.h"
#include "common/command/testing/office_fixture.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/records.pb.h"

namespace sijill::command {
namespace {

using casestate::CaseState;
using decision::Context;
using decision::Decision;
using testing::kOfficer;
using testing::kWithdraw;
using testing::OfficeFixture;

absl::StatusOr<Decision> Withdraw(const CaseState& state,
                                  const Context& context) {
  const absl::Status may =
      decision::RequireMayWrite(state, context.actor, v1::EVENT_KIND_WITHDRAWN);
  if (!may.ok()) return may;
  const v1::Withdrawn withdrawn;
  return decision::OneEvent(v1::EVENT_KIND_WITHDRAWN, {&withdrawn});
}

std::vector<std::string> BytesOf(const std::vector<v1::Receipt>& receipts) {
  std::vector<std::string> bytes;
  for (const auto& receipt : receipts) {
    bytes.push_back(receipt.SerializeAsString());
  }
  return bytes;
}

class MutationTest : public ::testing::Test {
 protected:
  using Decide = absl::FunctionRef<absl::StatusOr<Decision>(const CaseState&,
                                                            const Context&)>;
  absl::StatusOr<Recorded> Change(int request, Decide decide,
                                  std::string_view bytes = "request",
                                  bool validate_only = false) {
    const std::string id = OfficeFixture::RequestId(request);
    const rpc::Call call = OfficeFixture::CallOf(kOfficer, kWithdraw, bytes);
    return ChangeCase(fixture_.office(),
                      {.call = call,
                       .caller = caller_,
                       .request_id = id,
                       .validate_only = validate_only},
                      case_, decide);
  }
  casefile::StreamView Load() {
    return *fixture_.node().casefile().Load(*base::StreamName::Parse(case_),
                                            casefile::Scope::kAll);
  }
  // Changes the registry, whatever it is.
  void MoveRegistry(std::string_view name) {
    v1::RegistryChanged change;
    change.mutable_agency()->set_name(std::string(name));
    const auto& domain = fixture_.node().domain();
    const auto moved = fixture_.node().Propose(
        {{.stream = base::StreamName::ForRegistry(domain),
          .author = fixture_.node().NodeAgency(),
          .audience = {domain.str()},
          .kind = v1::EVENT_KIND_REGISTRY_CHANGED,
          .parts = {change.SerializeAsString()}}},
        name);
    EXPECT_TRUE(moved.ok()) << moved.status();
  }

  OfficeFixture fixture_;
  const v1::Caller caller_ = OfficeFixture::For(v1::PURPOSE_CASE_HANDLING);
  const std::string case_ = fixture_.OpenCase();
};

TEST_F(MutationTest, ARepetitionGetsTheSameReceiptAlsoAfterARestart) {
  const auto first = Change(2, Withdraw);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->receipts.size(), 1u);
  EXPECT_EQ(first->stream.str(), case_);
  const uint64_t size = fixture_.SizeOf(ledger::LogKind::kShared);
  for (int i = 0; i < 2; ++i) {
    const auto again = Change(2, Withdraw);  // the case has ended meanwhile
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(BytesOf(again->receipts), BytesOf(first->receipts));
    EXPECT_EQ(again->stream, first->stream);
    ASSERT_TRUE(fixture_.node().Restart().ok());
  }
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kShared), size);
}

TEST_F(MutationTest, ARequestIdIsOfOneRequestOnly) {
  ASSERT_TRUE(Change(2, Withdraw).ok());
  const auto other = Change(2, Withdraw, "another request");
  EXPECT_TRUE(absl::IsAlreadyExists(other.status()));
  EXPECT_EQ(refusal::ReasonOf(other.status()), "REQUEST_ID_REUSED");
}

TEST_F(MutationTest, OneRequestTwiceAtOnceIsCarriedOutOnce) {
  std::latch both(2);
  std::atomic<int> calls = 0;
  const auto decide = [&](const CaseState& state, const Context& context) {
    if (calls++ < 2) both.arrive_and_wait();
    return Withdraw(state, context);
  };
  absl::StatusOr<Recorded> one, two;
  std::thread thread([&] { one = Change(2, decide); });
  two = Change(2, decide);
  thread.join();
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_TRUE(two.ok()) << two.status();
  EXPECT_EQ(BytesOf(one->receipts), BytesOf(two->receipts));
  EXPECT_EQ(Load().events.size(), 2u);
}

TEST_F(MutationTest, WhoWasOvertakenByItsOwnRepetitionGetsItsReceipt) {
  // The first finds its id unknown; before it loads the case, the second is
  // done, so that the first would be refused: the case has ended.
  absl::StatusOr<Recorded> second;
  const auto first = Change(2, [&](const CaseState&, const Context&) {
    second = Change(2, Withdraw);
    return absl::StatusOr<Decision>(refusal::Refuse(
        absl::StatusCode::kFailedPrecondition, "CASE_ENDED", "ended"));
  });
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(BytesOf(first->receipts), BytesOf(second->receipts));
}

TEST_F(MutationTest, OfTwoThatExcludeEachOtherOneIsRefusedByTheDomain) {
  std::latch both(2);
  std::atomic<int> calls = 0;
  const auto decide = [&](const CaseState& state, const Context& context) {
    if (calls++ < 2) both.arrive_and_wait();
    return Withdraw(state, context);
  };
  absl::StatusOr<Recorded> one, two;
  std::thread thread([&] { one = Change(2, decide); });
  two = Change(3, decide);
  thread.join();
  EXPECT_NE(one.ok(), two.ok());
  EXPECT_EQ(refusal::ReasonOf(one.ok() ? two.status() : one.status()),
            "CASE_ENDED");
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(Load().events.size(), 2u);
}

TEST_F(MutationTest, ADecisionOnARegistryThatMovedIsMadeAgain) {
  std::vector<uint64_t> versions;
  const auto done =
      Change(2, [&](const CaseState& state, const Context& context) {
        versions.push_back(context.directory.version);
        if (versions.size() == 1) MoveRegistry("moved");
        return Withdraw(state, context);
      });
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[1], versions[0] + 1);
}

TEST_F(MutationTest, WhoseDutyWasRevokedMeanwhileIsRefused) {
  const uint64_t shared = fixture_.SizeOf(ledger::LogKind::kShared);
  int calls = 0;
  const auto done =
      Change(2, [&](const CaseState& state, const Context& context) {
        ++calls;
        fixture_.directory().Grant(kOfficer, {});
        MoveRegistry("revoked");
        return Withdraw(state, context);
      });
  EXPECT_TRUE(absl::IsPermissionDenied(done.status())) << done.status();
  EXPECT_EQ(refusal::ReasonOf(done.status()), "DUTY_MISSING");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kShared), shared);
}

TEST_F(MutationTest, WhoMayNameOfficersNoMoreIsRefused) {
  v1::Caller caller = caller_;
  caller.set_officer("o-2");
  const std::string id = OfficeFixture::RequestId(2);
  const rpc::Call call = OfficeFixture::CallOf(testing::kSystem, kWithdraw);
  const auto done = ChangeCase(
      fixture_.office(), {.call = call, .caller = caller, .request_id = id},
      case_, [&](const CaseState& state, const Context& context) {
        fixture_.directory().Grant(testing::kSystem, {v1::DUTY_SYSTEM}, false);
        MoveRegistry("no more");
        return Withdraw(state, context);
      });
  EXPECT_EQ(refusal::ReasonOf(done.status()), "OFFICER_NOT_ASSERTABLE");
  EXPECT_EQ(Load().events.size(), 1u);
}

TEST_F(MutationTest, WhatNeverStandsStillIsBusy) {
  int calls = 0;
  const auto done =
      Change(2, [&](const CaseState& state, const Context& context) {
        MoveRegistry("moved " + std::to_string(calls++));
        return Withdraw(state, context);
      });
  EXPECT_TRUE(absl::IsAborted(done.status()));
  EXPECT_EQ(refusal::ReasonOf(done.status()), "CASE_BUSY");
  EXPECT_TRUE(refusal::RetryDelayOf(done.status()).has_value());
  EXPECT_EQ(calls, 8);
}

TEST_F(MutationTest, ADecisionThatTimeHasOvertakenIsMadeAgain) {
  int calls = 0;
  const auto done =
      Change(2, [&](const CaseState& state, const Context& context) {
        auto decided = Withdraw(state, context);
        decided->valid_until = context.now + absl::Seconds(10);
        if (calls++ == 0) fixture_.clock().Advance(absl::Seconds(20));
        return decided;
      });
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(calls, 2);
}

TEST_F(MutationTest, ARefusalIsNotTriedAgain) {
  int calls = 0;
  const auto done = Change(2, [&](const CaseState&, const Context&) {
    ++calls;
    return absl::StatusOr<Decision>(
        refusal::Refuse(absl::StatusCode::kAborted, "CASE_ENDED", "no"));
  });
  EXPECT_EQ(refusal::ReasonOf(done.status()), "CASE_ENDED");
  EXPECT_EQ(calls, 1);
}

TEST_F(MutationTest, WhoIsRevokedBeforeTheCommitHasDoneNothing) {
  bool revoked = false;
  rpc::Call call = OfficeFixture::CallOf(kOfficer, kWithdraw);
  call.still_believed = [&revoked] {
    return revoked ? absl::UnauthenticatedError("revoked") : absl::OkStatus();
  };
  const std::string id = OfficeFixture::RequestId(20);
  const auto change = [&](bool meanwhile) {
    return ChangeCase(fixture_.office(),
                      {.call = call, .caller = caller_, .request_id = id},
                      case_,
                      [&](const CaseState& state, const Context& context) {
                        revoked = meanwhile;
                        return Withdraw(state, context);
                      })
        .status();
  };
  const uint64_t before = fixture_.SizeOf(ledger::LogKind::kShared);
  EXPECT_TRUE(absl::IsUnauthenticated(change(true)));
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kShared), before);
  EXPECT_TRUE(change(false).ok());
}

TEST_F(MutationTest, ValidateOnlyWritesNothingAndRefusesTheSame) {
  const uint64_t shared = fixture_.SizeOf(ledger::LogKind::kShared);
  const uint64_t own = fixture_.SizeOf(ledger::LogKind::kOwn);
  const auto tried = Change(2, Withdraw, "request", true);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_TRUE(tried->receipts.empty());
  EXPECT_EQ(tried->stream.str(), case_);
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kShared), shared);
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kOwn), own);
  ASSERT_TRUE(Change(2, Withdraw).ok());  // its id is still free
  EXPECT_EQ(refusal::ReasonOf(Change(3, Withdraw, "r", true).status()),
            "CASE_ENDED");
}

TEST_F(MutationTest, ACommandThatWritesNothingIsKnownAsWell) {
  const auto nothing = [](const CaseState&, const Context&) {
    return absl::StatusOr<Decision>(Decision());
  };
  const auto first = Change(2, nothing);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->receipts.empty());
  int calls = 0;
  const auto again = Change(2, [&](const CaseState& s, const Context& c) {
    ++calls;
    return Withdraw(s, c);
  });
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->receipts.empty());
  EXPECT_EQ(again->stream.str(), case_);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(Load().events.size(), 1u);
}

TEST_F(MutationTest, TheContextSaysWhoAskedAndWhatWasDecidedBy) {
  v1::Caller caller = caller_;
  caller.set_purpose_note("note");
  const std::string id = OfficeFixture::RequestId(2);
  const rpc::Call call =
      OfficeFixture::CallOf(kOfficer, kWithdraw, "the bytes");
  const uint64_t registry = fixture_.directory().Current()->version;
  ASSERT_GT(Load().guard_version, 0u);
  const auto done = ChangeCase(
      fixture_.office(), {.call = call, .caller = caller, .request_id = id},
      case_, [&](const CaseState& state, const Context& context) {
        auto decided = Withdraw(state, context);
        decided->valid_until = context.now + absl::Hours(1);
        return decided;
      });
  ASSERT_TRUE(done.ok()) << done.status();
  const auto held = Load().events.back();
  ASSERT_EQ(held.event.header.kind, v1::EVENT_KIND_WITHDRAWN);
  v1::DecisionContext context;
  ASSERT_TRUE(context.ParseFromString(held.parts.back()->bytes));
  EXPECT_EQ(context.officer(), "o-1");
  EXPECT_EQ(context.request_id(), id);
  EXPECT_EQ(context.mandate().identity(), kOfficer);
  EXPECT_EQ(context.mandate().certificate_sha256().size(), 32u);
  EXPECT_EQ(context.mandate().method(), kWithdraw);
  EXPECT_EQ(context.mandate().request_sha256(),
            base::Sha256({"the bytes"}).str());
  EXPECT_FALSE(context.mandate().officer_asserted());
  EXPECT_EQ(context.decided_at().seconds(), OfficeFixture::kStart);
  EXPECT_EQ(context.valid_until().seconds(), OfficeFixture::kStart + 3600);
  EXPECT_EQ(context.rule_set().id(), "none");
  EXPECT_EQ(context.registry_version(), registry);
  // It is shared, and own lanes raise the version, too.
  EXPECT_EQ(context.guard_version(), 0u);
  EXPECT_EQ(context.purpose(), v1::PURPOSE_CASE_HANDLING);
  EXPECT_EQ(context.purpose_note(), "note");
}

TEST_F(MutationTest, AnEventHasSeenTheHeadsOfTheLanesForItsAudience) {
  const auto opening = Load().events.front();
  // The own lane has seen the shared one, which never sees it.
  const auto own = Change(2, [](const CaseState&, const Context&) {
    const v1::Withdrawn withdrawn;
    Decision decided =
        decision::OneEvent(v1::EVENT_KIND_WITHDRAWN, {&withdrawn});
    decided.events.front().own_lane = true;
    return absl::StatusOr<Decision>(decided);
  });
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->receipts.front().log(), v1::LOG_OWN);
  const auto id = *base::Hash::From(own->receipts.front().event_id());
  const auto in_own = fixture_.node().casefile().Event(ledger::LogKind::kOwn,
                                                       id, casefile::NoPart);
  ASSERT_TRUE(in_own.ok());
  EXPECT_THAT(in_own->event.header.seen,
              ::testing::ElementsAre(opening.event.id));
  EXPECT_THAT(in_own->event.header.audience,
              ::testing::ElementsAre("north.example"));
  const auto shared = Change(3, [](const CaseState&, const Context&) {
    const v1::Withdrawn withdrawn;
    return absl::StatusOr<Decision>(
        decision::OneEvent(v1::EVENT_KIND_WITHDRAWN, {&withdrawn}));
  });
  ASSERT_TRUE(shared.ok()) << shared.status();
  const auto in_shared = fixture_.node().casefile().Event(
      ledger::LogKind::kShared,
      *base::Hash::From(shared->receipts.front().event_id()), casefile::NoPart);
  ASSERT_TRUE(in_shared.ok());
  EXPECT_TRUE(in_shared->event.header.seen.empty());
  EXPECT_EQ(in_shared->event.header.audience.size(), 2u);
}

TEST_F(MutationTest, OpeningIsRepeatedAndRecordsItsRules) {
  const std::string id = OfficeFixture::RequestId(9);
  const rpc::Call call = OfficeFixture::CallOf(kOfficer, kWithdraw);
  const Mutation mutation{.call = call, .caller = caller_, .request_id = id};
  const auto decide = [](const Context&) { return testing::OpeningDecision(); };
  const auto first = OpenCase(fixture_.office(), mutation, decide);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = OpenCase(fixture_.office(), mutation, decide);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(BytesOf(again->receipts), BytesOf(first->receipts));
  EXPECT_EQ(again->stream, first->stream);
  EXPECT_NE(first->stream.str(), case_);
  const auto held = fixture_.node().casefile().Event(
      ledger::LogKind::kShared,
      *base::Hash::From(first->receipts.front().event_id()),
      casefile::EveryPart);
  ASSERT_TRUE(held.ok());
  v1::DecisionContext context;
  ASSERT_TRUE(context.ParseFromString(held->parts.back()->bytes));
  EXPECT_EQ(context.rule_set().id(), "none");
  EXPECT_EQ(context.guard_version(), 0u);
}

TEST_F(MutationTest, OpeningForATryNamesTheCaseAndWritesNothing) {
  const uint64_t size = fixture_.SizeOf(ledger::LogKind::kShared);
  const std::string id = OfficeFixture::RequestId(9);
  const rpc::Call call = OfficeFixture::CallOf(kOfficer, kWithdraw);
  Mutation mutation{
      .call = call, .caller = caller_, .request_id = id, .validate_only = true};
  const auto decide = [](const Context&) { return testing::OpeningDecision(); };
  const auto tried = OpenCase(fixture_.office(), mutation, decide);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kShared), size);
  mutation.validate_only = false;
  EXPECT_EQ(OpenCase(fixture_.office(), mutation, decide)->stream,
            tried->stream);
}

TEST_F(MutationTest, ACorridorIsWrittenInOnce) {
  const auto stream =
      *base::StreamName::Parse("corridors/north.example+south.example");
  const std::string id = OfficeFixture::RequestId(5);
  const rpc::Call call = OfficeFixture::CallOf(kOfficer, kWithdraw);
  const v1::RuleSetAgreed agreed;
  const auto write = [&](bool validate_only) {
    return WriteInStream(
        fixture_.office(),
        {.call = call,
         .caller = caller_,
         .request_id = id,
         .validate_only = validate_only},
        stream, {"north.example", "south.example"},
        decision::EventOf(v1::EVENT_KIND_RULE_SET_AGREED, {&agreed}));
  };
  EXPECT_TRUE(write(true)->receipts.empty());
  const auto first = write(false);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(BytesOf(write(false)->receipts), BytesOf(first->receipts));
  EXPECT_EQ(fixture_.node()
                .casefile()
                .Load(stream, casefile::Scope::kAll)
                ->events.size(),
            1u);
}

}  // namespace
}  // namespace sijill::command
