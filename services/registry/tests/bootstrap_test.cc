// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/bootstrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/command/testing/office_fixture.h"
#include "common/rules/test_files.h"
#include "services/registry/projection/registry_projection.h"

namespace sijill::registry {
namespace {

using ::testing::HasSubstr;

constexpr char kRegistry[] = R"({
  "agencies": [
    {"name": "north.example/agencies/interior", "displayName": "Interior",
     "state": "UTO", "timeZone": "Europe/Amsterdam",
     "roles": ["ROLE_REQUESTING"]}],
  "posts": [
    {"name": "posts/north.example/embassy", "displayName": "Embassy",
     "agency": "north.example/agencies/interior"}],
  "grants": [
    {"identity": "spiffe://north.example/agency/interior/officer/admin",
     "duties": ["DUTY_ADMINISTRATOR"]}]})";

class BootstrapTest : public ::testing::Test {
 protected:
  casefile::Casefile& casefile() { return fixture_.node().casefile(); }
  std::shared_ptr<const decision::Directory> Current() {
    return RegistryProjection(casefile()).Current();
  }
  uint64_t OwnSize() { return fixture_.SizeOf(ledger::LogKind::kOwn); }
  std::string Refused(std::string_view json) {
    const uint64_t size = OwnSize();
    const absl::Status status = Bootstrap(casefile(), *Current(), json);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << json;
    EXPECT_EQ(OwnSize(), size) << json;
    return std::string(status.message());
  }
  RuleFile Agreement() const {
    return {.name = "kazakhstan.json",
            .bytes = rules::ShippedBytes("benelux-kazakhstan-2015.json")};
  }
  RuleFile Week() const {
    return {.name = "week.json",
            .bytes = rules::ShippedBytes("calendars/kaz-working-week.json"),
            .is_calendar = true};
  }

  testing::OfficeFixture fixture_;
};

TEST_F(BootstrapTest, TheFirstRegistryIsEnteredWhole) {
  const uint64_t before = *casefile().RegistryVersion();
  ASSERT_TRUE(Bootstrap(casefile(), *Current(), kRegistry).ok());
  const auto directory = Current();
  EXPECT_EQ(directory->agencies.size(), 1u);
  EXPECT_EQ(directory->posts.size(), 1u);
  EXPECT_EQ(directory->version, before + 3);
  EXPECT_TRUE(
      directory->Has("spiffe://north.example/agency/interior/officer/admin",
                     v1::DUTY_ADMINISTRATOR));
}

TEST_F(BootstrapTest, ALaterStartEntersNothing) {
  const auto empty = Current();
  ASSERT_TRUE(Bootstrap(casefile(), *empty, kRegistry).ok());
  const uint64_t size = OwnSize();
  EXPECT_TRUE(Bootstrap(casefile(), *Current(), kRegistry).ok());
  EXPECT_TRUE(Bootstrap(casefile(), *Current(), R"({"agencies": []})").ok());
  // A start that was cut short after its commit still thinks it is the first.
  EXPECT_TRUE(Bootstrap(casefile(), *empty, kRegistry).ok());
  EXPECT_EQ(OwnSize(), size);
}

TEST_F(BootstrapTest, AWrongFileNamesThePlaceAndEntersNothing) {
  EXPECT_THAT(Refused("["), HasSubstr("JSON object"));
  EXPECT_THAT(Refused(R"({"agency": []})"), HasSubstr("agency"));
  EXPECT_THAT(Refused(R"({"agencies": {}})"), HasSubstr("agencies"));
  EXPECT_THAT(Refused(R"({"agencies": [{"nome": "x"}]})"),
              HasSubstr("agencies[0]"));
  EXPECT_THAT(Refused(R"({"agencies": ["x"]})"), HasSubstr("agencies[0]"));
  std::string json = kRegistry;
  json.replace(json.find("UTO"), 3, "uto");
  EXPECT_THAT(Refused(json), HasSubstr("agencies[0]"));
  json = kRegistry;
  json.replace(json.find("posts/north"), 11, "posts/south");
  EXPECT_THAT(Refused(json), HasSubstr("posts[0]"));
  json = kRegistry;
  json.replace(json.find("spiffe://north"), 14, "spiffe://south");
  EXPECT_THAT(Refused(json), HasSubstr("grants[0]"));
  json = kRegistry;
  const size_t begin = json.find("{\"name\"");
  const std::string entry =
      json.substr(begin, json.find("]}", begin) + 2 - begin);
  json.insert(begin, entry + ",");
  EXPECT_THAT(Refused(json), HasSubstr("twice"));
}

TEST_F(BootstrapTest, RulesAreWrittenOnceAndReadAlways) {
  const std::vector<RuleFile> files = {Agreement(), Week()};
  const auto book = LoadRules(casefile(), files);
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_EQ(book->sets().size(), 1u);
  EXPECT_EQ(book->calendars().size(), 1u);
  const uint64_t size = OwnSize();
  ASSERT_TRUE(fixture_.node().Restart().ok());
  const auto again = LoadRules(casefile(), files);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->sets().size(), 1u);
  EXPECT_EQ(OwnSize(), size);
}

TEST_F(BootstrapTest, AWrongRuleFileIsNamedAndNothingIsWritten) {
  const uint64_t size = OwnSize();
  std::vector<RuleFile> files = {Agreement(), Week()};
  files[1].bytes.replace(files[1].bytes.find("weekend"), 7, "weakend");
  const auto refused = LoadRules(casefile(), files);
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  EXPECT_THAT(refused.status().message(), HasSubstr("week.json"));
  EXPECT_THAT(refused.status().message(), HasSubstr("weakend"));
  files = {Agreement(), Agreement()};
  files[1].name = "copy.json";
  files[1].bytes += "\n";
  const auto twice = LoadRules(casefile(), files);
  EXPECT_THAT(twice.status().message(), HasSubstr("copy.json"));
  EXPECT_EQ(OwnSize(), size);
}

}  // namespace
}  // namespace sijill::registry
