// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/safeguard/hold.h"

#include "gtest/gtest.h"
#include "services/readmission/domain/safeguard/role.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using testing::kChildren;
using testing::kNorth;
using testing::kProtection;
using testing::kRequesting;
using testing::kSouth;
using testing::kSouthProtection;
using testing::Outward;
using testing::ReasonOf;
using testing::TransferCase;

v1::PlaceSafeguardHoldRequest Placing(
    v1::HoldReason reason = v1::HOLD_REASON_NON_REFOULEMENT) {
  v1::PlaceSafeguardHoldRequest request;
  request.set_reason(reason);
  request.set_note("claim pending");
  return request;
}

class SafeguardHoldTest : public ::testing::Test {
 protected:
  std::string Place(const decision::Context& by,
                    const v1::PlaceSafeguardHoldRequest& request = Placing()) {
    return file_.Record(by, PlaceSafeguardHold(file_.At(), request, by));
  }
  std::string Place() { return Place(file_.By(kProtection)); }

  absl::StatusOr<decision::Decision> Release(const std::string& hold,
                                             const decision::Context& by,
                                             std::string_view paper = "") {
    v1::ReleaseSafeguardHoldRequest request;
    request.set_hold(hold);
    request.set_ground("the claim was decided");
    request.set_court_paper(std::string(paper));
    return ReleaseSafeguardHold(file_.At(), request, by);
  }

  decision::Context Second(std::string_view office = kProtection) {
    return file_.By(office, "officer-2");
  }
  bool InForce() { return file_.At().own.hold_in_force(); }

  TransferCase file_;
};

TEST_F(SafeguardHoldTest, AnOfficeThatHasNoRoleBecomesTheProtector) {
  const auto decided =
      PlaceSafeguardHold(file_.At(), Placing(), file_.By(kProtection));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_TRUE(decided->closes);
  ASSERT_EQ(decided->events.size(), 2U);
  EXPECT_EQ(decided->events[0].kind, v1::EVENT_KIND_PARTICIPANT_ADDED);
  EXPECT_TRUE(decided->events[0].own_lane);
  const std::string hold = Place();
  const auto state = file_.At();
  EXPECT_TRUE(state.own.hold_in_force());
  EXPECT_EQ(HolderIn(state, v1::ROLE_PROTECTION, kNorth), kProtection);
  EXPECT_EQ(casestate::FindHold(state, hold)->officer(), "officer-1");
  EXPECT_EQ(state.own.waiting_size(), 0);
  // The protector places another one without changing roles.
  EXPECT_EQ(PlaceSafeguardHold(state, Placing(), file_.By(kProtection))
                ->events.size(),
            1U);
}

TEST_F(SafeguardHoldTest, OutwardNothingChangesAtAll) {
  file_.Announce();
  const std::string before = Outward(file_.At(kNorth));
  const std::string there = casestate::SerializeForComparison(
      file_.At(kSouth), casestate::View::kWhole);
  const size_t held_there = file_.history.HeldBy(kSouth).size();
  const std::string hold = Place();
  file_.Record(Second(kChildren),
               PlaceSafeguardHold(file_.At(), Placing(), Second(kChildren)));
  file_.Record(Second(), Release(hold, Second()));
  EXPECT_EQ(Outward(file_.At(kNorth)), before);
  EXPECT_EQ(casestate::SerializeForComparison(file_.At(kSouth),
                                              casestate::View::kWhole),
            there);
  EXPECT_EQ(file_.history.HeldBy(kSouth).size(), held_there);
  for (const auto& event : file_.history.HeldBy(kSouth)) {
    EXPECT_EQ(event.audience.size(), 2U);
  }
}

TEST_F(SafeguardHoldTest, AHoldOverAnAnnouncedTransferAsksToCancelIt) {
  file_.Announce();
  EXPECT_FALSE(file_.At().own.transfer_to_cancel());
  Place();
  EXPECT_TRUE(file_.At().own.transfer_to_cancel());
  EXPECT_FALSE(file_.At(kSouth).own.transfer_to_cancel());
}

TEST_F(SafeguardHoldTest, AnotherOfficeOfTheDomainProtectsAsWell) {
  const std::string first = Place();
  const std::string second = Place(file_.By(kChildren));
  const auto state = file_.At();
  ASSERT_EQ(state.own.holds_size(), 2);
  EXPECT_EQ(HolderIn(state, v1::ROLE_PROTECTION, kNorth), kChildren);
  // Each office releases its own, also when the role has passed on.
  EXPECT_EQ(ReasonOf(Release(second, Second(kProtection))), "ROLE_MISSING");
  file_.Record(Second(), Release(first, Second()));
  EXPECT_TRUE(InForce());
  file_.Record(Second(kChildren), Release(second, Second(kChildren)));
  EXPECT_FALSE(InForce());
  EXPECT_EQ(file_.At().own.waiting_size(), 0);
}

TEST_F(SafeguardHoldTest, EachSideHasItsOwnProtector) {
  Place();
  const auto south = file_.By(kSouthProtection);
  file_.Record(south, PlaceSafeguardHold(file_.At(kSouth), Placing(), south));
  EXPECT_EQ(file_.At(kNorth).own.holds_size(), 1);
  EXPECT_EQ(file_.At(kSouth).own.holds_size(), 1);
  EXPECT_EQ(HolderIn(file_.At(kSouth), v1::ROLE_PROTECTION, kSouth),
            kSouthProtection);
}

TEST_F(SafeguardHoldTest, AHoldIsPlacedWhateverTheCaseHasComeTo) {
  file_.WriteUnreadable();
  file_.history.Say(kRequesting, v1::EVENT_KIND_CLOSED, v1::Closed());
  Place();
  EXPECT_TRUE(InForce());
}

TEST_F(SafeguardHoldTest, AnOfficerPlacesAndSaysWhy) {
  EXPECT_EQ(ReasonOf(PlaceSafeguardHold(file_.At(), Placing(),
                                        file_.BySystem(kProtection, ""))),
            "OFFICER_REQUIRED");
  EXPECT_EQ(ReasonOf(PlaceSafeguardHold(file_.At(),
                                        Placing(v1::HOLD_REASON_UNSPECIFIED),
                                        file_.By(kProtection))),
            "INVALID_FIELDS");
  EXPECT_EQ(ReasonOf(PlaceSafeguardHold(
                file_.At(), Placing(static_cast<v1::HoldReason>(99)),
                file_.By(kProtection))),
            "INVALID_FIELDS");
}

TEST_F(SafeguardHoldTest, ASecondPersonReleases) {
  const std::string hold = Place();
  const auto refused = Release(hold, file_.By(kProtection));
  EXPECT_EQ(ReasonOf(refused), "SECOND_PERSON_REQUIRED");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(Release(hold, file_.BySystem(kProtection, ""))),
            "OFFICER_REQUIRED");
  EXPECT_FALSE(Release(hold, Second())->closes);
  file_.Record(Second(), Release(hold, Second()));
  EXPECT_FALSE(InForce());
  EXPECT_EQ(ReasonOf(Release(hold, Second())), "HOLD_RELEASED");
}

TEST_F(SafeguardHoldTest, ASystemThatNamesTwoOfficersIsOneCaller) {
  const std::string hold = Place(file_.BySystem(kProtection, "officer-1"));
  EXPECT_EQ(ReasonOf(Release(hold, file_.BySystem(kProtection, "officer-2"))),
            "SECOND_PERSON_REQUIRED");
  // One officer with two certificates is one person.
  EXPECT_EQ(ReasonOf(Release(hold, file_.By(kProtection, "officer-1"))),
            "SECOND_PERSON_REQUIRED");
  EXPECT_TRUE(Release(hold, Second()).ok());
}

TEST_F(SafeguardHoldTest, ACourtsMeasureNeedsTheCourtsPaper) {
  const std::string hold =
      Place(file_.By(kProtection), Placing(v1::HOLD_REASON_COURT));
  EXPECT_EQ(ReasonOf(Release(hold, Second())), "INVALID_FIELDS");
  EXPECT_TRUE(Release(hold, Second(), "AWB 23/1").ok());
}

TEST_F(SafeguardHoldTest, AReleaseStatesItsGround) {
  v1::ReleaseSafeguardHoldRequest request;
  request.set_hold(Place());
  EXPECT_EQ(ReasonOf(ReleaseSafeguardHold(file_.At(), request, Second())),
            "INVALID_FIELDS");
}

TEST_F(SafeguardHoldTest, AHoldThatIsNotOfTheOwnSideDoesNotExist) {
  const std::string hold = Place();
  EXPECT_EQ(ReasonOf(Release("", Second())), "HOLD_NOT_FOUND");
  // Even for whoever would hold the events of both sides.
  const auto refused = Release(hold, file_.By(kSouthProtection, "officer-2"));
  EXPECT_EQ(ReasonOf(refused), "HOLD_NOT_FOUND");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SafeguardHoldTest, NothingIsReleasedInACaseThatIsNotUnderstood) {
  const std::string hold = Place();
  file_.WriteUnreadable();
  EXPECT_EQ(ReasonOf(Release(hold, Second())), "CASE_NOT_INTERPRETED");
}

TEST_F(SafeguardHoldTest, AHoldIsReleasedAfterTheEndOfTheCase) {
  const std::string hold = Place();
  file_.history.Say(kRequesting, v1::EVENT_KIND_CLOSED, v1::Closed());
  EXPECT_TRUE(Release(hold, Second()).ok());
}

TEST_F(SafeguardHoldTest, AnotherOfficeReleasesForOneThatNoLongerActs) {
  const std::string hold = Place();
  EXPECT_EQ(ReasonOf(Release(hold, Second(kChildren))), "ROLE_MISSING");
  file_.directory.agencies[kProtection].set_retired(true);
  EXPECT_EQ(ReasonOf(Release(hold, file_.By(kChildren, "officer-1"))),
            "SECOND_PERSON_REQUIRED");
  file_.Record(Second(kChildren), Release(hold, Second(kChildren)));
  EXPECT_FALSE(InForce());
}

}  // namespace
}  // namespace sijill::readmission
