// SPDX-License-Identifier: Apache-2.0
// What a crowd without certificates can do to a node: nothing that lasts.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "common/rpc/test_network.h"

namespace sijill::rpc {
namespace {

class ExhaustionTest : public NetworkTest {};

TEST_F(ExhaustionTest, CallsSucceedAgainAfterIdleSocketsUsedAllDescriptors) {
  StartServer({.listener = {.max_connections_per_peer = 1000}});
  std::vector<int> crowd(200);
  for (int& fd : crowd) {
    fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ASSERT_GE(fd, 0);
  }
  // Sockets that exist stay; of new descriptors there are some eight.
  struct rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  struct rlimit tight = before;
  tight.rlim_cur =
      static_cast<rlim_t>(*std::max_element(crowd.begin(), crowd.end()) + 8);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  sockaddr_in address = {.sin_family = AF_INET,
                         .sin_port = htons(server_->port())};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (const int fd : crowd) {
    ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  // One of them is shed when the node has no descriptor left.
  std::vector<pollfd> ends;
  for (const int fd : crowd) ends.push_back({.fd = fd, .events = POLLIN});
  ASSERT_GT(::poll(ends.data(), ends.size(), -1), 0);
  for (const int fd : crowd) ::close(fd);
  const auto client = ClientAs(aa_.System("ministry", "s1"));
  EXPECT_TRUE(Say(*client).ok());
  EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_THAT(metrics_.Exposition(),
              ::testing::HasSubstr(
                  "sijill_connections_total{outcome=\"no_descriptors\"}"));
}

TEST_F(ExhaustionTest, IdleSocketsOfOnePeerAreLimited) {
  StartServer({.listener = {.max_connections_per_peer = 3}});
  const auto client = ClientAs(aa_.System("ministry", "s1"));
  ASSERT_TRUE(Say(*client).ok());
  std::vector<int> crowd;
  for (int i = 0; i < 10; ++i) crowd.push_back(ConnectTcp());
  // All but two are closed by the server.
  char byte;
  for (size_t i = 2; i < crowd.size(); ++i) {
    EXPECT_LE(::recv(crowd[i], &byte, 1, 0), 0);
  }
  EXPECT_LT(::recv(crowd[0], &byte, 1, MSG_DONTWAIT), 0);
  EXPECT_TRUE(Say(*client).ok()) << "who is inside stays inside";
  for (const int fd : crowd) ::close(fd);
}

}  // namespace
}  // namespace sijill::rpc
