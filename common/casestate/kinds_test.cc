// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/kinds.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(KindsTest, NumbersAreForEver) {
  const std::map<uint32_t, std::string> published = {
      {1, "ReadmissionRequested"},
      {2, "DocumentRequested"},
      {3, "RequestCompleted"},
      {4, "ReceiptConfirmed"},
      {5, "ReturnedAsIncomplete"},
      {6, "Approved"},
      {7, "Refused"},
      {8, "LateReplyReviewed"},
      {9, "TransferNotified"},
      {10, "TransferCancelled"},
      {11, "TransferAcknowledged"},
      {12, "TransferObjected"},
      {13, "DepartureRecorded"},
      {14, "ArrivalConfirmed"},
      {15, "ArrivalRefused"},
      {16, "Withdrawn"},
      {17, "Closed"},
      {18, "ParticipantAdded"},
      {19, "RoleReassigned"},
      {20, "GateRecorded"},
      {21, "SafeguardHoldPlaced"},
      {22, "SafeguardHoldReleased"},
      {100, "EvidenceAdded"},
      {101, "IdentityFinding"},
      {102, "NationalityConfirmed"},
      {103, "NationalityDenied"},
      {200, "TravelDocumentRequested"},
      {201, "TravelDocumentIssued"},
      {202, "TravelDocumentDeclined"},
      {203, "TravelDocumentRevoked"},
      {300, "Delivered"},
      {301, "Misaddressed"},
      {302, "RuleSetAgreed"},
      {400, "KeyEndorsed"},
      {401, "KeyRetired"},
      {402, "KeyRevoked"},
      {32768, "Disclosed"},
      {32769, "RegistryChanged"},
      {32770, "RuleSetLoaded"}};
  std::map<uint32_t, std::string> table;
  for (const Kind& kind : AllKinds()) table[kind.number] = kind.name;
  EXPECT_EQ(table, published);
}

TEST(KindsTest, EveryPartIsAMessageWithAClass) {
  for (const Kind& kind : AllKinds()) {
    SCOPED_TRACE(kind.name);
    EXPECT_THAT(kind.parts, Not(IsEmpty()));
    EXPECT_LE(kind.parts.size(), 16u);
    std::set<const void*> messages;
    for (const PartKind& part : kind.parts) {
      ASSERT_NE(part.message, nullptr);
      EXPECT_NE(part.part_class, v1::PART_CLASS_UNSPECIFIED);
      EXPECT_TRUE(messages.insert(part.message).second) << "twice";
    }
  }
}

TEST(KindsTest, TheContextNeverTravels) {
  for (const Kind& kind : AllKinds()) {
    for (const PartKind& part : kind.parts) {
      if (part.message->name() != "DecisionContext") continue;
      EXPECT_EQ(part.part_class, v1::PART_CLASS_CONTEXT) << kind.name;
    }
  }
}

TEST(KindsTest, OwnLanesAndTheOwnLogHaveNoOutwardPart) {
  for (const Kind& kind : AllKinds()) {
    EXPECT_EQ(kind.own_log(), kind.lane == v1::LANE_OWN_LOG) << kind.name;
    if (kind.lane != v1::LANE_OWN && kind.lane != v1::LANE_OWN_LOG) continue;
    EXPECT_FALSE(kind.delivered) << kind.name;
    for (const PartKind& part : kind.parts) {
      EXPECT_NE(part.part_class, v1::PART_CLASS_OUTWARD) << kind.name;
    }
  }
}

TEST(KindsTest, WhatBothSidesFoldBeginsWithAnOutwardPart) {
  for (const Kind& kind : AllKinds()) {
    if (kind.lane != v1::LANE_SHARED) continue;
    EXPECT_EQ(kind.parts[0].part_class, v1::PART_CLASS_OUTWARD) << kind.name;
    EXPECT_TRUE(kind.guard) << kind.name;
  }
}

TEST(KindsTest, EveryKindOfACaseHasAWriter) {
  for (const Kind& kind : AllKinds()) {
    const bool of_a_case =
        kind.lane == v1::LANE_SHARED || kind.lane == v1::LANE_OWN;
    const bool written = !kind.readmission_writers.empty() ||
                         !kind.document_request_writers.empty();
    EXPECT_EQ(of_a_case, written) << kind.name;
  }
}

TEST(KindsTest, ADocumentRequestHasNoReplyAndNoTransfer) {
  for (const auto number : {v1::EVENT_KIND_APPROVED, v1::EVENT_KIND_REFUSED,
                            v1::EVENT_KIND_TRANSFER_NOTIFIED}) {
    const Kind& kind = *FindKind(static_cast<uint32_t>(number));
    EXPECT_THAT(kind.Writers(v1::PROCEDURE_DOCUMENT_REQUEST), IsEmpty());
    EXPECT_THAT(kind.Writers(v1::PROCEDURE_READMISSION), Not(IsEmpty()));
  }
}

TEST(KindsTest, IdentityIsTheConsulatesAndNationalityTheMinistrys) {
  EXPECT_THAT(FindKind(101)->Writers(v1::PROCEDURE_READMISSION),
              ElementsAre(v1::ROLE_CONSULATE));
  EXPECT_THAT(FindKind(102)->Writers(v1::PROCEDURE_READMISSION),
              ElementsAre(v1::ROLE_REQUESTED));
  EXPECT_THAT(FindKind(102)->Writers(v1::PROCEDURE_UNSPECIFIED), IsEmpty());
}

TEST(KindsTest, UnknownNumbersAreNoKinds) {
  for (const uint32_t number : {0u, 23u, 99u, 303u, 32767u, 32771u, ~0u}) {
    EXPECT_EQ(FindKind(number), nullptr) << number;
  }
}

}  // namespace
}  // namespace sijill::casestate
