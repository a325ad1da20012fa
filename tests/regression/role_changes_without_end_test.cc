// SPDX-License-Identifier: Apache-2.0
// Each change of a role was tried again after every other one: a peer that
// wrote thousands which never take effect stopped whoever folded the case. Such
// a regression shows as a timeout.
#include <gtest/gtest.h>

#include <string>

#include "common/casestate/testing/history_builder.h"

namespace sijill::casestate {
namespace {

namespace history = testing;

template <typename Change>
Change ChangeTo(v1::Role role, const char* agency) {
  Change change;
  change.mutable_participant()->set_role(role);
  change.mutable_participant()->set_agency(agency);
  return change;
}

TEST(RoleChangesWithoutEndTest, ThoseThatNeverTakeEffectCostNothing) {
  history::HistoryBuilder builder;
  builder.OpenReadmission();
  const auto before = builder.Fold().shared.participants_size();
  // The role has a holder: nobody can be added to it.
  const auto added =
      ChangeTo<v1::ParticipantAdded>(v1::ROLE_REQUESTED, history::kConsulate);
  for (int i = 0; i < 10'000; ++i) {
    builder.Say(history::kRequested, v1::EVENT_KIND_PARTICIPANT_ADDED, added);
  }
  const auto reassigned =
      ChangeTo<v1::RoleReassigned>(v1::ROLE_REQUESTED, history::kConsulate);
  builder.Say(history::kRequested, v1::EVENT_KIND_ROLE_REASSIGNED, reassigned);
  const CaseState state = builder.Fold();
  EXPECT_EQ(HolderOf(state, v1::ROLE_REQUESTED), history::kConsulate);
  EXPECT_EQ(state.shared.participants_size(), before);
  EXPECT_EQ(state.shared.waiting_size(), 10'000);
}

}  // namespace
}  // namespace sijill::casestate
