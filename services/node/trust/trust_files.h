// SPDX-License-Identifier: Apache-2.0
// Whom the node believes, as files say it: its own root and its peers', each
// with its revocation list.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/pki/trust_store.h"

namespace sijill::node {

// One root, by files of PEM.
struct RootFiles {
  base::DomainName domain;
  std::string root;
  std::string crl;
};

// What was loaded, and what of it could not be.
struct LoadedTrust {
  pki::TrustStore store;
  // Domains of which nobody is believed, or only by an earlier list, each with
  // the reason; no personal data.
  std::vector<std::pair<base::DomainName, absl::Status>> problems;
};

// Loads the files again and again. A revocation list that is older than the
// one loaded before does not replace it, nor does one that cannot be read: that
// would take revocations back. Used by one thread.
class TrustFiles {
 public:
  // Believes each root for its own domain alone.
  LoadedTrust Load(const std::vector<RootFiles>& roots, absl::Time now);

 private:
  absl::Status LoadOne(const RootFiles& files, absl::Time now,
                       pki::TrustStore& store);

  std::map<base::DomainName, std::string> newest_lists_;  // PEM
};

}  // namespace sijill::node
