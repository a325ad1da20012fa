// SPDX-License-Identifier: Apache-2.0
// A node's directory with a certificate for everyone, for one test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/testing/temporary_pki.h"
#include "services/node/config/node_config.h"

namespace sijill::node {

inline constexpr char kTestExchange[] = "training.example";

// Two agencies seal: `interior` and `consulate`, beside `node`. The registry
// knows both, and grants auditor "auditor-1" of `interior` his duty. What
// cannot be written ends the test program.
class NodeHome {
 public:
  // Replaces whatever is in `directory`.
  NodeHome(std::string directory, std::string_view domain, absl::Time now);

  // Enters `peer`, listening on 127.0.0.1:`port`, among the peers' files.
  void Know(const NodeHome& peer, uint16_t port);
  // Writes the present revocation list where the node reads it.
  void PublishRevocations();

  testing::TemporaryPki& pki() { return pki_; }
  const testing::TemporaryPki& pki() const { return pki_; }
  const base::DomainName& domain() const { return pki_.domain(); }
  base::AgencyName Agency(std::string_view name) const;
  const std::string& directory() const { return directory_; }
  // The configuration as the node reads it.
  NodeConfig config() const;
  // The officer whom the registry makes an auditor.
  const testing::Credentials& auditor() const { return auditor_; }

 private:
  const std::string directory_;
  testing::TemporaryPki pki_;
  testing::Credentials auditor_;
  std::string vkey_;
};

}  // namespace sijill::node
