// SPDX-License-Identifier: Apache-2.0
#include "common/pki/spiffe_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/base/text.h"

namespace sijill::pki {
namespace {

using Kind = SpiffeId::Kind;

base::DomainName Domain(std::string_view name) {
  return base::DomainName::Parse(name).value();
}

TEST(SpiffeIdTest, ReadsTheFourKinds) {
  const SpiffeId node = SpiffeId::Parse("spiffe://nl.example/node/n1").value();
  EXPECT_EQ(node.kind(), Kind::kNode);
  EXPECT_EQ(node.domain().str(), "nl.example");
  EXPECT_EQ(node.agency().str(), "nl.example/agencies/node");
  EXPECT_EQ(node.name(), "n1");

  const SpiffeId system =
      SpiffeId::Parse("spiffe://nl.example/agency/dtv/system/case-system")
          .value();
  EXPECT_EQ(system.kind(), Kind::kSystem);
  EXPECT_EQ(system.agency().str(), "nl.example/agencies/dtv");
  EXPECT_EQ(system.name(), "case-system");

  EXPECT_EQ(
      SpiffeId::Parse("spiffe://aq.example/agency/consulate.hague/officer/o-17")
          .value()
          .kind(),
      Kind::kOfficer);
  EXPECT_EQ(SpiffeId::Parse("spiffe://aq.example/agency/mfa/seal/4294967295")
                .value()
                .name(),
            "4294967295");
}

TEST(SpiffeIdTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           "spiffe://",
                           "spiffe://nl.example",
                           "spiffe://nl.example/",
                           "spiffe://nl.example/node",
                           "spiffe://nl.example/node/",
                           "spiffe://nl.example/node/n1/",
                           "spiffe://nl.example/node/n1/x",
                           "spiffe://nl.example//node/n1",
                           "SPIFFE://nl.example/node/n1",
                           "spiffe:/nl.example/node/n1",
                           "https://nl.example/node/n1",
                           "spiffe://NL.example/node/n1",
                           "spiffe://nl.example/node/N1",
                           "spiffe://nl.example:443/node/n1",
                           "spiffe://u@nl.example/node/n1",
                           "spiffe://nl.example/node/n1?q",
                           "spiffe://nl.example/node/n1#f",
                           "spiffe://nl.example/node/n%31",
                           "spiffe://nl.example/node/..",
                           "spiffe://nl.example./node/n1",
                           "spiffe://-nl.example/node/n1",
                           "spiffe://nl.example/agency/dtv/node/n1",
                           "spiffe://nl.example/agency/dtv/system",
                           "spiffe://nl.example/agency//system/s",
                           "spiffe://nl.example/agency/dtv/clerk/c",
                           "spiffe://nl.example/agencies/dtv/system/s",
                           "spiffe://nl.example/agency/dtv/seal/0",
                           "spiffe://nl.example/agency/dtv/seal/01",
                           "spiffe://nl.example/agency/dtv/seal/a",
                           "spiffe://nl.example/agency/dtv/seal/4294967296",
                           " spiffe://nl.example/node/n1",
                           "spiffe://nl.example/node/n1\n"}) {
    EXPECT_EQ(SpiffeId::Parse(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
  using std::string_view_literals::operator""sv;
  EXPECT_FALSE(SpiffeId::Parse("spiffe://nl.example\0/node/n1"sv).ok());
  EXPECT_FALSE(SpiffeId::Parse("spiffe://nl.example/node/n1\0"sv).ok());
}

TEST(SpiffeIdTest, IsMadeOfItsParts) {
  EXPECT_EQ(SpiffeId::Of(Kind::kNode, Domain("nl.example"), "", "n1")->str(),
            "spiffe://nl.example/node/n1");
  EXPECT_EQ(
      SpiffeId::Of(Kind::kOfficer, Domain("nl.example"), "dtv", "o-1")->str(),
      "spiffe://nl.example/agency/dtv/officer/o-1");
}

TEST(SpiffeIdTest, PartsCannotSmuggleOtherParts) {
  const base::DomainName nl = Domain("nl.example");
  EXPECT_FALSE(SpiffeId::Of(Kind::kNode, nl, "dtv", "n1").ok());
  EXPECT_FALSE(SpiffeId::Of(Kind::kSystem, nl, "", "s").ok());
  EXPECT_FALSE(SpiffeId::Of(Kind::kSystem, nl, "dtv/officer", "o").ok());
  EXPECT_FALSE(SpiffeId::Of(Kind::kNode, nl, "", "n1/x").ok());
  EXPECT_FALSE(SpiffeId::Of(Kind::kSystem, nl, "dtv", "s,URI:x").ok());
  EXPECT_FALSE(SpiffeId::Of(Kind::kSeal, nl, "dtv", "one").ok());
}

TEST(SpiffeIdTest, KindsHaveOneNameEach) {
  for (const Kind kind :
       {Kind::kNode, Kind::kSystem, Kind::kOfficer, Kind::kSeal}) {
    EXPECT_EQ(ParseKind(KindName(kind)).value(), kind);
  }
  EXPECT_FALSE(ParseKind("root").ok());
}

TEST(SpiffeIdTest, MutatedTextIsRefusedOrItsOwnOnlySpelling) {
  constexpr unsigned kSeed = 20261122;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 generator(kSeed);
  const std::string starts[] = {"spiffe://nl.example/node/n1",
                                "spiffe://nl.example/agency/dtv/system/s1",
                                "spiffe://nl.example/agency/dtv/seal/12"};
  constexpr std::string_view kLetters =
      "az09-./:%@#? \0\xff"
      "Anodeseal";
  for (int i = 0; i < 20000; ++i) {
    std::string text = starts[generator() % 3];
    for (auto edits = generator() % 4; edits > 0; --edits) {
      const size_t at = generator() % (text.size() + 1);
      const char letter = kLetters[generator() % kLetters.size()];
      switch (generator() % 3) {
        case 0:
          text.insert(at, 1, letter);
          break;
        case 1:
          if (at < text.size()) text.erase(at, 1);
          break;
        default:
          if (at < text.size()) text[at] = letter;
      }
    }
    const absl::StatusOr<SpiffeId> id = SpiffeId::Parse(text);
    if (!id.ok()) continue;
    ASSERT_EQ(id->str(), text);
    const std::string_view agency =
        id->kind() == Kind::kNode ? "" : id->agency().agency();
    const absl::StatusOr<SpiffeId> again =
        SpiffeId::Of(id->kind(), id->domain(), agency, id->name());
    ASSERT_EQ(again.value().str(), text);
  }
}

}  // namespace
}  // namespace sijill::pki
