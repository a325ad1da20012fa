// SPDX-License-Identifier: Apache-2.0
#include "services/node/authorizer.h"

#include "common/command/caller.h"
#include "common/refusal/refusal.h"

namespace sijill::node {

bool DutyAuthorizer::Has(const pki::SpiffeId& caller, v1::Duty duty) const {
  if (caller.domain() == domain_) {
    return duty != v1::DUTY_PEER && duty != v1::DUTY_UNSPECIFIED &&
           registry_.Current()->Has(caller.str(), duty);
  }
  return duty == v1::DUTY_PEER && caller.kind() == pki::SpiffeId::Kind::kNode &&
         peers_.Find(caller.domain()).has_value();
}

absl::Status DutyAuthorizer::Authorize(const rpc::Principal& principal,
                                       std::string_view full_method) const {
  const v1::Authorization* const rule = command::AuthorizationOf(full_method);
  if (rule != nullptr) {
    for (const int duty : rule->duties()) {
      if (Has(principal.id, static_cast<v1::Duty>(duty))) {
        return absl::OkStatus();
      }
    }
  }
  return refusal::Refuse(absl::StatusCode::kPermissionDenied, "DUTY_MISSING",
                         "the certificate has no duty that calls this method");
}

}  // namespace sijill::node
