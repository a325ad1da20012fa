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
// domain; its State is three letters (Doc 9303-3 section 5), its time zone an
// IANA name, its roles those that an agency has in a case.
absl::Status CheckAgency(const v1::Agency& agency);

// A post is of its agency's domain, and the agency is in `directory`.
absl::Status CheckPost(const v1::Post& post,
                       const decision::Directory& directory);

// A grant is for a certificate of `domain`, of an agency in `directory` (or of
// the node), and an officer's certificate asserts nobody.
absl::Status CheckGrant(const v1::Grant& grant, const base::DomainName& domain,
                        const decision::Directory& directory);

// Makes the change in `directory`.
void Apply(const v1::RegistryChanged& changed, decision::Directory& directory);

}  // namespace sijill::registry
