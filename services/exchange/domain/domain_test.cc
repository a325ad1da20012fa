// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "common/casestate/kinds.h"
#include "services/exchange/domain/import_reason.h"
#include "services/exchange/domain/misaddressed.h"
#include "services/exchange/domain/outward_parts.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::exchange {
namespace {

TEST(OutwardPartsTest, OnlyThreeClassesEverLeaveTheDomain) {
  for (int i = 0; i < v1::PartClass_ARRAYSIZE + 3; ++i) {
    const auto part_class = static_cast<v1::PartClass>(i);
    const bool leaves = part_class == v1::PART_CLASS_OUTWARD ||
                        part_class == v1::PART_CLASS_CHILD ||
                        part_class == v1::PART_CLASS_MEDICAL;
    EXPECT_EQ(LeavesTheDomain(part_class), leaves) << i;
  }
}

TEST(OutwardPartsTest, NothingOfAnOwnLogKindOrOfAnUnknownOneLeaves) {
  for (const casestate::Kind& kind : casestate::AllKinds()) {
    for (size_t part = 0; part < kind.parts.size(); ++part) {
      EXPECT_EQ(IsOutward(kind.number, part),
                !kind.own_log() && LeavesTheDomain(kind.parts[part].part_class))
          << kind.name << " " << part;
    }
    EXPECT_FALSE(IsOutward(kind.number, kind.parts.size()));
  }
  EXPECT_FALSE(IsOutward(32000, 0));
}

TEST(ImportReasonTest, EveryRefusalHasAReasonAndNoneIsUnspecified) {
  EXPECT_EQ(ReasonOfImport("GAP"), v1::REASON_LANE_GAP);
  EXPECT_EQ(ReasonOfImport("FORK"), v1::REASON_LANE_FORK);
  EXPECT_EQ(ReasonOfImport("BAD_SEAL"), v1::REASON_SEAL_INVALID);
  EXPECT_EQ(ReasonOfImport("UNKNOWN_KEY"), v1::REASON_KEY_UNKNOWN);
  EXPECT_EQ(ReasonOfImport("FOREIGN_AUTHOR"), v1::REASON_NOT_ADMITTED);
  EXPECT_EQ(ReasonOfImport("a new word"), v1::REASON_NOT_ADMITTED);
}

class MisaddressedTest : public ::testing::Test {
 protected:
  MisaddressedTest() {
    directory_.agencies["south.example/agencies/interior"].set_name(
        "south.example/agencies/interior");
    v1::Agency& closed = directory_.agencies["south.example/agencies/closed"];
    closed.set_name("south.example/agencies/closed");
    closed.set_retired(true);
  }
  void Name(v1::Role role, const std::string& agency) {
    v1::Participant* participant = opening_.add_participants();
    participant->set_role(role);
    participant->set_agency(agency);
  }
  std::vector<std::string> Unknown() {
    std::vector<std::string> names;
    for (const auto& participant : UnknownHere(opening_, south_, directory_)) {
      names.push_back(participant.agency());
    }
    return names;
  }

  const base::DomainName south_ = *base::DomainName::Parse("south.example");
  decision::Directory directory_;
  v1::OpeningTerms opening_;
};

TEST_F(MisaddressedTest, AnAgencyThatActsIsAddressed) {
  Name(v1::ROLE_REQUESTED, "south.example/agencies/interior");
  EXPECT_TRUE(Unknown().empty());
}

TEST_F(MisaddressedTest, OneThatDoesNotExistOrNoLongerActsIsNot) {
  Name(v1::ROLE_REQUESTED, "south.example/agencies/closed");
  Name(v1::ROLE_CONSULATE, "south.example/agencies/consulate");
  EXPECT_EQ(Unknown(),
            (std::vector<std::string>{"south.example/agencies/closed",
                                      "south.example/agencies/consulate"}));
}

TEST_F(MisaddressedTest, OtherDomainsAgenciesAreNotOurs) {
  Name(v1::ROLE_REQUESTING, "north.example/agencies/interior");
  Name(v1::ROLE_CONSULATE, "not a name");
  EXPECT_TRUE(Unknown().empty());
}

}  // namespace
}  // namespace sijill::exchange
