// SPDX-License-Identifier: Apache-2.0
// What may be entered in the registry, and what the entries come to.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/names.h"
#include "common/decision/directory.h"
#include "sijill/v1/records.pb.h"
#include "sijill/v1/registry.pb.h"

namespace sijill::registry {

// INVALID_ARGUMENT naming every field that is wrong. An agency may be of any
// domain, but is never its `node`; its State is three letters (Doc 9303-3
// section 5), its time zone an IANA name, its roles those that an agency has in
// a case. Texts are at most 200 bytes.
absl::Status CheckAgency(const v1::Agency& agency);

// A post is of its agency's domain. INVALID_ARGUMENT naming the fields; if they
// are well written, with reason AGENCY_UNKNOWN for an agency that is not in
// `directory`, or has retired while the post has not.
absl::Status CheckPost(const v1::Post& post,
                       const decision::Directory& directory);

// A grant is for a certificate of `domain`, and only a system's certificate
// asserts officers. INVALID_ARGUMENT naming the fields; with reason
// AGENCY_UNKNOWN if duties are given and the certificate's agency does not act
// by `directory`.
absl::Status CheckGrant(const v1::Grant& grant, const base::DomainName& domain,
                        const decision::Directory& directory);

// Makes the change in `directory`.
void Apply(const v1::RegistryChanged& changed, decision::Directory& directory);

}  // namespace sijill::registry
