// SPDX-License-Identifier: Apache-2.0
#include "common/decision/directory.h"

#include <algorithm>

namespace sijill::decision {

const v1::Agency* Directory::FindAgency(std::string_view name) const {
  const auto found = agencies.find(name);
  if (found == agencies.end() || found->second.retired()) return nullptr;
  return &found->second;
}

const v1::Post* Directory::FindPost(std::string_view name) const {
  const auto found = posts.find(name);
  if (found == posts.end() || found->second.retired()) return nullptr;
  return &found->second;
}

const v1::Grant* Directory::FindGrant(std::string_view identity) const {
  const auto found = grants.find(identity);
  if (found == grants.end() || found->second.duties().empty()) return nullptr;
  return &found->second;
}

bool Directory::Has(std::string_view identity, v1::Duty duty) const {
  const v1::Grant* grant = FindGrant(identity);
  return grant != nullptr &&
         std::ranges::find(grant->duties(), duty) != grant->duties().end();
}

}  // namespace sijill::decision
