// SPDX-License-Identifier: Apache-2.0
// Nodes in the test's process that speak to each other over real mutual TLS on
// 127.0.0.1.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "common/casefile/casefile.h"
#include "common/rpc/client.h"
#include "common/time/clock.h"
#include "services/node/node.h"
#include "services/node/testing/eventually.h"
#include "services/node/testing/node_home.h"

namespace sijill::node {

// A node that can be stopped and started again on what it left, on the port
// that it had.
class TestNode {
 public:
  TestNode(std::string directory, std::string_view domain, absl::Time now)
      : home_(std::move(directory), domain, now) {}
  ~TestNode() { Stop(); }

  absl::Status Start();
  void Stop();
  // From the next start on.
  void set_backoff(exchange::Backoff::Bounds backoff) { backoff_ = backoff; }
  Node& operator*() { return *node_; }
  Node* operator->() { return node_.get(); }
  NodeHome& home() { return home_; }
  uint16_t port() const { return port_; }
  // Why it would have ended its process; empty if it would not.
  std::string fatal() const ABSL_LOCKS_EXCLUDED(mu_);
  std::string logged() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  NodeHome home_;
  const time::SystemClock clock_;
  crypto::SystemRandom random_;
  uint16_t port_ = 0;
  exchange::Backoff::Bounds backoff_ = {.least = absl::Milliseconds(20),
                                        .most = absl::Milliseconds(200)};
  mutable base::Mutex mu_;
  std::string fatal_ ABSL_GUARDED_BY(mu_);
  std::string logged_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<observe::Log> log_;
  std::unique_ptr<observe::Metrics> metrics_;
  std::unique_ptr<Node> node_;
};

class NetworkTest : public ::testing::Test {
 protected:
  NetworkTest();

  // Starts a node of this domain, known by nobody.
  TestNode& Add(std::string_view domain);
  // Makes each known to the other.
  void Introduce(TestNode& a, TestNode& b);

  // A caller with these credentials who expects `node`.
  std::unique_ptr<rpc::Client> ClientOf(const testing::Credentials& caller,
                                        TestNode& node);

  // Opens a case of `from`'s agency `interior` with `agency` of `to`; returns
  // its stream. `request` stands for the request.
  base::StreamName OpenCase(TestNode& from, TestNode& to,
                            std::string_view request,
                            std::string_view agency = "interior");
  // Events of the stream that `node` holds.
  static std::vector<casefile::HeldEvent> Held(TestNode& node,
                                               const base::StreamName& stream);
  static size_t HeldOfKind(TestNode& node, const base::StreamName& stream,
                           uint32_t kind);
  const time::SystemClock clock_;
  std::map<std::string, std::unique_ptr<TestNode>, std::less<>> nodes_;
};

}  // namespace sijill::node
