// SPDX-License-Identifier: Apache-2.0
#include "common/config/peer_file.h"

#include "common/base/names.h"
#include "common/base/text.h"
#include "common/merkle/verifier_key.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs PeerFileSeeds() {
  const auto key =
      *base::FixedBytes<32>::From("0123456789abcdef0123456789abcdef");
  return {config::FormatPeerFile(
      {.domain = "south.example",
       .address = "127.0.0.1:7443",
       .root_pem = "south.pem",
       .crl = "/etc/south.crl",
       .shared_log_vkey = merkle::FormatVerifierKey(
           {.name = "south.example/sijill/training.example/shared/1",
            .key = key})})};
}

void FuzzPeerFile(std::string_view bytes) {
  const auto peer = config::ParsePeerFile(bytes);
  if (!peer.ok()) {
    return RequireInvalid(peer.status(), "a peer's file is refused");
  }
  const auto again = config::ParsePeerFile(config::FormatPeerFile(*peer));
  Require(again.ok() && *again == *peer, "what is written is read");
  Require(base::IsName(peer->domain), "a peer is a domain");
  for (const std::string* path : {&peer->root_pem, &peer->crl}) {
    Require(!path->empty() && path->find('\0') == path->npos,
            "a path is opened as it is written");
  }
  const auto key = merkle::ParseVerifierKey(peer->shared_log_vkey);
  Require(key.ok() && key->name.starts_with(peer->domain + "/sijill/"),
          "a peer's log is of its domain");
  std::string_view epoch = key->name;
  epoch.remove_prefix(epoch.rfind('/') + 1);
  Require(base::ParseDecimal(epoch).value_or(0) >= 1,
          "a log's name ends with its epoch");
}

}  // namespace sijill::fuzz
