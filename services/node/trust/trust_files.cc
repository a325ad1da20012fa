// SPDX-License-Identifier: Apache-2.0
#include "services/node/trust/trust_files.h"

#include "common/base/status_macros.h"
#include "common/config/file.h"

namespace sijill::node {

absl::Status TrustFiles::LoadOne(const RootFiles& files, absl::Time now,
                                 pki::TrustStore& store) {
  ASSIGN_OR_RETURN(const std::string root, config::ReadFile(files.root));
  pki::TrustStore alone;
  ASSIGN_OR_RETURN(const base::DomainName bound, alone.AddRoot(root));
  if (bound != files.domain) {
    return absl::InvalidArgumentError("the root is bound to another domain");
  }
  RETURN_IF_ERROR(store.AddRoot(root).status());
  // Overdue by now, perhaps: then nobody is believed by it, but an older one
  // is still known to be older.
  std::string& newest = newest_lists_[files.domain];
  absl::Status held = absl::NotFoundError("no revocation list");
  if (!newest.empty()) held = store.SetRevocationList(newest, now);
  ASSIGN_OR_RETURN(
      std::string list,
      config::ReadFile(files.crl, pki::kMaxRevocationListPemBytes));
  if (held.ok() && list == newest) return absl::OkStatus();
  RETURN_IF_ERROR(store.SetRevocationList(list, now));
  newest = std::move(list);
  return absl::OkStatus();
}

LoadedTrust TrustFiles::Load(const std::vector<RootFiles>& roots,
                             absl::Time now) {
  LoadedTrust loaded;
  for (const RootFiles& files : roots) {
    const absl::Status status = LoadOne(files, now, loaded.store);
    if (!status.ok()) loaded.problems.emplace_back(files.domain, status);
  }
  return loaded;
}

}  // namespace sijill::node
