// SPDX-License-Identifier: Apache-2.0
// Whom this node believes: the roots of the domains it knows, each for its own
// domain only, and what they revoked.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/pki/certificate.h"
#include "common/pki/revocation_list.h"

namespace sijill::pki {

// A value: copy it, change the copy, and let the readers have the copy. Const
// use is safe from every thread.
class TrustStore {
 public:
  struct Anchor {
    Certificate root;
    // The newest that was set; nobody of the domain is believed before.
    std::optional<RevocationList> revocations;
  };

  // Believes the root in `pem` for the domain it is bound to, which it
  // returns: compare it with the domain that was meant. A domain may have
  // several roots while one follows another; the same root twice is no change.
  // INVALID_ARGUMENT if it is no root (see DomainOfRoot()).
  absl::StatusOr<base::DomainName> AddRoot(std::string_view pem);

  // Takes the list for the root that signed it. Unchanged on any error:
  // INVALID_ARGUMENT if it is malformed, UNAUTHENTICATED if no root here
  // signed it, FAILED_PRECONDITION if it is overdue at `now`, not yet in
  // force (but for kBackdating), or older than the one held: that would take a
  // revocation back.
  absl::Status SetRevocationList(std::string_view pem, absl::Time now);

  // The roots of a domain; none if it is not known. Valid until the next
  // change of this store.
  std::span<const Anchor> AnchorsOf(const base::DomainName& domain) const;
  std::vector<base::DomainName> domains() const;

 private:
  std::map<base::DomainName, std::vector<Anchor>> anchors_;
};

}  // namespace sijill::pki
