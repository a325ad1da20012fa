// SPDX-License-Identifier: Apache-2.0
#include "services/registry/domain/entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/refusal/refusal.h"

namespace sijill::registry {
namespace {

constexpr char kInterior[] = "north.example/agencies/interior";

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : refusal::FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

v1::Agency Interior() {
  v1::Agency agency;
  agency.set_name(kInterior);
  agency.set_display_name("Ministry of the Interior");
  agency.set_state("UTO");
  agency.set_time_zone("Africa/Cairo");
  agency.add_roles(v1::ROLE_REQUESTING);
  return agency;
}

v1::Post Embassy() {
  v1::Post post;
  post.set_name("posts/north.example/embassy");
  post.set_display_name("Embassy");
  post.set_agency(kInterior);
  return post;
}

v1::Grant OfficersGrant() {
  v1::Grant grant;
  grant.set_identity("spiffe://north.example/agency/interior/officer/o-1");
  grant.add_duties(v1::DUTY_OFFICER);
  return grant;
}

class EntryTest : public ::testing::Test {
 protected:
  EntryTest() { directory_.agencies[kInterior] = Interior(); }

  absl::Status Check(const v1::Post& post) {
    return CheckPost(post, directory_);
  }
  absl::Status Check(const v1::Grant& grant) {
    return CheckGrant(grant, domain_, directory_);
  }
  void ExpectWrong(const absl::Status& status, const char* field) {
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << field;
    EXPECT_THAT(FieldsOf(status), ::testing::ElementsAre(field));
  }

  const base::DomainName domain_ = *base::DomainName::Parse("north.example");
  decision::Directory directory_;
};

TEST_F(EntryTest, WellWrittenEntriesAreTaken) {
  EXPECT_TRUE(CheckAgency(Interior()).ok());
  EXPECT_TRUE(Check(Embassy()).ok());
  EXPECT_TRUE(Check(OfficersGrant()).ok());
}

TEST_F(EntryTest, EveryFieldOfAnAgencyIsLookedAt) {
  v1::Agency agency = Interior();
  agency.set_name("interior");
  ExpectWrong(CheckAgency(agency), "agency.name");
  agency.set_name("north.example/agencies/node");
  ExpectWrong(CheckAgency(agency), "agency.name");
  agency = Interior();
  agency.clear_display_name();
  ExpectWrong(CheckAgency(agency), "agency.display_name");
  agency.set_display_name(std::string(201, 'x'));
  ExpectWrong(CheckAgency(agency), "agency.display_name");
  for (const char* state : {"", "UT", "uto", "UTOP", "U1O"}) {
    agency = Interior();
    agency.set_state(state);
    ExpectWrong(CheckAgency(agency), "agency.state");
  }
  for (const char* zone : {"", "Cairo/Africa", "../../etc/passwd"}) {
    agency = Interior();
    agency.set_time_zone(zone);
    ExpectWrong(CheckAgency(agency), "agency.time_zone");
  }
  agency = Interior();
  agency.set_calendar(std::string(201, 'x'));
  ExpectWrong(CheckAgency(agency), "agency.calendar");
  for (const int role : {0, static_cast<int>(v1::ROLE_PARTY),
                         static_cast<int>(v1::ROLE_NODE), 99}) {
    agency = Interior();
    agency.add_roles(static_cast<v1::Role>(role));
    ExpectWrong(CheckAgency(agency), "agency.roles[1]");
  }
}

TEST_F(EntryTest, AllProblemsAreToldAtOnce) {
  EXPECT_THAT(FieldsOf(CheckAgency({})),
              ::testing::ElementsAre("agency.name", "agency.display_name",
                                     "agency.state", "agency.time_zone"));
}

TEST_F(EntryTest, EveryFieldOfAPostIsLookedAt) {
  v1::Post post = Embassy();
  post.set_name("posts/embassy");
  ExpectWrong(Check(post), "post.name");
  post.set_name("posts/south.example/embassy");
  ExpectWrong(Check(post), "post.name");
  post = Embassy();
  post.clear_display_name();
  ExpectWrong(Check(post), "post.display_name");
  post = Embassy();
  post.set_agency("interior");
  ExpectWrong(Check(post), "post.agency");
  post = Embassy();
  post.add_serves(kInterior);
  EXPECT_TRUE(Check(post).ok());
  post.add_serves("nonsense");
  ExpectWrong(Check(post), "post.serves[1]");
  post = Embassy();
  for (int i = 0; i < 101; ++i) post.add_serves(kInterior);
  ExpectWrong(Check(post), "post.serves");
}

TEST_F(EntryTest, APostIsOfAnAgencyThatActs) {
  v1::Post post = Embassy();
  post.add_serves("south.example/agencies/interior");
  EXPECT_EQ(refusal::ReasonOf(Check(post)), "AGENCY_UNKNOWN");
  directory_.agencies[kInterior].set_retired(true);
  EXPECT_EQ(refusal::ReasonOf(Check(Embassy())), "AGENCY_UNKNOWN");
  post = Embassy();
  post.set_retired(true);  // it is closed after its agency
  EXPECT_TRUE(Check(post).ok());
  directory_.agencies.clear();
  EXPECT_EQ(refusal::ReasonOf(Check(post)), "AGENCY_UNKNOWN");
}

TEST_F(EntryTest, AGrantIsForACertificateOfTheOwnDomain) {
  for (const char* identity :
       {"", "spiffe://south.example/agency/interior/officer/o-1",
        "spiffe://north.example/agency/interior/seal/1",
        "spiffe://north.example/agency/interior/officer/O-1",
        "spiffe://north.example/agency/interior/officer/",
        "spiffe://north.example/agency//officer/o-1",
        "spiffe://north.example/node/", "spiffe://north.example/node/a/b",
        "https://north.example/node/a"}) {
    v1::Grant grant = OfficersGrant();
    grant.set_identity(identity);
    ExpectWrong(Check(grant), "grant.identity");
  }
  v1::Grant node = OfficersGrant();
  node.set_identity("spiffe://north.example/node/one");
  EXPECT_TRUE(Check(node).ok());
}

TEST_F(EntryTest, DutiesArePeoplesAndSystems) {
  for (const int duty : {0, static_cast<int>(v1::DUTY_PEER), 99}) {
    v1::Grant grant = OfficersGrant();
    grant.add_duties(static_cast<v1::Duty>(duty));
    ExpectWrong(Check(grant), "grant.duties[1]");
  }
}

TEST_F(EntryTest, OnlyASystemNamesOfficers) {
  v1::Grant grant = OfficersGrant();
  grant.set_asserts_officers(true);
  ExpectWrong(Check(grant), "grant.asserts_officers");
  grant.set_identity("spiffe://north.example/agency/interior/system/desk");
  EXPECT_TRUE(Check(grant).ok());
}

TEST_F(EntryTest, DutiesCanAlwaysBeTakenAway) {
  directory_.agencies[kInterior].set_retired(true);
  v1::Grant grant = OfficersGrant();
  EXPECT_EQ(refusal::ReasonOf(Check(grant)), "AGENCY_UNKNOWN");
  grant.clear_duties();
  EXPECT_TRUE(Check(grant).ok());
}

TEST_F(EntryTest, AChangeReplacesWhatWasHeld) {
  v1::RegistryChanged change;
  *change.mutable_agency() = Interior();
  change.mutable_agency()->set_state("ABC");
  Apply(change, directory_);
  EXPECT_EQ(directory_.agencies.at(kInterior).state(), "ABC");
  *change.mutable_post() = Embassy();
  Apply(change, directory_);
  *change.mutable_grant() = OfficersGrant();
  Apply(change, directory_);
  Apply({}, directory_);
  EXPECT_EQ(directory_.agencies.size(), 1u);
  EXPECT_EQ(directory_.posts.size(), 1u);
  EXPECT_EQ(directory_.grants.size(), 1u);
}

}  // namespace
}  // namespace sijill::registry
