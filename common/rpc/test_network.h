// SPDX-License-Identifier: Apache-2.0
// Nodes, callers and their certificates over real TLS on 127.0.0.1.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/mutex.h"
#include "common/crypto/random.h"
#include "common/observe/log.h"
#include "common/observe/metrics.h"
#include "common/rpc/authorizer.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/rpc/transport/credentials.h"
#include "common/testing/raw_tls.h"
#include "common/testing/temporary_pki.h"
#include "common/time/simulated_clock.h"

namespace sijill::rpc {

inline constexpr absl::Duration kPatience = absl::Seconds(20);

// Lets everybody call everything but the service test.v1.Secret.
class AllButSecrets final : public Authorizer {
 public:
  absl::Status Authorize(const Principal& principal,
                         std::string_view full_method) const override;
};

// A server of aa.example that knows bb.example too, and callers of theirs.
// Methods: test.v1.Echo/{Say,Refuse,Fail,Block,BlockThenAsk,Typed},
// test.v1.Secret/Read.
class NetworkTest : public ::testing::Test {
 protected:
  NetworkTest();
  ~NetworkTest() override;

  void StartServer() { StartServer(ServerOptions{}); }
  // With a node's certificate of aa.example unless `options` names another.
  void StartServer(ServerOptions options);
  MethodTable Methods();

  static Identity IdentityOf(const testing::Credentials& credentials);
  // A caller that expects a node of `domain` at the server's port.
  std::unique_ptr<Client> ClientAs(Identity identity,
                                   std::string_view domain = "aa.example");
  std::unique_ptr<Client> ClientAs(const testing::Credentials& credentials) {
    return ClientAs(IdentityOf(credentials));
  }
  static absl::StatusOr<std::string> Say(Client& client,
                                         std::string_view text = "hello");
  // What Say() is refused with when there was no connection.
  static void ExpectUnreachable(Client& client);

  // The trust as of now, with the present revocation lists of aa and bb.
  pki::TrustStore FreshTrust() const;
  // As FreshTrust(), with lists made at clock_'s time.
  pki::TrustStore TrustAtClock() const;

  // As testing::ConnectRaw(), to the server.
  testing::RawTls ConnectRaw(int version, const Identity* identity);
  // A TCP connection to the server.
  int ConnectTcp() const;
  std::string Logged();

  const absl::Time start_;
  // The server's; callers have the machine's.
  time::SimulatedClock clock_;
  const time::SystemClock system_clock_;
  crypto::SystemRandom random_;
  testing::TemporaryPki aa_;
  testing::TemporaryPki bb_;
  std::shared_ptr<LiveTrust> trust_;         // the server's
  std::shared_ptr<LiveTrust> client_trust_;  // the callers'
  base::Mutex log_mu_;
  std::string logged_ ABSL_GUARDED_BY(log_mu_);
  observe::Log log_;
  observe::Metrics metrics_;
  const AllButSecrets authorizer_;

  std::atomic<int> handled_ = 0;  // calls that reached a handler
  std::atomic<int> blocked_ = 0;  // of these, calls of Block
  std::promise<void> release_;    // lets Block return
  std::shared_future<void> released_{release_.get_future()};
  std::unique_ptr<Server> server_;
};

}  // namespace sijill::rpc
