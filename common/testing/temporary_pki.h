// SPDX-License-Identifier: Apache-2.0
// A trust domain's certificates for one test, in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/crypto/p256.h"
#include "common/crypto/random.h"
#include "common/pki/authority/authority.h"
#include "common/pki/certificate.h"
#include "common/pki/revocation_list.h"
#include "common/pki/spiffe_id.h"
#include "common/pki/trust_store.h"

namespace sijill::testing {

// A certificate with its key, both as a TLS library wants them.
struct Credentials {
  pki::SpiffeId id;
  pki::Certificate certificate;
  std::string certificate_pem;
  std::string key_pem;
};

// What a careless root signs: `names` as x509v3_config(5) writes them
// ("URI:spiffe://...,DNS:localhost"; empty: none), true or not.
struct CarelessDraft {
  std::string names;
  absl::Time not_before;
  absl::Time not_after;
};

// A certificate and its key that no profile allows, perhaps.
struct CarelessPair {
  std::string certificate_pem;
  std::string key_pem;
};

// The root of one domain and what it issues. Anything that cannot be made ends
// the test program. Not thread-safe.
class TemporaryPki {
 public:
  // `now`: when everything is issued. Tests over real TLS give the machine's
  // time, since gRPC looks at no other.
  TemporaryPki(std::string_view domain, absl::Time now);

  // Valid for localhost, 127.0.0.1 and ::1.
  Credentials Node(std::string_view name);
  Credentials System(std::string_view agency, std::string_view name);
  Credentials Officer(std::string_view agency, std::string_view pseudonym);
  Credentials Seal(std::string_view agency, uint32_t number);

  // For a client, with everything in its place but what `draft` says.
  CarelessPair IssueCarelessly(const CarelessDraft& draft);

  // Takes it back on the next revocation list: give that to the trust stores.
  void Revoke(const pki::Certificate& certificate);
  std::string root_pem() const { return authority_.root().ToPem(); }
  // The present list, in force for a week from `now`.
  std::string revocation_list_pem() const;
  // The present list as it would be at another time.
  std::string RevocationListAt(absl::Time issued, absl::Time due) const;
  // Makes `trust` believe this domain, with the present list.
  void Introduce(pki::TrustStore& trust) const;

  const pki::Authority& authority() const { return authority_; }
  const base::DomainName& domain() const { return authority_.domain(); }

 private:
  Credentials Issue(pki::SpiffeId::Kind kind, std::string_view agency,
                    std::string_view name);

  absl::Time now_;
  crypto::SystemRandom random_;
  pki::Authority authority_;
  pki::Revocations revocations_;
  uint64_t list_number_ = 1;
};

}  // namespace sijill::testing
