// SPDX-License-Identifier: Apache-2.0
#include "services/node/config/secrets.h"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/event/derived.h"
#include "common/merkle/verifier_key.h"
#include "services/node/config/node_config.h"

namespace sijill::node {
namespace {

constexpr char kSharedLogKey[] = "shared_log.key";
constexpr char kOwnLogKey[] = "own_log.key";
constexpr char kRequestKey[] = "request.key";
constexpr char kWrappingKey[] = "wrapping.key";

std::string SecretPath(const std::string& directory, std::string_view name) {
  return base::StrCat(directory, "/secrets/", name);
}

absl::Status MakeFolder(const std::string& path, mode_t mode) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error || ::chmod(path.c_str(), mode) != 0) {
    return absl::UnavailableError(
        base::StrCat("cannot make the folder ", path));
  }
  return absl::OkStatus();
}

// Written as one line of hexadecimal digits: a person can copy it into a safe.
absl::Status WriteSecret(const std::string& directory, std::string_view name,
                         std::string_view secret) {
  return config::WriteFileAtomically(SecretPath(directory, name),
                                     base::Hex(secret) + "\n",
                                     config::FileMode::kSecret);
}

absl::StatusOr<std::string> ReadSecret(const std::string& directory,
                                       std::string_view name) {
  const std::string path = SecretPath(directory, name);
  ASSIGN_OR_RETURN(std::string text, config::ReadSecretFile(path));
  if (text.ends_with('\n')) text.pop_back();
  const auto bytes = base::FromHex(text);
  if (!bytes || bytes->size() != 32) {
    return absl::InvalidArgumentError(
        base::StrCat(path, ": 64 hexadecimal digits are needed"));
  }
  return *bytes;
}

absl::StatusOr<ledger::LogSigner> ReadLogKey(const std::string& directory,
                                             std::string_view name,
                                             std::string origin) {
  ASSIGN_OR_RETURN(const std::string seed, ReadSecret(directory, name));
  ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  return ledger::LogSigner(std::move(origin), std::move(key));
}

std::string VerifierKeyOf(const ledger::LogSigner& log) {
  return merkle::FormatVerifierKey(
      {.name = log.origin(), .key = log.public_key()});
}

}  // namespace

absl::Status CreateNodeDirectory(const std::string& directory,
                                 const base::DomainName& domain,
                                 const std::string& exchange,
                                 const std::string& listen,
                                 crypto::Random& random) {
  const std::string config_path = directory + "/node.json";
  const std::string config = FormatNodeConfig(domain, exchange, listen);
  RETURN_IF_ERROR(ParseNodeConfig(config, directory).status());
  if (std::filesystem::exists(config_path) ||
      std::filesystem::exists(directory + "/secrets")) {
    return absl::AlreadyExistsError(
        base::StrCat(directory, ": there is a node already"));
  }
  RETURN_IF_ERROR(MakeFolder(directory, 0700));
  RETURN_IF_ERROR(MakeFolder(directory + "/secrets", 0700));
  for (const char* folder : {"seals", "pki", "peers", "rules"}) {
    RETURN_IF_ERROR(MakeFolder(base::StrCat(directory, "/", folder), 0700));
  }
  for (const char* name : {kSharedLogKey, kOwnLogKey}) {
    RETURN_IF_ERROR(WriteSecret(directory, name,
                                crypto::Ed25519PrivateKey::Generate().seed()));
  }
  RETURN_IF_ERROR(WriteSecret(directory, kRequestKey, random.Bytes(32)));
  RETURN_IF_ERROR(WriteSecret(directory, kWrappingKey,
                              crypto::DataKey::Generate(random).secret()));
  // The last: a directory with a configuration is whole.
  return config::WriteFileAtomically(config_path, config,
                                     config::FileMode::kPublic);
}

absl::StatusOr<Secrets> ReadSecrets(const std::string& directory,
                                    const base::DomainName& domain,
                                    const std::string& exchange) {
  const auto origin = [&](event::NodeLog log) {
    return event::LogOrigin(domain, exchange, log, 1);
  };
  ASSIGN_OR_RETURN(auto shared, ReadLogKey(directory, kSharedLogKey,
                                           origin(event::NodeLog::kShared)));
  ASSIGN_OR_RETURN(auto own, ReadLogKey(directory, kOwnLogKey,
                                        origin(event::NodeLog::kOwn)));
  ASSIGN_OR_RETURN(std::string request, ReadSecret(directory, kRequestKey));
  ASSIGN_OR_RETURN(const std::string wrapping,
                   ReadSecret(directory, kWrappingKey));
  ASSIGN_OR_RETURN(auto wrapping_key, crypto::DataKey::FromBytes(wrapping));
  return Secrets{.shared_log = std::move(shared),
                 .own_log = std::move(own),
                 .request_key = std::move(request),
                 .wrapping_key = std::move(wrapping_key)};
}

std::string SharedLogVerifierKey(const Secrets& secrets) {
  return VerifierKeyOf(secrets.shared_log);
}

std::string OwnLogVerifierKey(const Secrets& secrets) {
  return VerifierKeyOf(secrets.own_log);
}

}  // namespace sijill::node
