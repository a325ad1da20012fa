// SPDX-License-Identifier: Apache-2.0
// Who a certificate speaks for: its one URI subject alternative name, in the
// shape of the SPIFFE ID standard, section 2, narrowed to the four kinds that
// exist here.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/names.h"

namespace sijill::pki {

// One of
//   spiffe://<domain>/node/<name>
//   spiffe://<domain>/agency/<agency>/system/<name>
//   spiffe://<domain>/agency/<agency>/officer/<pseudonym>
//   spiffe://<domain>/agency/<agency>/seal/<n>
// where <domain>, <agency>, <name> and <pseudonym> are names (base::IsName)
// and <n> is decimal, 1 to 2^32 - 1. Each value has exactly one spelling: no
// upper case, port, user, query, fragment, escape or trailing slash.
class SpiffeId : public base::ParsedName<SpiffeId> {
 public:
  enum class Kind { kNode, kSystem, kOfficer, kSeal };

  // INVALID_ARGUMENT for any other text.
  static absl::StatusOr<SpiffeId> Parse(std::string_view uri);

  // The id made of these parts; INVALID_ARGUMENT unless they are of the right
  // shape. A node belongs to no agency: its `agency` is empty.
  static absl::StatusOr<SpiffeId> Of(Kind kind, const base::DomainName& domain,
                                     std::string_view agency,
                                     std::string_view name);

  Kind kind() const { return kind_; }
  const base::DomainName& domain() const { return domain_; }
  // The agency it belongs to; of a node the domain's agency `node`, which
  // writes what machines do.
  const base::AgencyName& agency() const { return agency_; }
  // The last segment: a name, a pseudonym, or the number of a seal.
  std::string_view name() const;

 private:
  SpiffeId(std::string uri, Kind kind, base::DomainName domain,
           base::AgencyName agency)
      : ParsedName(std::move(uri)),
        kind_(kind),
        domain_(std::move(domain)),
        agency_(std::move(agency)) {}

  Kind kind_;
  base::DomainName domain_;
  base::AgencyName agency_;
};

// "node", "system", "officer" or "seal".
std::string_view KindName(SpiffeId::Kind kind);
// The kind of that name; INVALID_ARGUMENT if there is none.
absl::StatusOr<SpiffeId::Kind> ParseKind(std::string_view text);

}  // namespace sijill::pki
