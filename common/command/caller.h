// SPDX-License-Identifier: Apache-2.0
// Who stands behind a call: the certificate's name, and the officer that it
// is, or may name.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/decision/decision.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/common.pb.h"

namespace sijill::command {

// A caller whose certificate, claims and purpose were looked at.
struct Asker {
  decision::Actor actor;
  std::string identity;  // the certificate's URI
  bool officer_asserted = false;
  v1::Caller caller;
};

// The method option `authorization` of `full_method`, or nullptr if there is
// no such method or it has none: nobody may call it.
const v1::Authorization* AuthorizationOf(std::string_view full_method);

// The registry granted the certificate a duty that calls the method; never that
// of a peer, which is no duty of the own domain.
bool MayCall(const decision::Directory& directory, std::string_view identity,
             std::string_view full_method);

// Looks again, in the registry that a decision is made on, at what the asker's
// certificate was granted when the call came in: it may have been revoked
// meanwhile. PERMISSION_DENIED, DUTY_MISSING or OFFICER_NOT_ASSERTABLE.
absl::Status CheckStillGranted(const decision::Directory& directory,
                               const Asker& asker,
                               std::string_view full_method);
// The refusal of who has no duty for a method.
absl::Status DutyMissing();

// Resolves `caller` of a call. The officer of an officer's certificate wins;
// a system may name one only if the registry lets it (PERMISSION_DENIED,
// reason OFFICER_NOT_ASSERTABLE). Methods that touch personal data need a
// purpose (INVALID_ARGUMENT, PURPOSE_REQUIRED); its note has a limit, and
// `at_least` names logs (INVALID_ARGUMENT, the fields) that have come that far
// (UNAVAILABLE, NOT_YET_READ); the own log does not exist for other domains.
absl::StatusOr<Asker> ResolveCaller(const Office& office, const rpc::Call& call,
                                    const v1::Caller& caller);

// INVALID_ARGUMENT, naming the field, unless `text` is a UUID in its canonical
// lower-case form; else its 16 bytes in the order of the text.
absl::StatusOr<std::string> ParseRequestId(std::string_view text);
// The inverse; requires 16 bytes.
std::string FormatRequestId(std::string_view bytes);

}  // namespace sijill::command
