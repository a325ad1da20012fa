// SPDX-License-Identifier: Apache-2.0
#include "services/node/authorizer.h"

#include <algorithm>

#include "common/command/caller.h"

namespace sijill::node {
namespace {

bool IsForPeers(std::string_view full_method) {
  const v1::Authorization* const rule = command::AuthorizationOf(full_method);
  return rule != nullptr && std::ranges::find(rule->duties(), v1::DUTY_PEER) !=
                                rule->duties().end();
}

}  // namespace

absl::Status DutyAuthorizer::Authorize(const rpc::Principal& principal,
                                       std::string_view full_method) const {
  const pki::SpiffeId& caller = principal.id;
  const bool may =
      caller.domain() == domain_
          ? command::MayCall(*registry_.Current(), caller.str(), full_method)
          : IsPeer(caller) && IsForPeers(full_method);
  return may ? absl::OkStatus() : command::DutyMissing();
}

bool DutyAuthorizer::IsPeer(const pki::SpiffeId& caller) const {
  return caller.kind() == pki::SpiffeId::Kind::kNode &&
         peers_.Find(caller.domain()).has_value();
}

}  // namespace sijill::node
