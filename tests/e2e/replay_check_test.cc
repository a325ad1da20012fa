// SPDX-License-Identifier: Apache-2.0
// A case that two nodes hold, replayed by one of them: true, and altered.
#include "tools/sijill/audit/replay_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "common/ledger/log_signer.h"
#include "services/node/testing/network.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class ReplayCheckTest : public node::NetworkTest {
 protected:
  void SetUp() override {
    Introduce(north_, south_);
    stream_ = Open();
    ASSERT_TRUE(node::Eventually([&] {
      return HeldOfKind(north_, *base::StreamName::Parse(stream_),
                        v1::EVENT_KIND_DELIVERED) == 1;
    }));
    v1::ReplayCaseRequest request;
    request.mutable_caller()->set_purpose(v1::PURPOSE_AUDIT);
    request.set_case_name(stream_);
    const auto answer =
        ClientOf(north_.home().auditor(), north_)
            ->Call<v1::ReplayCaseResponse>("/sijill.v1.AuditService/ReplayCase",
                                           request, {}, absl::Seconds(20));
    ASSERT_TRUE(answer.ok()) << answer.status();
    page_ = *answer;
    ASSERT_EQ(page_.events_size(), 2);
  }

  // A case whose contents are what its kind says: nothing but its terms.
  std::string Open() {
    casefile::Casefile& casefile = north_->casefile();
    const base::AgencyName author = north_.home().Agency("interior");
    const std::string id(16, 'i');
    const casefile::OpeningName opening = casefile.NameOpening(author, id);
    v1::OpeningTerms terms;
    terms.set_procedure(v1::PROCEDURE_READMISSION);
    for (const auto& [role, agency] :
         {std::pair(v1::ROLE_REQUESTING, author),
          std::pair(v1::ROLE_REQUESTED, south_.home().Agency("interior"))}) {
      v1::Participant& party = *terms.add_participants();
      party.set_role(role);
      party.set_agency(agency.str());
    }
    const auto receipt = casefile.Propose(
        {.agency = author,
         .request_id = id,
         .request_hmac = casefile.RequestHmac("/test", "open"),
         .proposals = {
             {.stream = opening.stream,
              .author = author,
              .audience = {"north.example", "south.example"},
              .kind = v1::EVENT_KIND_READMISSION_REQUESTED,
              .parts = {terms.SerializeAsString(), "", "", "", "", ""},
              .random = opening.random}}});
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return opening.stream.str();
  }

  ReplayCheck Check(const v1::ReplayCaseResponse& page,
                    const pki::TrustStore& roots) {
    ReplayCheck check(stream_, roots, [&](const std::string& note) {
      const auto& signer = north_->casefile().signer(ledger::LogKind::kShared);
      return ledger::OpenCheckpoint(note, signer.origin(), signer.public_key());
    });
    v1::ReplayCaseResponse shared = page;
    shared.clear_checkpoints();
    for (const v1::LogCheckpoint& log : page.checkpoints()) {
      if (log.log() == v1::LOG_SHARED) *shared.add_checkpoints() = log;
    }
    check.AddPage(shared);
    check.Finish();
    return check;
  }
  // What is wrong after `alter`; nothing if all is well.
  std::vector<std::string> Failures(
      const std::function<void(v1::ReplayCaseResponse&)>& alter) {
    v1::ReplayCaseResponse page = page_;
    alter(page);
    const ReplayCheck check = Check(page, Roots());
    std::vector<std::string> failures = check.failures();
    for (const ReplayedLine& line : check.lines()) {
      failures.insert(failures.end(), line.failures.begin(),
                      line.failures.end());
    }
    EXPECT_EQ(check.verified(), failures.empty());
    return failures;
  }
  const pki::TrustStore& Roots() {
    if (roots_.domains().empty()) {
      north_.home().pki().Introduce(roots_);
      south_.home().pki().Introduce(roots_);
    }
    return roots_;
  }
  static void Flip(std::string& bytes, size_t at) {
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
  }

  node::TestNode& north_ = Add("north.example");
  node::TestNode& south_ = Add("south.example");
  pki::TrustStore roots_;
  std::string stream_;
  v1::ReplayCaseResponse page_;
};

TEST_F(ReplayCheckTest, WhatIsTrueVerifiesAndNothingIsLeftOpen) {
  const ReplayCheck check = Check(page_, Roots());
  EXPECT_TRUE(check.verified());
  EXPECT_TRUE(check.complete());
  EXPECT_EQ(check.lines().size(), 2u);
}

TEST_F(ReplayCheckTest, WithoutTheOtherSidesRootItIsNotCalledComplete) {
  pki::TrustStore own;
  north_.home().pki().Introduce(own);
  const ReplayCheck check = Check(page_, own);
  EXPECT_TRUE(check.verified());
  EXPECT_FALSE(check.complete());
  EXPECT_THAT(check.notes(), Contains(HasSubstr("south.example")));
}

TEST_F(ReplayCheckTest, EveryAlteredByteIsNamed) {
  const auto flipped = [&](auto bytes_of) {
    return Failures([&](v1::ReplayCaseResponse& page) {
      std::string& bytes = *bytes_of(page);
      Flip(bytes, bytes.size() / 2);
    });
  };
  EXPECT_FALSE(flipped([](auto& page) {
                 return page.mutable_events(0)->mutable_signed_header();
               }).empty());
  EXPECT_THAT(flipped([](auto& page) {
                return page.mutable_events(0)
                    ->mutable_event_parts(0)
                    ->mutable_opened()
                    ->mutable_content();
              }),
              Contains(HasSubstr("content")));
  EXPECT_THAT(flipped([](auto& page) {
                return page.mutable_events(0)->mutable_inclusion_proof(0);
              }),
              Contains(HasSubstr("log")));
  EXPECT_THAT(flipped([](auto& page) {
                return page.mutable_checkpoints(0)->mutable_checkpoint();
              }),
              Contains(HasSubstr("log: there is no checkpoint")));
}

TEST_F(ReplayCheckTest, AnotherPlaceCaseOrSealIsNamed) {
  EXPECT_THAT(Failures([](auto& page) {
                page.mutable_events(1)->set_index(page.events(1).index() + 1);
              }),
              Contains(HasSubstr("log")));
  EXPECT_THAT(
      Failures([](auto& page) {
        page.mutable_events(0)->set_certificate(page.events(1).certificate());
      }),
      Contains(HasSubstr("seal")));
  EXPECT_THAT(
      Failures([](auto& page) { *page.mutable_events(1) = page.events(0); }),
      Contains(HasSubstr("two events have one place")));
  EXPECT_THAT(Failures([](auto& page) { page.clear_events(); }),
              Contains(HasSubstr("no event")));
}

TEST_F(ReplayCheckTest, ARootOfTheSameNameIsNotTheDomains) {
  testing::TemporaryPki liar("north.example", clock_.Now());
  pki::TrustStore roots;
  liar.Introduce(roots);
  south_.home().pki().Introduce(roots);
  EXPECT_FALSE(Check(page_, roots).verified());
}

}  // namespace
}  // namespace sijill::cli
