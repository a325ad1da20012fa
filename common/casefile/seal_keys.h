// SPDX-License-Identifier: Apache-2.0
// The keys with which this node seals for its agencies.
#pragma once

#include <map>
#include <memory>
#include <utility>

#include "common/base/names.h"
#include "common/crypto/p256.h"

namespace sijill::casefile {

// Set before the node serves and not changed while it does, so every thread
// may read it.
class SealKeys {
 public:
  // Makes `signer` seal for `agency`, in place of an earlier one.
  void Set(const base::AgencyName& agency,
           std::shared_ptr<const crypto::Signer> signer) {
    signers_[agency] = std::move(signer);
  }
  // nullptr if nothing seals for `agency`.
  const crypto::Signer* Find(const base::AgencyName& agency) const {
    const auto found = signers_.find(agency);
    return found == signers_.end() ? nullptr : found->second.get();
  }
  const std::map<base::AgencyName, std::shared_ptr<const crypto::Signer>>& all()
      const {
    return signers_;
  }

 private:
  // Shared: one key may seal for several agencies in a test.
  std::map<base::AgencyName, std::shared_ptr<const crypto::Signer>> signers_;
};

}  // namespace sijill::casefile
