// SPDX-License-Identifier: Apache-2.0
#include "services/node/testing/node_home.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/config/peer_file.h"
#include "services/node/config/secrets.h"

namespace sijill::node {
namespace {

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fputs((status.ToString() + "\n").c_str(), stderr);
  std::abort();
}

void Write(const std::string& path, std::string_view bytes,
           config::FileMode mode = config::FileMode::kPublic) {
  Require(config::WriteFileAtomically(path, bytes, mode));
}

void WritePair(const std::string& stem, const testing::Credentials& pair) {
  Write(stem + ".pem", pair.certificate_pem);
  Write(stem + ".key", pair.key_pem, config::FileMode::kSecret);
}

constexpr std::pair<v1::Duty, const char*> kDuties[] = {
    {v1::DUTY_OFFICER, "OFFICER"},
    {v1::DUTY_SYSTEM, "SYSTEM"},
    {v1::DUTY_PROTECTION, "PROTECTION"},
    {v1::DUTY_AUDITOR, "AUDITOR"},
    {v1::DUTY_ADMINISTRATOR, "ADMINISTRATOR"},
};

// A grant of the first registry.
std::string GrantOf(const testing::Credentials& holder,
                    const std::vector<const char*>& duties) {
  std::string names;
  for (const char* duty : duties) {
    names += base::StrCat(names.empty() ? "" : ",", R"("DUTY_)", duty, "\"");
  }
  return base::StrCat(R"({"identity": ")", holder.id.str(), R"(", "duties": [)",
                      names, "]}");
}

std::string RegistryOf(const NodeHome& home) {
  std::string agencies;
  for (const char* name : {"interior", "consulate"}) {
    agencies += base::StrCat(
        agencies.empty() ? "" : ",", R"({"name": ")", home.Agency(name).str(),
        R"(", "displayName": "Agency", "state": "NLD",)",
        R"( "timeZone": "Europe/Amsterdam", "calendar": "nld-working-week",)",
        R"( "roles": ["ROLE_REQUESTING", "ROLE_REQUESTED"]})");
  }
  std::string grants = GrantOf(home.outsider(), {"OFFICER", "SYSTEM"});
  for (const auto& [duty, name] : kDuties) {
    grants += "," + GrantOf(home.With(duty), {name});
  }
  return base::StrCat(R"({"agencies": [)", agencies, R"(], "grants": [)",
                      grants, "]}");
}

std::map<v1::Duty, testing::Credentials> IssueGranted(
    testing::TemporaryPki& pki) {
  std::map<v1::Duty, testing::Credentials> granted;
  for (const auto& [duty, name] : kDuties) {
    granted.emplace(
        duty, pki.Officer("interior",
                          base::StrCat("holder-", static_cast<int>(duty))));
  }
  return granted;
}

}  // namespace

NodeHome::NodeHome(std::string directory, std::string_view domain,
                   absl::Time now)
    : directory_(std::move(directory)),
      pki_(domain, now),
      granted_(IssueGranted(pki_)),
      outsider_(pki_.Officer("consulate", "outsider-1")) {
  std::filesystem::remove_all(directory_);
  crypto::SystemRandom random;
  Require(CreateNodeDirectory(directory_, pki_.domain(), kTestExchange,
                              "127.0.0.1:0", random));
  const auto secrets = ReadSecrets(directory_, pki_.domain(), kTestExchange);
  Require(secrets.status());
  vkey_ = SharedLogVerifierKey(*secrets);
  WritePair(directory_ + "/pki/node", pki_.Node("n1"));
  for (const char* agency : {"node", "interior", "consulate"}) {
    WritePair(base::StrCat(directory_, "/seals/", agency),
              pki_.Seal(agency, 1));
  }
  Write(directory_ + "/pki/root.pem", pki_.root_pem());
  PublishRevocations();
  Write(directory_ + "/registry.json", RegistryOf(*this));
}

void NodeHome::Know(const NodeHome& peer, uint16_t port) {
  const std::string peers = directory_ + "/peers";
  const std::string& name = peer.domain().str();
  Write(base::StrCat(peers, "/", name, ".root.pem"), peer.pki().root_pem());
  Write(base::StrCat(peers, "/", name, ".crl.pem"),
        peer.pki().revocation_list_pem());
  Require(
      config::WritePeerFile(peers, {.domain = name,
                                    .address = base::StrCat("127.0.0.1:", port),
                                    .root_pem = name + ".root.pem",
                                    .crl = name + ".crl.pem",
                                    .shared_log_vkey = peer.vkey_}));
}

void NodeHome::PublishRevocations() {
  Write(directory_ + "/pki/crl.pem", pki_.revocation_list_pem());
}

base::AgencyName NodeHome::Agency(std::string_view name) const {
  return *base::AgencyName::Parse(
      base::StrCat(domain().str(), "/agencies/", name));
}

NodeConfig NodeHome::config() const {
  auto config = ReadNodeConfig(directory_ + "/node.json");
  Require(config.status());
  return *std::move(config);
}

}  // namespace sijill::node
