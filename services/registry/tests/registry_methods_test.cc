// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/registry_methods.h"

#include <gtest/gtest.h>

#include <thread>

#include "common/base/text.h"
#include "common/command/testing/office_fixture.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"
#include "common/testing/deliveries.h"
#include "services/registry/projection/registry_projection.h"
#include "services/registry/rpc/bootstrap.h"
#include "sijill/v1/records.pb.h"

namespace sijill::registry {
namespace {

using testing::OfficeFixture;

constexpr char kAdmin[] =
    "spiffe://north.example/agency/interior/officer/admin";
constexpr char kCorridor[] = "corridors/north.example+south.example";

// What the projection says, and that kAdmin is an administrator.
class WithAdmin final : public command::DirectorySource {
 public:
  explicit WithAdmin(const RegistryProjection& projection)
      : projection_(projection) {
    grant_.set_identity(kAdmin);
    grant_.add_duties(v1::DUTY_ADMINISTRATOR);
  }
  std::shared_ptr<const decision::Directory> Current() const override {
    auto copy = std::make_shared<decision::Directory>(*projection_.Current());
    copy->grants.try_emplace(kAdmin, grant_);
    return copy;
  }

 private:
  const RegistryProjection& projection_;
  v1::Grant grant_;
};

class RegistryMethodsTest : public ::testing::Test {
 protected:
  command::Office office() { return fixture_.office(with_admin_); }
  static rpc::Call CallOf(const char* method, std::string_view bytes = "r") {
    return OfficeFixture::CallOf(
        kAdmin, std::string("/sijill.v1.RegistryService/") + method, bytes);
  }
  static v1::SetAgencyRequest RequestOf(int id, std::string_view name,
                                        uint64_t version = 0) {
    v1::SetAgencyRequest request;
    request.set_request_id(OfficeFixture::RequestId(id));
    request.set_registry_version(version);
    request.mutable_agency()->set_name(std::string(name));
    request.mutable_agency()->set_display_name("An agency");
    request.mutable_agency()->set_state("UTO");
    request.mutable_agency()->set_time_zone("Africa/Cairo");
    return request;
  }
  absl::StatusOr<v1::SetAgencyResponse> Set(
      const v1::SetAgencyRequest& request) {
    const std::string bytes = request.SerializeAsString();
    return HandleSetAgency(office(), CallOf("SetAgency", bytes), request);
  }
  void SetAgencies(const std::vector<std::string>& names) {
    int id = 100;
    for (const std::string& name : names) {
      const auto set = Set(RequestOf(id++, name));
      EXPECT_TRUE(set.ok()) << set.status();
    }
  }

  OfficeFixture fixture_;
  RegistryProjection projection_{fixture_.node().casefile()};
  WithAdmin with_admin_{projection_};
};

TEST_F(RegistryMethodsTest, AChangeIsThereForWhoeverAsksNext) {
  const uint64_t before = projection_.Current()->version;
  const auto set = Set(RequestOf(1, "north.example/agencies/interior"));
  ASSERT_TRUE(set.ok()) << set.status();
  ASSERT_EQ(set->receipts_size(), 1);
  EXPECT_EQ(set->receipts(0).log(), v1::LOG_OWN);
  EXPECT_EQ(set->registry_version(), before + 1);
  EXPECT_EQ(projection_.Current()->version, set->registry_version());
  v1::GetAgencyRequest get;
  get.set_name("north.example/agencies/interior");
  const auto got = HandleGetAgency(office(), CallOf("GetAgency"), get);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->agency().display_name(), "An agency");
  get.set_name("north.example/agencies/nobody");
  const auto none = HandleGetAgency(office(), CallOf("GetAgency"), get);
  EXPECT_TRUE(absl::IsNotFound(none.status()));
  EXPECT_EQ(refusal::ReasonOf(none.status()), "AGENCY_UNKNOWN");
}

TEST_F(RegistryMethodsTest, TheEventSaysWhoChangedItToWhichVersion) {
  const auto set = Set(RequestOf(1, "north.example/agencies/interior"));
  ASSERT_TRUE(set.ok());
  const auto held = fixture_.node().casefile().Event(
      ledger::LogKind::kOwn, *base::Hash::From(set->receipts(0).event_id()),
      casefile::EveryPart);
  ASSERT_TRUE(held.ok());
  v1::RegistryChanged changed;
  ASSERT_TRUE(changed.ParseFromString(held->parts.front()->bytes));
  EXPECT_EQ(changed.identity(), kAdmin);
  EXPECT_EQ(changed.request_id(), OfficeFixture::RequestId(1));
  EXPECT_EQ(changed.registry_version(), projection_.Current()->version);
}

TEST_F(RegistryMethodsTest, ARepetitionGetsTheSameAnswer) {
  const auto request = RequestOf(1, "north.example/agencies/interior",
                                 projection_.Current()->version);
  const auto first = Set(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Set(RequestOf(2, "north.example/agencies/other")).ok());
  const auto again = Set(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  auto other = request;
  other.mutable_agency()->set_state("ABC");
  EXPECT_EQ(refusal::ReasonOf(Set(other).status()), "REQUEST_ID_REUSED");
}

TEST_F(RegistryMethodsTest, AChangeOfAnOlderRegistryIsRefused) {
  const uint64_t version = projection_.Current()->version;
  ASSERT_TRUE(Set(RequestOf(1, "north.example/agencies/one", version)).ok());
  const auto late = Set(RequestOf(2, "north.example/agencies/two", version));
  EXPECT_TRUE(absl::IsFailedPrecondition(late.status()));
  EXPECT_EQ(refusal::ReasonOf(late.status()), "REGISTRY_CHANGED");
  EXPECT_EQ(refusal::MetadataOf(late.status()).at("registry_version"),
            std::to_string(version + 1));
}

TEST_F(RegistryMethodsTest, OfTwoChangesOfOneVersionOneIsMade) {
  const uint64_t version = projection_.Current()->version;
  absl::StatusOr<v1::SetAgencyResponse> one, two;
  std::thread thread(
      [&] { one = Set(RequestOf(1, "north.example/agencies/one", version)); });
  two = Set(RequestOf(2, "north.example/agencies/two", version));
  thread.join();
  EXPECT_NE(one.ok(), two.ok());
  EXPECT_EQ(projection_.Current()->agencies.size(), 1u);
}

TEST_F(RegistryMethodsTest, ATryWritesNothing) {
  const uint64_t size = fixture_.SizeOf(ledger::LogKind::kOwn);
  auto request = RequestOf(1, "north.example/agencies/interior");
  request.set_validate_only(true);
  const auto tried = Set(request);
  ASSERT_TRUE(tried.ok());
  EXPECT_EQ(tried->receipts_size(), 0);
  request.mutable_agency()->clear_state();
  EXPECT_TRUE(absl::IsInvalidArgument(Set(request).status()));
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kOwn), size);
}

TEST_F(RegistryMethodsTest, PostsAndGrantsAreSetAndListed) {
  SetAgencies({"north.example/agencies/interior"});
  v1::SetPostRequest post;
  post.set_request_id(OfficeFixture::RequestId(1));
  post.mutable_post()->set_name("posts/north.example/embassy");
  post.mutable_post()->set_display_name("Embassy");
  post.mutable_post()->set_agency("north.example/agencies/interior");
  ASSERT_TRUE(HandleSetPost(office(), CallOf("SetPost"), post).ok());
  v1::SetGrantRequest grant;
  grant.set_request_id(OfficeFixture::RequestId(2));
  grant.mutable_grant()->set_identity(kAdmin);
  grant.mutable_grant()->add_duties(v1::DUTY_ADMINISTRATOR);
  ASSERT_TRUE(HandleSetGrant(office(), CallOf("SetGrant"), grant).ok());
  const auto posts = HandleListPosts(office(), CallOf("ListPosts"), {});
  ASSERT_TRUE(posts.ok());
  ASSERT_EQ(posts->posts_size(), 1);
  v1::ListGrantsRequest list;
  EXPECT_EQ(
      refusal::ReasonOf(
          HandleListGrants(office(), CallOf("ListGrants"), list).status()),
      "PURPOSE_REQUIRED");
  list.mutable_caller()->set_purpose(v1::PURPOSE_AUDIT);
  const uint64_t size = fixture_.SizeOf(ledger::LogKind::kOwn);
  const auto grants = HandleListGrants(office(), CallOf("ListGrants"), list);
  ASSERT_TRUE(grants.ok()) << grants.status();
  ASSERT_EQ(grants->grants_size(), 1);
  EXPECT_EQ(grants->grants(0).identity(), kAdmin);
  EXPECT_EQ(fixture_.SizeOf(ledger::LogKind::kOwn), size + 1);  // Disclosed
}

TEST_F(RegistryMethodsTest, PagesAscendAndGrowthMovesNothing) {
  SetAgencies({"north.example/agencies/b", "north.example/agencies/d",
               "south.example/agencies/a"});
  v1::ListAgenciesRequest request;
  request.set_page_size(1);
  const auto list = [&] {
    return HandleListAgencies(office(), CallOf("ListAgencies"), request);
  };
  auto page = list();
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->agencies(0).name(), "north.example/agencies/b");
  ASSERT_TRUE(Set(RequestOf(9, "north.example/agencies/a")).ok());
  request.set_page_token(page->next_page_token());
  page = list();
  EXPECT_EQ(page->agencies(0).name(), "north.example/agencies/d");
  request.set_domain("north.example");
  page = list();
  EXPECT_TRUE(page->next_page_token().empty());
  request.clear_page_token();
  request.set_domain("south.example");
  page = list();
  EXPECT_EQ(page->agencies(0).name(), "south.example/agencies/a");
  EXPECT_TRUE(page->next_page_token().empty());
  request.set_page_size(-1);
  EXPECT_TRUE(absl::IsInvalidArgument(list().status()));
  request.set_page_size(0);
  request.set_page_token("zz");
  EXPECT_TRUE(absl::IsInvalidArgument(list().status()));
}

TEST_F(RegistryMethodsTest, AProjectionIsNeverBehindAndMayBeDropped) {
  SetAgencies({"north.example/agencies/a"});
  const auto before = projection_.Current();
  EXPECT_EQ(projection_.Current(), before);  // nothing is folded anew
  const RegistryProjection other(fixture_.node().casefile());
  EXPECT_EQ(other.Current()->version, before->version);
  SetAgencies({"north.example/agencies/a"});  // repeated: no change
  EXPECT_EQ(projection_.Current(), before);
  ASSERT_TRUE(Set(RequestOf(1, "north.example/agencies/b")).ok());
  EXPECT_EQ(projection_.Current()->agencies.size(), 2u);
  EXPECT_EQ(other.Current()->agencies.size(), 2u);
  EXPECT_EQ(before->agencies.size(), 1u);  // what was handed out stays
}

class RuleSetsTest : public RegistryMethodsTest {
 protected:
  RuleSetsTest() {
    std::vector<RuleFile> files;
    const std::string first =
        rules::ShippedBytes("benelux-kazakhstan-2015.json");
    for (const int version : {9, 10}) {
      std::string bytes = first;
      const std::string was = "\"version\": 1,";
      bytes.replace(bytes.find(was), was.size(),
                    base::StrCat("\"version\": ", version, ","));
      files.push_back({.name = base::StrCat(version), .bytes = bytes});
    }
    auto book = LoadRules(fixture_.node().casefile(), files);
    EXPECT_TRUE(book.ok()) << book.status();
    if (book.ok()) fixture_.book() = *std::move(book);
    agree_.set_request_id(OfficeFixture::RequestId(1));
    agree_.set_corridor(kCorridor);
    const rules::RuleSet& set = fixture_.book().sets().front();
    agree_.mutable_rule_set()->set_id(set.id);
    agree_.mutable_rule_set()->set_version("9");
    agree_.mutable_rule_set()->set_digest(set.digest.str());
  }
  absl::StatusOr<v1::AgreeRuleSetResponse> Agree() {
    return HandleAgreeRuleSet(office(), CallOf("AgreeRuleSet"), agree_);
  }
  v1::ListRuleSetsResponse List() {
    return *HandleListRuleSets(office(), CallOf("ListRuleSets"), {});
  }
  v1::AgreeRuleSetRequest agree_;
};

TEST_F(RuleSetsTest, VersionsAscendAsNumbers) {
  const auto list = List();
  ASSERT_EQ(list.rule_sets_size(), 2);
  EXPECT_EQ(list.rule_sets(0).version().version(), "9");
  EXPECT_EQ(list.rule_sets(1).version().version(), "10");
  EXPECT_FALSE(list.rule_sets(0).title().empty());
  EXPECT_EQ(list.rule_sets(0).loaded_at().seconds(), OfficeFixture::kStart);
  EXPECT_EQ(list.registry_version(), projection_.Current()->version);
}

TEST_F(RuleSetsTest, OnlyWhatIsLoadedIsAgreedAndOnlyInAnOwnCorridor) {
  auto right = agree_;
  agree_.mutable_rule_set()->set_version("11");
  EXPECT_TRUE(absl::IsNotFound(Agree().status()));
  EXPECT_EQ(refusal::ReasonOf(Agree().status()), "RULE_SET_UNKNOWN");
  for (const char* corridor :
       {"", "corridors/south.example+west.example",
        "corridors/south.example+north.example", "nodes/north.example"}) {
    agree_ = right;
    agree_.set_corridor(corridor);
    EXPECT_TRUE(absl::IsInvalidArgument(Agree().status())) << corridor;
  }
}

TEST_F(RuleSetsTest, WhoeverAgreesNeedNotKnowTheDigest) {
  agree_.mutable_rule_set()->clear_digest();
  const auto agreed = Agree();
  ASSERT_TRUE(agreed.ok()) << agreed.status();
  const auto held = fixture_.node().casefile().Event(
      ledger::LogKind::kShared,
      *base::Hash::From(agreed->receipts(0).event_id()), casefile::EveryPart);
  ASSERT_TRUE(held.ok()) << held.status();
  v1::RuleSetAgreed said;
  ASSERT_TRUE(said.ParseFromString(held->parts.front()->bytes));
  EXPECT_EQ(said.rule_set().digest(),
            fixture_.book().sets().front().digest.str());
  agree_.set_request_id(OfficeFixture::RequestId(2));
  agree_.mutable_calendar()->set_id("no-such-calendar");
  EXPECT_EQ(refusal::ReasonOf(Agree().status()), "RULE_SET_UNKNOWN");
}

TEST_F(RuleSetsTest, ACorridorHasAgreedOnceBothSidesSaidSo) {
  SetAgencies({"south.example/agencies/interior"});
  const auto agreed = Agree();
  ASSERT_TRUE(agreed.ok()) << agreed.status();
  EXPECT_EQ(agreed->receipts(0).log(), v1::LOG_SHARED);
  EXPECT_EQ(List().rule_sets(0).agreed_corridors_size(), 0);
  // The other side says it at its own node, which delivers it.
  testing::NodeFixture south(
      {.domain = "south.example", .agencies = {"interior"}, .seed = 2},
      fixture_.clock());
  ASSERT_TRUE(south.Start().ok());
  v1::RuleSetAgreed said;
  *said.mutable_rule_set() = agree_.rule_set();
  ASSERT_TRUE(south
                  .Propose({{.stream = *base::StreamName::Parse(kCorridor),
                             .author = south.Agency("interior"),
                             .audience = {"north.example", "south.example"},
                             .kind = v1::EVENT_KIND_RULE_SET_AGREED,
                             .parts = {said.SerializeAsString(), ""}}},
                           "agree")
                  .ok());
  const auto delivered = testing::Deliver(south, fixture_.node());
  ASSERT_TRUE(delivered.ok()) << delivered.status();
  const auto list = List();
  ASSERT_EQ(list.rule_sets(0).agreed_corridors_size(), 1);
  EXPECT_EQ(list.rule_sets(0).agreed_corridors(0), kCorridor);
  EXPECT_EQ(list.rule_sets(1).agreed_corridors_size(), 0);
}

}  // namespace
}  // namespace sijill::registry
