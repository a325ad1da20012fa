// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/identity.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/crypto/p256.h"
#include "common/pki/certificate.h"

namespace sijill::rpc {
namespace {

constexpr std::string_view kCurrent = "/current";
constexpr std::string_view kCertificate = "/certificate.pem";
constexpr std::string_view kKey = "/key.pem";

absl::Status DirectoryError(std::string_view what, const std::string& path,
                            const std::error_code& error) {
  return absl::UnavailableError(
      base::StrCat("cannot ", what, " ", path, ": ", error.message()));
}

}  // namespace

absl::Status CheckIdentity(const Identity& identity, absl::Time now) {
  ASSIGN_OR_RETURN(const auto certificate,
                   pki::Certificate::FromPem(identity.certificate_pem));
  ASSIGN_OR_RETURN(const auto key,
                   crypto::PrivateKey::FromPem(identity.private_key_pem));
  if (!(key.public_key() == certificate.public_key())) {
    return absl::InvalidArgumentError(
        "the private key is not the certificate's");
  }
  if (now < certificate.not_before() || now > certificate.not_after()) {
    return absl::FailedPreconditionError("the certificate is not valid now");
  }
  return absl::OkStatus();
}

IdentityDirectory::IdentityDirectory(std::string path)
    : path_(std::move(path)) {}

absl::Status IdentityDirectory::Install(const Identity& identity,
                                        absl::Time now) const {
  RETURN_IF_ERROR(CheckIdentity(identity, now));
  ASSIGN_OR_RETURN(const auto certificate,
                   pki::Certificate::FromPem(identity.certificate_pem));
  const std::string name = certificate.fingerprint().hex();
  const std::string folder = base::StrCat(path_, "/", name);
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error) return DirectoryError("make", folder, error);
  RETURN_IF_ERROR(config::WriteFileAtomically(base::StrCat(folder, kKey),
                                              identity.private_key_pem,
                                              config::FileMode::kSecret));
  RETURN_IF_ERROR(config::WriteFileAtomically(
      base::StrCat(folder, kCertificate), identity.certificate_pem,
      config::FileMode::kPublic));
  const std::string next = base::StrCat(path_, "/next");
  std::filesystem::remove(next, error);
  std::filesystem::create_directory_symlink(name, next, error);
  if (error) return DirectoryError("link", next, error);
  // The step that counts: rename(2) replaces the old link in one.
  std::filesystem::rename(next, base::StrCat(path_, kCurrent), error);
  if (error) return DirectoryError("replace the link in", path_, error);
  return config::SyncDirectory(path_);
}

absl::StatusOr<Identity> IdentityDirectory::Load() const {
  Identity identity;
  ASSIGN_OR_RETURN(identity.certificate_pem,
                   config::ReadFile(certificate_path()));
  ASSIGN_OR_RETURN(identity.private_key_pem,
                   config::ReadSecretFile(key_path()));
  return identity;
}

std::string IdentityDirectory::certificate_path() const {
  return base::StrCat(path_, kCurrent, kCertificate);
}

std::string IdentityDirectory::key_path() const {
  return base::StrCat(path_, kCurrent, kKey);
}

}  // namespace sijill::rpc
