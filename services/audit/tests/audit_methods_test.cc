// SPDX-License-Identifier: Apache-2.0
#include "services/audit/rpc/audit_methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "common/base/text.h"
#include "common/casestate/testing/history_builder.h"
#include "common/command/case_access.h"
#include "common/command/testing/office_fixture.h"
#include "common/event/signed_header.h"
#include "common/ledger/log_signer.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"

namespace sijill::audit {
namespace {

using testing::kAuditor;
using testing::kOfficer;
using testing::kOutsider;
using testing::OfficeFixture;

constexpr char kList[] = "/sijill.v1.AuditService/ListDisclosures";

class AuditMethodsTest : public ::testing::Test {
 protected:
  AuditMethodsTest() {
    replay_.mutable_caller()->set_purpose(v1::PURPOSE_AUDIT);
    replay_.set_case_name(case_);
    list_.mutable_caller()->set_purpose(v1::PURPOSE_AUDIT);
  }
  // Writes a shared event of north's in the case, or one of its own lane.
  void Write(int request, bool own_lane = false) {
    const std::string id = OfficeFixture::RequestId(request);
    const rpc::Call call =
        OfficeFixture::CallOf(kOfficer, testing::kWithdraw, id);
    const v1::Caller caller = OfficeFixture::For(v1::PURPOSE_CASE_HANDLING);
    const auto written = command::ChangeCase(
        fixture_.office(), {.call = call, .caller = caller, .request_id = id},
        case_, [&](const casestate::CaseState&, const decision::Context&) {
          const v1::Withdrawn withdrawn;
          auto decided =
              decision::OneEvent(v1::EVENT_KIND_WITHDRAWN, {&withdrawn});
          decided.events.front().own_lane = own_lane;
          return absl::StatusOr<decision::Decision>(decided);
        });
    EXPECT_TRUE(written.ok()) << written.status();
    fixture_.clock().Advance(absl::Seconds(1));
  }
  absl::StatusOr<v1::ReplayCaseResponse> Replay(const char* as = kAuditor) {
    return HandleReplayCase(fixture_.office(),
                            OfficeFixture::CallOf(as, testing::kReplay),
                            replay_);
  }
  absl::StatusOr<v1::ListDisclosuresResponse> List(const char* as = kAuditor) {
    return HandleListDisclosures(fixture_.office(),
                                 OfficeFixture::CallOf(as, kList), list_);
  }
  v1::LogPosition* UpTo(v1::Log log, uint64_t size) {
    v1::LogPosition* position = replay_.add_up_to();
    position->set_log(log);
    position->set_size(size);
    return position;
  }

  OfficeFixture fixture_;
  const std::string case_ = fixture_.OpenCase();
  v1::ReplayCaseRequest replay_;
  v1::ListDisclosuresRequest list_;
};

// The proof of every event leads to the checkpoint of its log.
void ExpectProven(testing::NodeFixture& node,
                  const v1::ReplayCaseResponse& response) {
  std::map<v1::Log, merkle::Checkpoint> checkpoints;
  for (const v1::LogCheckpoint& log : response.checkpoints()) {
    const auto signer =
        node.LogSignerOf(log.log() == v1::LOG_SHARED ? ledger::LogKind::kShared
                                                     : ledger::LogKind::kOwn);
    const auto opened = ledger::OpenCheckpoint(
        log.checkpoint(), signer.origin(), signer.public_key());
    ASSERT_TRUE(opened.ok()) << opened.status();
    checkpoints.emplace(log.log(), *opened);
  }
  for (const v1::ReplayedEvent& event : response.events()) {
    const merkle::Checkpoint& to = checkpoints.at(event.log());
    std::vector<base::Hash> proof;
    for (const auto& hash : event.inclusion_proof()) {
      proof.push_back(*base::Hash::From(hash));
    }
    EXPECT_TRUE(
        merkle::VerifyInclusion(
            merkle::LeafHash(event::EntryOf(event.signed_header()).view()),
            event.index(), to.size, proof, to.root)
            .ok());
  }
}

TEST_F(AuditMethodsTest, AHistoryIsShownInOrderWithProofsAndItsFold) {
  Write(2, true);
  Write(3);
  const auto replayed = Replay();
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  ASSERT_EQ(replayed->events_size(), 3);
  EXPECT_EQ(replayed->events(0).kind(), v1::EVENT_KIND_READMISSION_REQUESTED);
  EXPECT_EQ(replayed->events(1).log(), v1::LOG_OWN);
  EXPECT_EQ(replayed->events(2).log(), v1::LOG_SHARED);
  EXPECT_TRUE(replayed->events(0).name().starts_with(case_ + "/events/"));
  EXPECT_TRUE(replayed->snapshot().shared().has_withdrawn());
  EXPECT_TRUE(replayed->next_page_token().empty());
  ExpectProven(fixture_.node(), *replayed);
  // The content is what the header commits to.
  for (const v1::ReplayedEvent& event : replayed->events()) {
    const auto parsed = event::ParseSignedHeader(event.signed_header());
    ASSERT_TRUE(parsed.ok());
    std::vector<base::Hash> commitments;
    for (const v1::EventPart& part : event.event_parts()) {
      ASSERT_TRUE(part.has_opened());
      commitments.push_back(event::Commitment(
          event::Part{.salt = *base::FixedBytes<32>::From(part.opened().salt()),
                      .bytes = part.opened().content()}));
    }
    EXPECT_EQ(event::ContentRoot(commitments), parsed->header.content_root);
  }
}

TEST_F(AuditMethodsTest, PagesAreOfOneHistoryWhateverIsWrittenMeanwhile) {
  Write(2, true);
  Write(3);
  const auto whole = Replay();
  ASSERT_TRUE(whole.ok());
  replay_.set_page_size(1);
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    const auto page = Replay();
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_EQ(page->events_size(), 1);
    names.push_back(page->events(0).name());
    ExpectProven(fixture_.node(), *page);
    EXPECT_EQ(page->has_snapshot(), i == 2);
    EXPECT_EQ(page->next_page_token().empty(), i == 2);
    if (i == 2) {
      EXPECT_EQ(page->snapshot().SerializeAsString(),
                whole->snapshot().SerializeAsString());
    }
    replay_.set_page_token(page->next_page_token());
    Write(10 + i);
  }
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(names[static_cast<size_t>(i)], whole->events(i).name());
}

TEST_F(AuditMethodsTest, AHistoryIsShownAsItWas) {
  const uint64_t shared = fixture_.SizeOf(ledger::LogKind::kShared);
  const uint64_t own = fixture_.SizeOf(ledger::LogKind::kOwn);
  Write(2, true);
  Write(3);
  UpTo(v1::LOG_SHARED, shared);
  auto replayed = Replay();
  ASSERT_TRUE(replayed.ok());
  EXPECT_EQ(replayed->events_size(), 2);
  EXPECT_FALSE(replayed->snapshot().shared().has_withdrawn());
  ExpectProven(fixture_.node(), *replayed);
  UpTo(v1::LOG_OWN, own);
  EXPECT_EQ(Replay()->events_size(), 1);
  UpTo(v1::LOG_SHARED, 0);
  replayed = Replay();
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_EQ(replayed->events_size(), 0);
}

TEST_F(AuditMethodsTest, WhatTheLogDoesNotReachIsRefused) {
  v1::LogPosition* position =
      UpTo(v1::LOG_SHARED, fixture_.SizeOf(ledger::LogKind::kShared));
  EXPECT_TRUE(Replay().ok());
  position->set_size(position->size() + 1);
  const auto beyond = Replay();
  EXPECT_TRUE(absl::IsOutOfRange(beyond.status()));
  EXPECT_EQ(refusal::ReasonOf(beyond.status()), "BEYOND_LOG");
  position->clear_log();
  EXPECT_TRUE(absl::IsInvalidArgument(Replay().status()));
  replay_.clear_up_to();
  for (const char* token : {"x", "00", "zz"}) {
    replay_.set_page_token(token);
    EXPECT_TRUE(absl::IsInvalidArgument(Replay().status())) << token;
  }
  replay_.set_page_token(std::string(48, 'f'));
  EXPECT_TRUE(absl::IsOutOfRange(Replay().status()));
  replay_.clear_page_token();
  replay_.set_page_size(-1);
  EXPECT_TRUE(absl::IsInvalidArgument(Replay().status()));
}

TEST_F(AuditMethodsTest, ToAnOutsiderThereIsNoCase) {
  const auto outsider = Replay(kOutsider);
  replay_.set_case_name("cases/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  const auto absent = Replay();
  EXPECT_TRUE(absl::IsNotFound(outsider.status()));
  EXPECT_EQ(outsider.status(), absent.status());
  EXPECT_EQ(outsider.status(), command::CaseNotFound());
  list_.set_case_name(case_);
  EXPECT_EQ(List(kOutsider).status(), command::CaseNotFound());
}

TEST_F(AuditMethodsTest, DisclosuresAreListedNewestFirst) {
  ASSERT_TRUE(Replay().ok());
  fixture_.clock().Advance(absl::Seconds(1));
  ASSERT_TRUE(Replay(kOfficer).ok());
  const auto list = List();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->disclosures_size(), 2);
  EXPECT_EQ(list->disclosures(0).disclosed().identity(), kOfficer);
  EXPECT_EQ(list->disclosures(1).disclosed().identity(), kAuditor);
  EXPECT_EQ(list->disclosures(0).disclosed().cases(0), case_);
  EXPECT_EQ(list->disclosures(0).disclosed().method(), testing::kReplay);
  EXPECT_GT(list->disclosures(0).index(), list->disclosures(1).index());
  // Looking at the list is one more.
  EXPECT_EQ(List()->disclosures(0).disclosed().method(), kList);
}

TEST_F(AuditMethodsTest, DisclosuresOfOneCaseAreOfThatCase) {
  ASSERT_TRUE(Replay().ok());
  const std::string other = fixture_.OpenCase(50);
  replay_.set_case_name(other);
  ASSERT_TRUE(Replay().ok());
  list_.set_case_name(case_);
  auto list = List();
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->disclosures_size(), 1);
  EXPECT_EQ(list->disclosures(0).disclosed().cases(0), case_);
  EXPECT_EQ(List()->disclosures_size(), 2);  // the look above was of this case
}

TEST_F(AuditMethodsTest, PagesOfDisclosuresMissNothingAndRepeatNothing) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Replay().ok());
  list_.set_page_size(2);
  std::vector<uint64_t> indices;
  do {
    const auto page = List();  // each look adds one before the first
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& record : page->disclosures()) {
      indices.push_back(record.index());
    }
    list_.set_page_token(page->next_page_token());
  } while (!list_.page_token().empty());
  EXPECT_EQ(indices.size(), 5u);
  EXPECT_TRUE(std::is_sorted(indices.rbegin(), indices.rend()));
  EXPECT_EQ(std::set<uint64_t>(indices.begin(), indices.end()).size(), 5u);
  list_.set_page_token("-1");
  EXPECT_TRUE(absl::IsInvalidArgument(List().status()));
}

TEST_F(AuditMethodsTest, LookingNeedsAPurpose) {
  replay_.clear_caller();
  EXPECT_EQ(refusal::ReasonOf(Replay().status()), "PURPOSE_REQUIRED");
  list_.clear_caller();
  EXPECT_EQ(refusal::ReasonOf(List().status()), "PURPOSE_REQUIRED");
}

}  // namespace
}  // namespace sijill::audit
