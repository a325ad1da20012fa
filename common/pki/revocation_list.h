// SPDX-License-Identifier: Apache-2.0
// What a domain's root took back before its time: an X.509 revocation list,
// version 2 (RFC 5280 section 5).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pki/certificate.h"

namespace sijill::pki {

inline constexpr size_t kMaxRevocationListPemBytes = 4u << 20;

// RFC 5280 5.3.1, those that make sense for a leaf here; the value is the
// number in the list.
enum class RevocationReason {
  kUnspecified = 0,
  kKeyCompromise = 1,
  kAffiliationChanged = 3,
  kSuperseded = 4,
  kCessationOfOperation = 5,
  kPrivilegeWithdrawn = 9,
};

// As RFC 5280 writes it ("keyCompromise"), and back: INVALID_ARGUMENT names
// the known ones.
std::string_view ReasonName(RevocationReason reason);
absl::StatusOr<RevocationReason> ParseReason(std::string_view text);

struct Revocation {
  absl::Time at;
  RevocationReason reason = RevocationReason::kUnspecified;

  friend bool operator==(const Revocation&, const Revocation&) = default;
};

// By serial number, as Certificate::serial_hex() writes it.
using Revocations = std::map<std::string, Revocation, std::less<>>;

// A list whose signature was verified when it was read. Never changes; safe
// from every thread.
class RevocationList {
 public:
  // INVALID_ARGUMENT if `pem` is no complete list of version 2 with a number
  // and a next update (indirect and delta lists are refused: any critical
  // extension is), UNAUTHENTICATED if `root` did not sign it.
  static absl::StatusOr<RevocationList> FromPem(std::string_view pem,
                                                const Certificate& root);

  bool IsRevoked(std::string_view serial_hex) const {
    return revocations_.find(serial_hex) != revocations_.end();
  }
  const Revocations& revocations() const { return revocations_; }
  // Rises with every list of a root: the lower one is the older one.
  uint64_t number() const { return number_; }
  absl::Time this_update() const { return this_update_; }
  // After this instant silence about a serial says nothing any more.
  absl::Time next_update() const { return next_update_; }

 private:
  RevocationList() = default;

  uint64_t number_ = 0;
  absl::Time this_update_;
  absl::Time next_update_;
  Revocations revocations_;
};

}  // namespace sijill::pki
