// SPDX-License-Identifier: Apache-2.0
// What a root issued and took back: the file index.json of its directory. Who
// trusts it: the administrator, and the next revocation list, which is made of
// it. Losing it loses no trust, but what it alone knew was issued cannot be
// named any more when it must be revoked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"
#include "common/pki/revocation_list.h"
#include "common/pki/spiffe_id.h"

namespace sijill::pki {

struct IssuedCertificate {
  std::string serial_hex;
  SpiffeId id;
  base::Hash key_id;  // crypto::PublicKey::id()
  absl::Time not_before;
  absl::Time not_after;
  std::optional<Revocation> revocation;

  friend bool operator==(const IssuedCertificate&,
                         const IssuedCertificate&) = default;
};

struct IssueIndex {
  // Of the last list that was, or was about to be, signed.
  uint64_t revocation_list_number = 0;
  std::vector<IssuedCertificate> issued;  // in order of issue

  // The entry of that serial, or null. Valid until `issued` changes.
  const IssuedCertificate* Find(std::string_view serial_hex) const;
  IssuedCertificate* Find(std::string_view serial_hex);
  // All that is revoked, for the next list. It stays on the list after it
  // expired: an auditor asks about the past.
  Revocations revocations() const;

  friend bool operator==(const IssueIndex&, const IssueIndex&) = default;
};

// JSON, format 1; times in UTC to the second. Reading back gives an equal
// index if its times are whole seconds.
std::string ToJson(const IssueIndex& index);
// DATA_LOSS if `text` is not what ToJson() writes.
absl::StatusOr<IssueIndex> IssueIndexFromJson(std::string_view text);

}  // namespace sijill::pki
