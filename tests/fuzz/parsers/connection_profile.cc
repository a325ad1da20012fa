// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/connection_profile.h"

#include <string>

#include "common/merkle/verifier_key.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs ConnectionProfileSeeds() {
  cli::ConnectionProfile profile{.name = "officer",
                                 .domain = "north.example",
                                 .node = "127.0.0.1:7443",
                                 .certificate = "/pki/officer.pem",
                                 .key = "/pki/officer.key",
                                 .root = "/pki/root.pem",
                                 .revocation_list = "/pki/crl.pem"};
  Inputs inputs = {cli::ToJson(profile)};
  profile.log_keys = {merkle::FormatVerifierKey({.name = "north.example"})};
  inputs.push_back(cli::ToJson(profile));
  return inputs;
}

void FuzzConnectionProfile(std::string_view bytes) {
  const auto profile = cli::ProfileFromJson(bytes);
  if (!profile.ok()) {
    return RequireInvalid(profile.status(), "a profile is refused");
  }
  Require(cli::CheckShape(*profile).ok(), "its fields are of their shape");
  const auto again = cli::ProfileFromJson(cli::ToJson(*profile));
  Require(again.ok() && *again == *profile, "what is written is read");
  for (const std::string* path : {&profile->certificate, &profile->key,
                                  &profile->root, &profile->revocation_list}) {
    Require(path->starts_with('/') && path->find('\0') == path->npos,
            "a path is absolute and is opened as it is written");
  }
}

}  // namespace sijill::fuzz
