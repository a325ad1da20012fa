// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/authority_directory.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"

namespace sijill::pki {
namespace {

using config::FileMode;

constexpr std::string_view kRoot = "/root.pem";
constexpr std::string_view kKey = "/root.key";
constexpr std::string_view kList = "/crl.pem";
constexpr std::string_view kIndex = "/index.json";
constexpr std::string_view kIssued = "/issued";

std::string WithoutTrailingSlash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

// Everything a new root has, in a directory that has its name only later.
absl::Status Fill(const std::string& directory, const Authority& authority,
                  absl::Time now) {
  RETURN_IF_ERROR(MakeDirectory(base::StrCat(directory, kIssued)));
  RETURN_IF_ERROR(WriteNewFile(base::StrCat(directory, kKey),
                               authority.key().ToPem(), FileMode::kSecret));
  RETURN_IF_ERROR(WriteNewFile(base::StrCat(directory, kRoot),
                               authority.root().ToPem(), FileMode::kPublic));
  IssueIndex index;
  index.revocation_list_number = 1;
  ASSIGN_OR_RETURN(
      const std::string list,
      authority.SignRevocationList(1, {}, now, now + kRevocationListLifetime));
  RETURN_IF_ERROR(WriteNewFile(base::StrCat(directory, kIndex), ToJson(index),
                               FileMode::kPublic));
  return WriteNewFile(base::StrCat(directory, kList), list, FileMode::kPublic);
}

// rename(2) puts a directory only in the place of an empty one, or of nothing.
absl::Status GiveName(const std::string& staged, const std::string& path) {
  if (std::rename(staged.c_str(), path.c_str()) == 0) {
    return SyncDirectory(ParentOf(path));
  }
  return absl::AlreadyExistsError(
      base::StrCat("there is something at ", path, " already"));
}

// Times are kept, and signed, in whole seconds.
absl::Time Second(absl::Time now) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(now));
}

absl::Status MayCertify(const IssueIndex& index,
                        const CertificateRequest& request) {
  for (const IssuedCertificate& issued : index.issued) {
    if (issued.key_id != request.public_key.id()) continue;
    if (issued.id != request.id) {
      return absl::FailedPreconditionError(
          "this key was certified for another name: make a new one");
    }
    if (issued.revocation &&
        issued.revocation->reason == RevocationReason::kKeyCompromise) {
      return absl::FailedPreconditionError(
          "this key was revoked as compromised: make a new one");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AuthorityDirectory> AuthorityDirectory::Create(
    const std::string& path, const base::DomainName& domain, absl::Time now,
    crypto::Random& random) {
  const std::string directory = WithoutTrailingSlash(path);
  std::error_code error;
  if (std::filesystem::exists(directory, error) &&
      !std::filesystem::is_empty(directory, error)) {
    return absl::AlreadyExistsError(
        base::StrCat("there is something at ", directory, " already"));
  }
  ASSIGN_OR_RETURN(const Authority authority,
                   Authority::Create(domain, Second(now), random));
  const std::string staged = base::StrCat(directory, ".new-", ::getpid());
  RETURN_IF_ERROR(MakeDirectory(staged));
  absl::Status status = Fill(staged, authority, Second(now));
  if (status.ok()) status = GiveName(staged, directory);
  if (!status.ok()) {
    std::filesystem::remove_all(staged, error);
    return status;
  }
  return Open(directory);
}

absl::StatusOr<AuthorityDirectory> AuthorityDirectory::Open(
    const std::string& path) {
  const std::string directory = WithoutTrailingSlash(path);
  ASSIGN_OR_RETURN(DirectoryLock lock, DirectoryLock::Take(directory));
  ASSIGN_OR_RETURN(const std::string root_pem,
                   config::ReadFile(base::StrCat(directory, kRoot)));
  ASSIGN_OR_RETURN(Certificate root, Certificate::FromPem(root_pem));
  ASSIGN_OR_RETURN(const std::string key_pem,
                   config::ReadSecretFile(base::StrCat(directory, kKey)));
  ASSIGN_OR_RETURN(crypto::PrivateKey key,
                   crypto::PrivateKey::FromPem(key_pem));
  ASSIGN_OR_RETURN(Authority authority,
                   Authority::From(std::move(root), std::move(key)));
  ASSIGN_OR_RETURN(const std::string json,
                   config::ReadFile(base::StrCat(directory, kIndex)));
  ASSIGN_OR_RETURN(IssueIndex index, IssueIndexFromJson(json));
  return AuthorityDirectory(directory, std::move(lock), std::move(authority),
                            std::move(index));
}

absl::StatusOr<RevocationList> AuthorityDirectory::ReadRevocationList() const {
  ASSIGN_OR_RETURN(const std::string pem, config::ReadFile(InDirectory(kList)));
  return RevocationList::FromPem(pem, authority_.root());
}

absl::StatusOr<Certificate> AuthorityDirectory::Issue(
    const CertificateRequest& request, absl::Time now, crypto::Random& random) {
  RETURN_IF_ERROR(MayCertify(index_, request));
  ASSIGN_OR_RETURN(Certificate certificate,
                   authority_.Issue(request, Second(now), random));
  IssueIndex index = index_;
  index.issued.push_back({certificate.serial_hex(), request.id,
                          request.public_key.id(), certificate.not_before(),
                          certificate.not_after(), std::nullopt});
  RETURN_IF_ERROR(WriteNewFile(
      InDirectory(base::StrCat(kIssued, "/", certificate.serial_hex(), ".pem")),
      certificate.ToPem(), FileMode::kPublic));
  RETURN_IF_ERROR(Record(std::move(index)));
  return certificate;
}

absl::Status AuthorityDirectory::Revoke(std::string_view serial_hex,
                                        RevocationReason reason,
                                        absl::Time now) {
  IssueIndex index = index_;
  IssuedCertificate* const issued = index.Find(serial_hex);
  if (issued == nullptr) {
    return absl::NotFoundError("this root issued no such certificate");
  }
  if (!issued->revocation) {
    issued->revocation = Revocation{Second(now), reason};
    RETURN_IF_ERROR(Record(std::move(index)));
  }
  return PublishRevocationList(now);
}

absl::Status AuthorityDirectory::PublishRevocationList(absl::Time now) {
  IssueIndex index = index_;
  ++index.revocation_list_number;
  ASSIGN_OR_RETURN(const std::string list,
                   authority_.SignRevocationList(
                       index.revocation_list_number, index.revocations(),
                       Second(now), Second(now) + kRevocationListLifetime));
  // The number first: two different lists must never bear the same one.
  RETURN_IF_ERROR(Record(std::move(index)));
  return config::WriteFileAtomically(InDirectory(kList), list,
                                     FileMode::kPublic);
}

std::string AuthorityDirectory::InDirectory(std::string_view name) const {
  return base::StrCat(path_, name);
}

absl::Status AuthorityDirectory::Record(IssueIndex index) {
  RETURN_IF_ERROR(config::WriteFileAtomically(
      InDirectory(kIndex), ToJson(index), FileMode::kPublic));
  index_ = std::move(index);
  return absl::OkStatus();
}

}  // namespace sijill::pki
