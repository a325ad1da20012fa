// SPDX-License-Identifier: Apache-2.0
// What a node's registry says at one version: agencies, posts, and what the
// certificates of its own domain may do. A value; decisions look things up in
// it and never in a live registry.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sijill/v1/registry.pb.h"

namespace sijill::decision {

struct Directory {
  uint64_t version = 0;  // the registry version that it is of
  std::map<std::string, v1::Agency, std::less<>> agencies;  // by name
  std::map<std::string, v1::Post, std::less<>> posts;       // by name
  std::map<std::string, v1::Grant, std::less<>> grants;     // by identity

  // nullptr if there is none, or it no longer acts. Valid as long as this.
  const v1::Agency* FindAgency(std::string_view name) const;
  const v1::Post* FindPost(std::string_view name) const;
  // nullptr if the certificate was granted nothing.
  const v1::Grant* FindGrant(std::string_view identity) const;

  // The certificate was granted the duty.
  bool Has(std::string_view identity, v1::Duty duty) const;
};

}  // namespace sijill::decision
