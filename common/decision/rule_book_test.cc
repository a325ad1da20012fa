// SPDX-License-Identifier: Apache-2.0
#include "common/decision/rule_book.h"

#include <gtest/gtest.h>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"

namespace sijill::decision {
namespace {

const rules::Scope kToKazakhstan = {rules::Procedure::kReadmission, "NLD",
                                    "KAZ", ""};
const rules::Scope kToEgypt = {rules::Procedure::kDocumentRequest, "NLD", "EGY",
                               "embassy"};
const absl::CivilDay kToday(2026, 11, 22);
constexpr char kTraining[] = "training.example";
constexpr char kAgreement[] = "benelux-kazakhstan-2015";

rules::RuleSet Version(std::string bytes, uint32_t version) {
  const std::string first = "\"version\": 1,";
  bytes.replace(bytes.find(first), first.size(),
                base::StrCat("\"version\": ", version, ","));
  return *rules::ParseRuleSet(bytes);
}

RuleBook Shipped() {
  RuleBook book;
  book.Add(rules::Kazakhstan());
  book.Add(rules::Egypt());
  for (const char* name : {"egy", "kaz", "nld"}) {
    book.Add(*rules::ParseCalendar(rules::ShippedBytes(
        base::StrCat("calendars/", name, "-working-week.json"))));
  }
  return book;
}

TEST(RuleBookTest, WhateverHoldsIsFound) {
  const auto found = Shipped().Resolve(kToKazakhstan, "", kTraining, kToday);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->layers().size(), 1u);
  EXPECT_EQ(found->layers()[0].id, kAgreement);
}

TEST(RuleBookTest, NothingHoldsWhereNothingCovers) {
  const auto found =
      Shipped().Resolve({rules::Procedure::kReadmission, "FRA", "KAZ", ""}, "",
                        kTraining, kToday);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(ReferenceOf(*found).id(), "none");
  EXPECT_TRUE(ReferenceOf(*found).digest().empty());
}

TEST(RuleBookTest, AnUnverifiedAgreementHoldsOnATrainingExchangeOnly) {
  const auto real =
      Shipped().Resolve(kToKazakhstan, "", "prod.example", kToday);
  ASSERT_TRUE(real.ok());
  EXPECT_TRUE(real->layers().empty());
  const auto wanted =
      Shipped().Resolve(kToKazakhstan, kAgreement, "prod.example", kToday);
  EXPECT_EQ(refusal::ReasonOf(wanted.status()), "RULE_SET_UNKNOWN");
}

TEST(RuleBookTest, ARuleSetThatIsWantedMustHold) {
  for (const char* wanted : {"no-such-set", "netherlands-egypt-practice"}) {
    const auto found =
        Shipped().Resolve(kToKazakhstan, wanted, kTraining, kToday);
    EXPECT_TRUE(absl::IsInvalidArgument(found.status()));
    EXPECT_EQ(refusal::ReasonOf(found.status()), "RULE_SET_UNKNOWN");
  }
}

TEST(RuleBookTest, NoneLeavesThePracticeOfThePost) {
  const auto agreement =
      Shipped().Resolve(kToKazakhstan, "none", kTraining, kToday);
  ASSERT_TRUE(agreement.ok());
  EXPECT_TRUE(agreement->layers().empty());
  const auto practice = Shipped().Resolve(kToEgypt, "none", kTraining, kToday);
  ASSERT_TRUE(practice.ok());
  ASSERT_EQ(practice->layers().size(), 1u);
  EXPECT_EQ(practice->layers()[0].layer, rules::Layer::kPractice);
}

TEST(RuleBookTest, TheNewestVersionHolds) {
  for (const bool newest_first : {false, true}) {
    RuleBook book;
    const std::string bytes =
        rules::ShippedBytes("benelux-kazakhstan-2015.json");
    // 10 is newer than 9, although it is not behind it in the alphabet.
    book.Add(Version(bytes, newest_first ? 10 : 9));
    book.Add(Version(bytes, newest_first ? 9 : 10));
    const auto found = book.Resolve(kToKazakhstan, "", kTraining, kToday);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->layers()[0].version, 10u);
  }
}

TEST(RuleBookTest, OfTwoAgreementsTheOneThatIsWantedCounts) {
  RuleBook book;
  const std::string bytes = rules::ShippedBytes("benelux-kazakhstan-2015.json");
  std::string other = bytes;
  const std::string id = base::StrCat("\"id\": \"", kAgreement, "\"");
  other.replace(other.find(id), id.size(), "\"id\": \"another\"");
  book.Add(*rules::ParseRuleSet(bytes));
  book.Add(*rules::ParseRuleSet(other));
  EXPECT_TRUE(absl::IsInvalidArgument(
      book.Resolve(kToKazakhstan, "", kTraining, kToday).status()));
  const auto found = book.Resolve(kToKazakhstan, "another", kTraining, kToday);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->layers().size(), 1u);
  EXPECT_EQ(found->layers()[0].id, "another");
}

TEST(RuleBookTest, ACaseKeepsItsVersionWhenANewerOneIsLoaded) {
  RuleBook book = Shipped();
  const auto before = book.Resolve(kToKazakhstan, "", kTraining, kToday);
  const v1::VersionReference reference = ReferenceOf(*before);
  book.Add(Version(rules::ShippedBytes("benelux-kazakhstan-2015.json"), 2));
  const auto found = book.Find(reference, kToKazakhstan);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->digest(), before->digest());
}

TEST(RuleBookTest, RulesOfOtherBytesAreNotTheRulesOfACase) {
  const RuleBook book = Shipped();
  v1::VersionReference reference =
      ReferenceOf(*book.Resolve(kToKazakhstan, "", kTraining, kToday));
  const auto refused = [&](const v1::VersionReference& wrong) {
    const auto found = book.Find(wrong, kToKazakhstan);
    EXPECT_TRUE(absl::IsFailedPrecondition(found.status()));
    EXPECT_EQ(refusal::ReasonOf(found.status()), "RULE_SET_UNKNOWN");
  };
  v1::VersionReference wrong = reference;
  (*wrong.mutable_digest())[0] ^= 1;
  refused(wrong);
  wrong = reference;
  wrong.clear_digest();
  refused(wrong);
  wrong = reference;
  wrong.set_version("2");
  refused(wrong);
  wrong = reference;
  wrong.set_version("1+1");
  refused(wrong);
  wrong = reference;
  wrong.set_id("another");
  refused(wrong);
  refused({});
}

TEST(RuleBookTest, RulesOfACaseMustCoverIt) {
  const RuleBook book = Shipped();
  const v1::VersionReference reference =
      ReferenceOf(*book.Resolve(kToKazakhstan, "", kTraining, kToday));
  EXPECT_TRUE(
      absl::IsFailedPrecondition(book.Find(reference, kToEgypt).status()));
}

TEST(RuleBookTest, NoneIsFoundByItsName) {
  v1::VersionReference none;
  none.set_id("none");
  const auto found = RuleBook().Find(none, kToKazakhstan);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->layers().empty());
}

TEST(RuleBookTest, ACalendarIsFoundByIdByStateAndByDigest) {
  const RuleBook book = Shipped();
  const auto by_id = book.FindCalendar("kaz-working-week", "", "");
  ASSERT_TRUE(by_id.ok());
  EXPECT_EQ(by_id->state(), "KAZ");
  const auto by_state = book.FindCalendar("", "", "EGY");
  ASSERT_TRUE(by_state.ok());
  EXPECT_EQ(by_state->id(), "egy-working-week");
  EXPECT_TRUE(
      book.FindCalendar("kaz-working-week", by_id->digest().view(), "").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      book.FindCalendar("kaz-working-week", by_state->digest().view(), "")
          .status()));
  EXPECT_EQ(refusal::ReasonOf(book.FindCalendar("", "", "FRA").status()),
            "RULE_SET_UNKNOWN");
}

}  // namespace
}  // namespace sijill::decision
