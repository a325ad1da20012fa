// SPDX-License-Identifier: Apache-2.0
// The commands as they are used: the program is run, its exit code, answer and
// files are looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/crypto/p256.h"
#include "common/pki/certificate.h"

namespace sijill::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

class CommandTest : public testing::Test {
 protected:
  CommandTest() {
    std::string name = testing::TempDir() + "sijill-XXXXXX";
    top_ = ::mkdtemp(name.data());
  }
  ~CommandTest() override { fs::remove_all(top_); }

  // Runs in the temporary directory, which is the home directory too.
  Outcome Sijill(std::string_view arguments) {
    const std::string command =
        base::StrCat("cd ", top_, " && HOME=", top_, " " SIJILL_BINARY " ",
                     arguments, " >out.txt 2>err.txt");
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), Text("out.txt"), Text("err.txt")};
  }
  json Json(std::string_view arguments) {
    const Outcome run = Sijill(base::StrCat(arguments, " --json"));
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return json::parse(run.out, nullptr, false);
  }
  std::string Text(const std::string& name) const {
    return config::ReadFile(top_ + "/" + name).value_or("(no such file)");
  }
  pki::Certificate Read(const std::string& name) const {
    return pki::Certificate::FromPem(Text(name)).value();
  }
  mode_t ModeOf(const std::string& name) const {
    struct stat about = {};
    EXPECT_EQ(::stat((top_ + "/" + name).c_str(), &about), 0) << name;
    return about.st_mode & 07777;
  }
  void MakeRoot() {
    ASSERT_EQ(Sijill("pki init --domain nl.example --dir nl").exit_code, 0);
  }
  static constexpr std::string_view kOfficer =
      "pki issue --dir nl --kind officer --agency dtv --name o-1 --out o1";

  std::string top_;
};

TEST_F(CommandTest, InitMakesARootOnceAndNeverAnother) {
  const json first = Json("pki init --domain nl.example --dir nl");
  EXPECT_EQ(first["domain"], "nl.example");
  EXPECT_EQ(ModeOf("nl/root.key"), 0600u);
  const std::string root = Text("nl/root.pem");
  EXPECT_EQ(Json("pki init --domain nl.example --dir nl/"), [&] {
    json same = first;
    same["root"] = "nl//root.pem";
    return same;
  }());
  const Outcome other = Sijill("pki init --domain aq.example --dir nl");
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.err, HasSubstr("next:   "));
  EXPECT_EQ(Text("nl/root.pem"), root);
}

TEST_F(CommandTest, IssueWritesAPairAndNeverPrintsAKey) {
  MakeRoot();
  const Outcome run = Sijill(
      "pki issue --dir nl --kind node --name n1 --dns localhost --ip 127.0.0.1 "
      "--out n1");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("spiffe://nl.example/node/n1"));
  EXPECT_THAT(run.out + run.err, Not(HasSubstr("PRIVATE KEY")));
  EXPECT_EQ(ModeOf("n1.key"), 0600u);
  EXPECT_EQ(crypto::PrivateKey::FromPem(Text("n1.key"))->public_key(),
            Read("n1.pem").public_key());
  EXPECT_EQ(Read("n1.pem").dns_names()[0], "localhost");
}

TEST_F(CommandTest, IssueNeverOverwrites) {
  MakeRoot();
  ASSERT_EQ(Sijill(kOfficer).exit_code, 0);
  const std::string key = Text("o1.key");
  EXPECT_EQ(Sijill(kOfficer).exit_code, 1);
  fs::remove(top_ + "/o1.pem");
  EXPECT_EQ(Sijill(kOfficer).exit_code, 1);
  EXPECT_EQ(Text("o1.key"), key);
  EXPECT_EQ(Json("pki status --dir nl")["certificates"].size(), 1u);
}

TEST_F(CommandTest, WhatWasRefusedLeavesNoKey) {
  MakeRoot();
  EXPECT_EQ(Sijill("pki issue --dir nl --kind system --agency dtv --name s1 "
                   "--dns localhost --out s1")
                .exit_code,
            1);
  EXPECT_FALSE(fs::exists(top_ + "/s1.key"));
  EXPECT_FALSE(fs::exists(top_ + "/s1.pem"));
}

TEST_F(CommandTest, RenewKeepsTheKeyOrMakesANewOne) {
  MakeRoot();
  ASSERT_EQ(Sijill(kOfficer).exit_code, 0);
  const pki::Certificate old = Read("o1.pem");
  ASSERT_EQ(Sijill("pki renew --dir nl --cert o1.pem").exit_code, 0);
  const pki::Certificate renewed = Read("o1.pem");
  EXPECT_NE(renewed.serial_hex(), old.serial_hex());
  EXPECT_EQ(renewed.public_key(), old.public_key());
  EXPECT_EQ(renewed.uris(), old.uris());

  ASSERT_EQ(Sijill("pki renew --dir nl --cert o1.pem --out o2").exit_code, 0);
  EXPECT_FALSE(Read("o2.pem").public_key() == old.public_key());
  EXPECT_EQ(Read("o2.pem").uris(), old.uris());
}

TEST_F(CommandTest, RevokeEndsACertificateAndItsRenewal) {
  MakeRoot();
  ASSERT_EQ(Sijill(kOfficer).exit_code, 0);
  const json list =
      Json("pki revoke --dir nl --cert o1.pem --reason keyCompromise");
  EXPECT_EQ(list["number"], 2);
  EXPECT_EQ(list["revoked"], 1);
  EXPECT_EQ(Json("pki status --dir nl")["certificates"][0]["state"], "revoked");
  EXPECT_EQ(Sijill("pki renew --dir nl --cert o1.pem").exit_code, 1);
  EXPECT_EQ(Sijill("pki revoke --dir nl --serial 0b").exit_code, 1);
  EXPECT_EQ(Sijill("pki revoke --dir nl").exit_code, 2);
  EXPECT_EQ(Sijill("pki revoke --dir nl --serial 0b --reason x").exit_code, 2);
}

TEST_F(CommandTest, StatusShowsWhatIsIssuedAndTheAgeOfTheList) {
  MakeRoot();
  ASSERT_EQ(Sijill(kOfficer).exit_code, 0);
  ASSERT_EQ(Json("pki crl --dir nl")["number"], 2);
  const json status = Json("pki status --dir nl");
  EXPECT_EQ(status["revocation_list_number"], 2);
  EXPECT_EQ(status["revocation_list_overdue"], false);
  EXPECT_EQ(status["revocation_list_age_hours"], 0);
  EXPECT_EQ(status["certificates"][0]["serial"], Read("o1.pem").serial_hex());
  EXPECT_EQ(status["certificates"][0]["state"], "valid");
  EXPECT_THAT(Sijill("pki status --dir nl").out, HasSubstr("Days left"));
}

TEST_F(CommandTest, AForgedListFailsVerification) {
  MakeRoot();
  ASSERT_EQ(Sijill("pki init --domain nl.example --dir other").exit_code, 0);
  fs::copy(top_ + "/other/crl.pem", top_ + "/nl/crl.pem",
           fs::copy_options::overwrite_existing);
  EXPECT_EQ(Sijill("pki status --dir nl").exit_code, 4);
  EXPECT_EQ(Sijill("pki crl --dir nl").exit_code, 0);
  EXPECT_EQ(Sijill("pki status --dir nl").exit_code, 0);
}

TEST_F(CommandTest, AWrongCommandLineIsUsage) {
  for (const char* arguments :
       {"", "pki", "pki init", "pki init --domain NL --dir nl", "nonsense",
        "pki status --dir nl --nonsense"}) {
    const Outcome run = Sijill(arguments);
    EXPECT_EQ(run.exit_code, 2) << arguments;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 2) << run.err;
    EXPECT_EQ(run.out, "");
  }
  MakeRoot();
  EXPECT_EQ(
      Sijill("pki issue --dir nl --kind clerk --name x --out x").exit_code, 2);
  EXPECT_EQ(
      Sijill("pki issue --dir nl --kind system --name x --out x").exit_code, 2);
  EXPECT_EQ(Sijill("--help").exit_code, 0);
  EXPECT_THAT(Sijill("pki issue --help").out, HasSubstr("--kind"));
}

TEST_F(CommandTest, FailuresAreJsonWhenAsked) {
  const Outcome run = Sijill("pki status --dir nowhere --json");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(json::parse(run.err)["error"]["exit_code"], 1);
}

TEST_F(CommandTest, AProfileNamesFilesThatFitEachOther) {
  MakeRoot();
  ASSERT_EQ(Sijill(kOfficer).exit_code, 0);
  ASSERT_EQ(Sijill("pki init --domain aq.example --dir aq").exit_code, 0);
  const std::string add =
      "profile add return-office --domain nl.example --node localhost:7443 "
      "--cert o1.pem --key o1.key --root nl/root.pem --crl nl/crl.pem";
  EXPECT_EQ(Json("profile list")["profiles"].size(), 0u);
  EXPECT_EQ(Sijill(add).exit_code, 0);
  EXPECT_EQ(Sijill(add).exit_code, 0);  // the same once more
  EXPECT_EQ(ModeOf(".config/sijill/profiles/return-office.json"), 0600u);
  EXPECT_EQ(Json("profile list")["profiles"][0]["name"], "return-office");
  EXPECT_EQ(Json("profile show return-office")["key"], top_ + "/o1.key");
  EXPECT_EQ(Sijill("profile show nobody").exit_code, 1);
  EXPECT_EQ(Sijill("profile show ../x").exit_code, 2);

  const std::string moved =
      "profile add return-office --domain nl.example --node localhost:7444 "
      "--cert o1.pem --key o1.key --root nl/root.pem --crl nl/crl.pem";
  EXPECT_EQ(Sijill(moved).exit_code, 1);
  EXPECT_EQ(Sijill(moved + " --replace").exit_code, 0);
  EXPECT_EQ(Json("profile show return-office")["node"], "localhost:7444");

  for (const char* wrong :
       {"--cert o1.pem --key nl/root.key --root nl/root.pem --crl nl/crl.pem",
        "--cert o1.pem --key o1.key --root aq/root.pem --crl aq/crl.pem",
        "--cert o1.pem --key o1.key --root nl/root.pem --crl aq/crl.pem",
        "--cert o1.pem --key o1.key --root o1.pem --crl nl/crl.pem"}) {
    EXPECT_EQ(Sijill(base::StrCat("profile add other --domain nl.example "
                                  "--node localhost:7443 ",
                                  wrong))
                  .exit_code,
              1)
        << wrong;
  }
  EXPECT_EQ(Sijill("--config elsewhere profile show return-office").exit_code,
            1);
}

}  // namespace
}  // namespace sijill::cli
