// SPDX-License-Identifier: Apache-2.0
// A node's directory with a certificate for everyone, for one test.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/testing/temporary_pki.h"
#include "services/node/config/node_config.h"
#include "sijill/v1/options.pb.h"

namespace sijill::node {

inline constexpr char kTestExchange[] = "training.example";

// Two agencies seal: `interior` and `consulate`, beside `node`. The registry
// knows both, and grants one officer of `interior` each of the duties, and one
// of `consulate` those of an officer and a system. What cannot be written ends
// the test program.
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
  // Whom the registry grants `duty` and no other; not for DUTY_PEER.
  const testing::Credentials& With(v1::Duty duty) const {
    return granted_.at(duty);
  }
  const testing::Credentials& auditor() const { return With(v1::DUTY_AUDITOR); }
  // Of an agency that takes part in nothing that `interior` opens.
  const testing::Credentials& outsider() const { return outsider_; }

 private:
  const std::string directory_;
  testing::TemporaryPki pki_;
  std::map<v1::Duty, testing::Credentials> granted_;
  testing::Credentials outsider_;
  std::string vkey_;
};

}  // namespace sijill::node
