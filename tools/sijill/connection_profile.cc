// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/connection_profile.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "common/base/names.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/crypto/p256.h"
#include "common/merkle/verifier_key.h"
#include "common/pki/certificate.h"
#include "common/pki/profile.h"
#include "common/pki/revocation_list.h"
#include "tools/sijill/failure.h"

namespace sijill::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr uint64_t kMaxPort = 65535;

struct Field {
  const char* name;
  std::string ConnectionProfile::*value;
};

// The one list of what a profile has, in the order it is written.
constexpr Field kFields[] = {
    {"name", &ConnectionProfile::name},
    {"domain", &ConnectionProfile::domain},
    {"node", &ConnectionProfile::node},
    {"certificate", &ConnectionProfile::certificate},
    {"key", &ConnectionProfile::key},
    {"root", &ConnectionProfile::root},
    {"revocation_list", &ConnectionProfile::revocation_list},
};

constexpr char kLogKeys[] = "log_keys";  // absent if there are none

bool IsAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::optional<uint64_t> port =
      base::ParseDecimal(text.substr(colon + 1));
  return port && *port >= 1 && *port <= kMaxPort;
}

std::string PathOf(const std::string& config_directory, std::string_view name) {
  return base::StrCat(config_directory, "/profiles/", name, ".json");
}

}  // namespace

absl::Status CheckShape(const ConnectionProfile& profile) {
  if (!base::IsName(profile.name)) {
    return absl::InvalidArgumentError(
        "a profile's name is written in lower-case letters, digits and -");
  }
  RETURN_IF_ERROR(base::DomainName::Parse(profile.domain).status());
  for (const Field& field : kFields) {
    if (base::HoldsControl(profile.*field.value)) {
      return absl::InvalidArgumentError(
          base::StrCat(field.name, " holds a control character"));
    }
  }
  if (!IsAddress(profile.node)) {
    return absl::InvalidArgumentError("a node's address is host:port");
  }
  for (const std::string& path : {profile.certificate, profile.key,
                                  profile.root, profile.revocation_list}) {
    if (!path.starts_with('/')) {
      return absl::InvalidArgumentError("a profile names absolute paths");
    }
  }
  for (const std::string& key : profile.log_keys) {
    RETURN_IF_ERROR(merkle::ParseVerifierKey(key).status());
  }
  return absl::OkStatus();
}

absl::Status CheckFiles(const ConnectionProfile& profile) {
  ASSIGN_OR_RETURN(const std::string certificate_pem,
                   config::ReadFile(profile.certificate));
  ASSIGN_OR_RETURN(const pki::Certificate certificate,
                   pki::Certificate::FromPem(certificate_pem));
  ASSIGN_OR_RETURN(const std::string key_pem,
                   config::ReadSecretFile(profile.key));
  ASSIGN_OR_RETURN(const crypto::PrivateKey key,
                   crypto::PrivateKey::FromPem(key_pem));
  if (key.public_key() != certificate.public_key()) {
    return absl::FailedPreconditionError("the key is not the certificate's");
  }
  ASSIGN_OR_RETURN(const std::string root_pem, config::ReadFile(profile.root));
  ASSIGN_OR_RETURN(const pki::Certificate root,
                   pki::Certificate::FromPem(root_pem));
  ASSIGN_OR_RETURN(const base::DomainName domain, pki::DomainOfRoot(root));
  if (domain.str() != profile.domain) {
    return absl::FailedPreconditionError(
        "the root is bound to another domain than the profile's");
  }
  ASSIGN_OR_RETURN(const std::string list,
                   config::ReadFile(profile.revocation_list));
  return pki::RevocationList::FromPem(list, root).status();
}

std::string ToJson(const ConnectionProfile& profile) {
  Json object = Json::object();
  for (const Field& field : kFields) object[field.name] = profile.*field.value;
  if (!profile.log_keys.empty()) object[kLogKeys] = profile.log_keys;
  return base::StrCat(
      object.dump(2, ' ', false, Json::error_handler_t::replace), "\n");
}

absl::StatusOr<ConnectionProfile> ProfileFromJson(std::string_view text) {
  const absl::Status refusal =
      absl::InvalidArgumentError("the file is not a profile");
  const Json object = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return refusal;
  ConnectionProfile profile;
  const auto keys = object.find(kLogKeys);
  if (object.size() != std::size(kFields) + (keys != object.end() ? 1 : 0)) {
    return refusal;
  }
  if (keys != object.end()) {
    if (!keys->is_array() || keys->empty()) return refusal;
    for (const Json& key : *keys) {
      if (!key.is_string()) return refusal;
      profile.log_keys.push_back(key.get<std::string>());
    }
  }
  for (const Field& field : kFields) {
    const auto found = object.find(field.name);
    if (found == object.end() || !found->is_string()) return refusal;
    profile.*field.value = found->get<std::string>();
  }
  RETURN_IF_ERROR(CheckShape(profile));
  return profile;
}

absl::Status WriteProfile(const std::string& config_directory,
                          const ConnectionProfile& profile, bool replace) {
  RETURN_IF_ERROR(CheckShape(profile));
  const absl::StatusOr<ConnectionProfile> held =
      ReadProfile(config_directory, profile.name);
  if (!absl::IsNotFound(held.status()) && !replace) {
    if (held.ok() && *held == profile) return absl::OkStatus();
    return WithNextStep(
        absl::AlreadyExistsError("another profile has this name"),
        "choose another name, or add --replace");
  }
  std::error_code error;
  fs::create_directories(config_directory + "/profiles", error);
  return config::WriteFileAtomically(PathOf(config_directory, profile.name),
                                     ToJson(profile),
                                     config::FileMode::kSecret);
}

absl::StatusOr<ConnectionProfile> ReadProfile(
    const std::string& config_directory, const std::string& name) {
  if (!base::IsName(name)) {
    return UsageError(
        "a profile's name is written in lower-case letters, digits and -");
  }
  absl::StatusOr<std::string> text =
      config::ReadFile(PathOf(config_directory, name));
  if (!text.ok()) {
    return WithNextStep(text.status(),
                        "sijill profile list shows what there "
                        "is, sijill profile add makes one");
  }
  return ProfileFromJson(*text);
}

absl::StatusOr<std::vector<ConnectionProfile>> ReadProfiles(
    const std::string& config_directory) {
  std::vector<ConnectionProfile> profiles;
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(config_directory + "/profiles", error)) {
    if (entry.path().extension() != ".json") continue;
    ASSIGN_OR_RETURN(ConnectionProfile profile,
                     ReadProfile(config_directory, entry.path().stem()));
    profiles.push_back(std::move(profile));
  }
  std::sort(profiles.begin(), profiles.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return profiles;
}

}  // namespace sijill::cli
