// SPDX-License-Identifier: Apache-2.0
// A domain's root on disk:
//
//   root.pem              the certificate, for every peer
//   root.key      (0600)  its key; keep the directory off the net
//   crl.pem               the revocation list, for every peer
//   index.json            what was issued and revoked
//   issued/<serial>.pem   each certificate, as it was handed out
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/crypto/random.h"
#include "common/pki/authority/authority.h"
#include "common/pki/authority/issue_index.h"
#include "common/pki/authority/new_file.h"

namespace sijill::pki {

// Held by one process at a time. Errors of the file system keep the codes of
// config/file.h and new_file.h; the directory is then as it was, or one step
// further in an order that never hands out what the index does not know. Not
// thread-safe.
class AuthorityDirectory {
 public:
  // Makes a root for `domain` and its first revocation list. All of it appears
  // at `path` in one step. ALREADY_EXISTS if something is there (but for an
  // empty directory): a root is never replaced.
  static absl::StatusOr<AuthorityDirectory> Create(
      const std::string& path, const base::DomainName& domain, absl::Time now,
      crypto::Random& random);
  // NOT_FOUND if there is none, ABORTED while another command is at work,
  // PERMISSION_DENIED if others than the owner can read the key, DATA_LOSS if
  // the index is damaged, and the codes of Authority::From().
  static absl::StatusOr<AuthorityDirectory> Open(const std::string& path);

  const Authority& authority() const { return authority_; }
  const IssueIndex& index() const { return index_; }
  // crl.pem, verified against the root. The codes of RevocationList.
  absl::StatusOr<RevocationList> ReadRevocationList() const;

  // As Authority::Issue(), and recorded before it is returned. A key has one
  // name for ever and none after it was compromised: FAILED_PRECONDITION if
  // this one was certified for another id, or revoked for keyCompromise.
  absl::StatusOr<Certificate> Issue(const CertificateRequest& request,
                                    absl::Time now, crypto::Random& random);
  // Takes a certificate back and publishes the next list. NOT_FOUND if it was
  // not issued here. Once more is no change of instant or reason, only a new
  // list: so a call that failed half-way is repeated.
  absl::Status Revoke(std::string_view serial_hex, RevocationReason reason,
                      absl::Time now);
  // Publishes the next list: before the last one is overdue.
  absl::Status PublishRevocationList(absl::Time now);

 private:
  AuthorityDirectory(std::string path, DirectoryLock lock, Authority authority,
                     IssueIndex index)
      : path_(std::move(path)),
        lock_(std::move(lock)),
        authority_(std::move(authority)),
        index_(std::move(index)) {}

  std::string InDirectory(std::string_view name) const;
  // Makes `index` the index, on disk first.
  absl::Status Record(IssueIndex index);

  std::string path_;
  DirectoryLock lock_;
  Authority authority_;
  IssueIndex index_;
};

}  // namespace sijill::pki
