// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "common/base/mutex.h"

namespace sijill::rpc {
namespace {

// Closes what it holds.
class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Socket Connect(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address),
                          sizeof address) != 0) {
    ADD_FAILURE() << "cannot connect";
  }
  return Socket(fd);
}

// True once the other side closed the connection.
bool IsClosedByPeer(const Socket& socket) {
  char byte;
  return ::recv(socket.get(), &byte, 1, 0) <= 0;
}

class ListenerTest : public ::testing::Test {
 protected:
  // Opens with `options` and keeps every connection that is handed over.
  void Open(ListenerOptions options) {
    auto opened = Listener::Open(std::move(options), [this](Arrival arrival) {
      base::MutexLock lock(mu_);
      ++arrivals_[arrival];
      changed_.NotifyAll();
    });
    ASSERT_TRUE(opened.ok()) << opened.status();
    listener_ = *std::move(opened);
    listener_->Start([this](int fd) {
      base::MutexLock lock(mu_);
      kept_.emplace_back(fd);
    });
  }
  void TearDown() override {
    if (listener_) listener_->Stop();
  }

  void WaitFor(Arrival arrival, int count) {
    base::MutexLock lock(mu_);
    while (arrivals_[arrival] < count) changed_.Wait(mu_);
  }
  int Count(Arrival arrival) {
    base::MutexLock lock(mu_);
    return arrivals_[arrival];
  }
  void CloseKept() {
    base::MutexLock lock(mu_);
    kept_.clear();
  }

  base::Mutex mu_;
  base::CondVar changed_;
  std::map<Arrival, int> arrivals_ ABSL_GUARDED_BY(mu_);
  std::vector<Socket> kept_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<Listener> listener_;
};

TEST_F(ListenerTest, HandsOverConnectionsOnAPortOfTheSystemsChoice) {
  Open({});
  ASSERT_NE(listener_->port(), 0);
  const Socket one = Connect(listener_->port());
  const Socket two = Connect(listener_->port());
  WaitFor(Arrival::kHandedOver, 2);
}

TEST_F(ListenerTest, ListensOnIpv6) {
  Open({.address = "::1"});
  EXPECT_NE(listener_->port(), 0);
}

TEST_F(ListenerTest, LimitsTheConnectionsOfOnePeerUntilTheyClose) {
  Open({.max_connections_per_peer = 2});
  const Socket one = Connect(listener_->port());
  const Socket two = Connect(listener_->port());
  WaitFor(Arrival::kHandedOver, 2);
  EXPECT_TRUE(IsClosedByPeer(Connect(listener_->port())));
  EXPECT_EQ(Count(Arrival::kTooManyOfPeer), 1);
  CloseKept();
  const Socket three = Connect(listener_->port());
  WaitFor(Arrival::kHandedOver, 3);
}

TEST_F(ListenerTest, LimitsAllConnectionsUntilTheyClose) {
  Open({.max_connections = 2});
  const Socket one = Connect(listener_->port());
  const Socket two = Connect(listener_->port());
  WaitFor(Arrival::kHandedOver, 2);
  EXPECT_TRUE(IsClosedByPeer(Connect(listener_->port())));
  EXPECT_EQ(Count(Arrival::kTooMany), 1);
  CloseKept();
  const Socket three = Connect(listener_->port());
  WaitFor(Arrival::kHandedOver, 3);
}

TEST_F(ListenerTest, AnAddressThatIsNotAdmittedIsClosed) {
  Open({.admit = [](std::string_view address) {
    EXPECT_EQ(address, "127.0.0.1");
    return false;
  }});
  EXPECT_TRUE(IsClosedByPeer(Connect(listener_->port())));
  EXPECT_EQ(Count(Arrival::kNotAdmitted), 1);
  EXPECT_EQ(Count(Arrival::kHandedOver), 0);
}

TEST_F(ListenerTest, AcceptsAgainAfterThereWereNoDescriptors) {
  Open({});
  std::vector<Socket> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }
  // Everything below the limit is in use: the next accept() finds none free.
  struct rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  struct rlimit tight = before;
  tight.rlim_cur = 64;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  std::vector<Socket> fillers;
  for (int fd = 0; fd >= 0;) {
    fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) fillers.emplace_back(fd);
  }
  sockaddr_in address = {.sin_family = AF_INET,
                         .sin_port = htons(listener_->port())};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (const Socket& caller : callers) {
    ASSERT_EQ(::connect(caller.get(), reinterpret_cast<sockaddr*>(&address),
                        sizeof address),
              0);
  }
  WaitFor(Arrival::kNoDescriptors, 1);
  EXPECT_TRUE(IsClosedByPeer(callers.front())) << "the first is shed at once";
  fillers.clear();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  const Socket late = Connect(listener_->port());
  WaitFor(Arrival::kHandedOver, 2);
}

TEST_F(ListenerTest, AStoppedListenerHasClosedItsPort) {
  Open({});
  const uint16_t port = listener_->port();
  listener_->Stop();
  listener_->Stop();
  auto again = Listener::Open({.port = port}, nullptr);
  EXPECT_TRUE(again.ok()) << again.status();
}

TEST(ListenerOpenTest, RefusesAPortInUseAndAnAddressThatIsNone) {
  const auto first = Listener::Open({}, nullptr);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(Listener::Open({.port = (*first)->port()}, nullptr).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(Listener::Open({.address = "localhost"}, nullptr).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PeerNetworkTest, AnIpv6PeerIsItsNetworkAndAMappedOneIsIpv4) {
  const auto network = [](const char* text) {
    sockaddr_storage storage = {};
    sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    EXPECT_EQ(::inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    std::memcpy(&storage, &v6, sizeof v6);
    return PeerNetwork(storage);
  };
  EXPECT_EQ(network("2001:db8:1:2::1"), network("2001:db8:1:2:9::7"));
  EXPECT_NE(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
  EXPECT_EQ(network("::ffff:127.0.0.1"), std::string("\x7f\0\0\x01", 4));
}

}  // namespace
}  // namespace sijill::rpc
