// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/safeguard/role.h"

#include "gtest/gtest.h"
#include "services/readmission/domain/safeguard/gate.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using testing::DateOf;
using testing::Day;
using testing::kBorder;
using testing::kChildren;
using testing::kConsulate;
using testing::kNorth;
using testing::kProtection;
using testing::kRequested;
using testing::kRequesting;
using testing::kSouth;
using testing::ReasonOf;
using testing::TransferCase;

v1::AssignRoleRequest Giving(v1::Role role, std::string_view agency) {
  v1::AssignRoleRequest request;
  request.mutable_participant()->set_role(role);
  request.mutable_participant()->set_agency(std::string(agency));
  return request;
}

class SafeguardRoleTest : public ::testing::Test {
 protected:
  absl::StatusOr<decision::Decision> Assign(std::string_view by, v1::Role role,
                                            std::string_view to) {
    return AssignRole(file_.At(by.substr(0, by.find('/'))), Giving(role, to),
                      file_.By(by));
  }
  void Assigned(std::string_view by, v1::Role role, std::string_view to) {
    file_.Record(file_.By(by), Assign(by, role, to));
  }

  TransferCase file_;
};

TEST_F(SafeguardRoleTest, ARolePassesToAnotherAgencyOfItsSide) {
  Assigned(kRequesting, v1::ROLE_REQUESTING, kChildren);
  EXPECT_EQ(casestate::HolderOf(file_.At(kSouth), v1::ROLE_REQUESTING),
            kChildren);
  Assigned(kRequested, v1::ROLE_CONSULATE, kBorder);
  EXPECT_EQ(casestate::HolderOf(file_.At(kNorth), v1::ROLE_CONSULATE), kBorder);
}

TEST_F(SafeguardRoleTest, ProtectionIsNamedInAnOwnLane) {
  const std::string before = testing::Outward(file_.At());
  const auto decided = Assign(kRequesting, v1::ROLE_PROTECTION, kProtection);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->events[0].kind, v1::EVENT_KIND_PARTICIPANT_ADDED);
  Assigned(kRequesting, v1::ROLE_PROTECTION, kProtection);
  EXPECT_EQ(HolderIn(file_.At(), v1::ROLE_PROTECTION, kNorth), kProtection);
  EXPECT_EQ(Assign(kRequesting, v1::ROLE_PROTECTION, kChildren)->events[0].kind,
            v1::EVENT_KIND_ROLE_REASSIGNED);
  Assigned(kRequesting, v1::ROLE_PROTECTION, kChildren);
  EXPECT_EQ(HolderIn(file_.At(), v1::ROLE_PROTECTION, kNorth), kChildren);
  EXPECT_EQ(testing::Outward(file_.At()), before);
  EXPECT_EQ(HolderIn(file_.At(kSouth), v1::ROLE_PROTECTION, kNorth), "");
}

TEST_F(SafeguardRoleTest, AVacantRoleIsFilled) {
  TransferCase& file = file_;
  casestate::testing::HistoryBuilder history;
  v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
  terms.mutable_participants()->RemoveLast();  // the border
  history.Say(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, terms);
  file.history = history;
  ASSERT_EQ(casestate::HolderOf(file.At(), v1::ROLE_BORDER), "");
  EXPECT_EQ(Assign(kRequested, v1::ROLE_BORDER, kBorder)->events[0].kind,
            v1::EVENT_KIND_PARTICIPANT_ADDED);
  Assigned(kRequested, v1::ROLE_BORDER, kBorder);
  EXPECT_EQ(casestate::HolderOf(file.At(), v1::ROLE_BORDER), kBorder);
}

TEST_F(SafeguardRoleTest, NobodyNamesForTheOtherSide) {
  const auto refused = Assign(kRequesting, v1::ROLE_CONSULATE, kChildren);
  EXPECT_EQ(ReasonOf(refused), "ROLE_MISSING");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(Assign(kRequested, v1::ROLE_REQUESTING, kBorder)),
            "ROLE_MISSING");
}

TEST_F(SafeguardRoleTest, TheAgencyIsOneOfTheOwnDomainThatMayHaveTheRole) {
  const auto refused =
      Assign(kRequesting, v1::ROLE_REQUESTING, "north.example/agencies/nobody");
  EXPECT_EQ(ReasonOf(refused), "AGENCY_UNKNOWN");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Assign(kRequesting, v1::ROLE_PROTECTION, kConsulate)),
            "AGENCY_UNKNOWN");
  file_.directory.agencies[kChildren].clear_roles();
  EXPECT_EQ(ReasonOf(Assign(kRequesting, v1::ROLE_REQUESTING, kChildren)),
            "AGENCY_UNKNOWN");
}

TEST_F(SafeguardRoleTest, ARoleIsOneThatIsGiven) {
  for (const auto role : {v1::ROLE_UNSPECIFIED, v1::ROLE_OPENER, v1::ROLE_PARTY,
                          v1::ROLE_NODE, static_cast<v1::Role>(99)}) {
    EXPECT_EQ(ReasonOf(Assign(kRequesting, role, kChildren)), "INVALID_FIELDS");
  }
  EXPECT_EQ(ReasonOf(Assign(kRequesting, v1::ROLE_REQUESTING, "")),
            "INVALID_FIELDS");
  EXPECT_EQ(ReasonOf(Assign(kRequesting, v1::ROLE_REQUESTING, kRequesting)),
            "INVALID_FIELDS");
}

TEST_F(SafeguardRoleTest, RolesRestWhereACaseHasEndedOrIsNotUnderstood) {
  TransferCase ended = file_;
  ended.history.Say(kRequesting, v1::EVENT_KIND_CLOSED, v1::Closed());
  EXPECT_EQ(
      ReasonOf(AssignRole(ended.At(), Giving(v1::ROLE_REQUESTING, kChildren),
                          ended.By(kRequesting))),
      "CASE_ENDED");
  file_.WriteUnreadable();
  EXPECT_EQ(ReasonOf(Assign(kRequesting, v1::ROLE_REQUESTING, kChildren)),
            "CASE_NOT_INTERPRETED");
}

TEST_F(SafeguardRoleTest, WithinOneDomainEveryRoleIsOfTheOwnSide) {
  casestate::testing::HistoryBuilder history({kNorth});
  v1::OpeningTerms terms;
  terms.set_procedure(v1::PROCEDURE_DOCUMENT_REQUEST);
  for (const auto& [role, agency] :
       {std::pair(v1::ROLE_REQUESTING, kRequesting),
        std::pair(v1::ROLE_CONSULATE, kProtection)}) {
    terms.add_participants()->set_role(role);
    terms.mutable_participants()->rbegin()->set_agency(agency);
  }
  history.Say(kRequesting, v1::EVENT_KIND_DOCUMENT_REQUESTED, terms);
  file_.directory.agencies[kChildren].add_roles(v1::ROLE_CONSULATE);
  EXPECT_TRUE(AssignRole(history.Fold(), Giving(v1::ROLE_CONSULATE, kChildren),
                         file_.By(kRequesting))
                  .ok());
  EXPECT_TRUE(AssignRole(history.Fold(), Giving(v1::ROLE_REQUESTING, kChildren),
                         file_.By(kRequesting))
                  .ok());
}

v1::RecordGateRequest Gate(absl::CivilDay day) {
  v1::RecordGateRequest request;
  request.mutable_gate()->set_kind(v1::GATE_KIND_RETURN_DECISION);
  *request.mutable_gate()->mutable_decided_on() = DateOf(day);
  request.mutable_gate()->set_reference("R 1");
  return request;
}

TEST(SafeguardGateTest, ADeclarationStaysInTheOwnLane) {
  TransferCase file(false);
  const std::string before = testing::Outward(file.At(kSouth));
  const auto by = file.By(kRequesting);
  file.Record(by, RecordGate(file.At(), Gate(Day(2023, 11, 1)), by));
  EXPECT_EQ(file.At().own.gates(0).gate().reference(), "R 1");
  EXPECT_EQ(file.At(kSouth).own.gates_size(), 0);
  EXPECT_EQ(testing::Outward(file.At(kSouth)), before);
}

TEST(SafeguardGateTest, ADeclarationNamesADecisionThatWasMade) {
  TransferCase file;
  const auto reason = [&](const v1::RecordGateRequest& request) {
    return ReasonOf(RecordGate(file.At(), request, file.By(kRequesting)));
  };
  // It is still the 15th here, and the 15th everywhere else.
  EXPECT_EQ(reason(Gate(Day(2023, 11, 15))), "OK");
  EXPECT_EQ(reason(Gate(Day(2023, 11, 16))), "INVALID_FIELDS");
  file.now = testing::At("2023-11-15T10:00:00Z");  // the 16th at the date line
  EXPECT_EQ(reason(Gate(Day(2023, 11, 16))), "OK");
  EXPECT_EQ(reason(v1::RecordGateRequest()), "INVALID_FIELDS");
  v1::RecordGateRequest year_only = Gate(Day(2023, 11, 1));
  year_only.mutable_gate()->mutable_decided_on()->clear_day();
  EXPECT_EQ(reason(year_only), "INVALID_FIELDS");
}

TEST(SafeguardGateTest, AnOfficerOfTheAskingSideDeclaresInAnOpenCase) {
  TransferCase file;
  const auto gate = Gate(Day(2023, 11, 1));
  EXPECT_EQ(
      ReasonOf(RecordGate(file.At(), gate, file.BySystem(kRequesting, ""))),
      "OFFICER_REQUIRED");
  EXPECT_EQ(ReasonOf(RecordGate(file.At(), gate, file.By(kRequested))),
            "ROLE_MISSING");
  TransferCase other = file;
  other.WriteUnreadable();
  EXPECT_EQ(ReasonOf(RecordGate(other.At(), gate, other.By(kRequesting))),
            "CASE_NOT_INTERPRETED");
  file.history.Say(kRequesting, v1::EVENT_KIND_CLOSED, v1::Closed());
  EXPECT_EQ(ReasonOf(RecordGate(file.At(), gate, file.By(kRequesting))),
            "CASE_ENDED");
}

}  // namespace
}  // namespace sijill::readmission
