// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "common/base/text.h"

namespace sijill::rpc {
namespace {

constexpr int kFirstBackoffMilliseconds = 10;
constexpr int kLastBackoffMilliseconds = 1000;

absl::Status SystemError(std::string_view what) {
  return absl::UnavailableError(
      base::StrCat(what, ": ", std::generic_category().message(errno)));
}

// The address and port as the system takes them; length 0 if not numeric.
socklen_t ToSystem(const std::string& address, uint16_t port,
                   sockaddr_storage& out) {
  std::memset(&out, 0, sizeof out);
  sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    std::memcpy(&out, &v4, sizeof v4);
    return sizeof v4;
  }
  sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  if (::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
    std::memcpy(&out, &v6, sizeof v6);
    return sizeof v6;
  }
  return 0;
}

std::string ToText(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  } else {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  }
  return text;
}

// Both families have the port in the same place.
uint16_t BoundPort(int fd) {
  sockaddr_storage bound = {};
  socklen_t size = sizeof bound;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
  sockaddr_in as_v4;
  std::memcpy(&as_v4, &bound, sizeof as_v4);
  return ntohs(as_v4.sin_port);
}

bool LacksResources(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS ||
         error == ENOMEM;
}

// accept(2): errors of the connection, not of the listener.
bool ConcernsOneConnection(int error) {
  switch (error) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case EPERM:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENONET:
      return true;
    default:
      return false;
  }
}

int OpenSpare() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

Listener::Listener(ListenerOptions options, Observer observer)
    : options_(std::move(options)), observer_(std::move(observer)) {}

absl::StatusOr<std::unique_ptr<Listener>> Listener::Open(
    ListenerOptions options, Observer observer) {
  sockaddr_storage address;
  const socklen_t size = ToSystem(options.address, options.port, address);
  if (size == 0) {
    return absl::InvalidArgumentError(
        "the address to listen on is no IPv4 or "
        "IPv6 address in numbers");
  }
  std::unique_ptr<Listener> listener(
      new Listener(std::move(options), std::move(observer)));
  listener->wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  listener->spare_ = OpenSpare();
  const int fd = ::socket(address.ss_family,
                          SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  listener->listening_ = fd;
  if (fd < 0 || listener->wake_ < 0 || listener->spare_ < 0) {
    return SystemError("cannot make a socket");
  }
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::listen(fd, SOMAXCONN) != 0) {
    return SystemError("cannot listen");
  }
  listener->port_ = BoundPort(fd);
  return listener;
}

Listener::~Listener() {
  Stop();
  if (wake_ >= 0) ::close(wake_);
  if (spare_ >= 0) ::close(spare_);
}

void Listener::Start(Handover handover) {
  handover_ = std::move(handover);
  thread_ = std::thread([this] { Accept(); });
}

void Listener::Stop() {
  if (thread_.joinable()) {
    const uint64_t one = 1;
    // An eventfd takes this unless its counter is full, and then it is set.
    [[maybe_unused]] const ssize_t put = ::write(wake_, &one, sizeof one);
    thread_.join();
  }
  if (listening_ >= 0) ::close(listening_);
  listening_ = -1;
}

void Listener::Accept() {
  while (!WaitForArrivalOrStop()) {
    while (AcceptOne()) {
    }
  }
}

bool Listener::AcceptOne() {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  const int fd = ::accept4(listening_, reinterpret_cast<sockaddr*>(&address),
                           &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) {
    if (errno == EAGAIN) return false;
    if (ConcernsOneConnection(errno)) return true;
    if (LacksResources(errno)) Observe(Arrival::kNoDescriptors);
    ShedAndBackOff();
    return false;
  }
  backoff_milliseconds_ = 0;
  const std::string network = PeerNetwork(address);
  const Arrival arrival = Decide(address, network);
  Observe(arrival);
  if (arrival != Arrival::kHandedOver) {
    ::close(fd);
    return !StoppedWithin(0);
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connections_.Add(fd, network);
  handover_(fd);
  return !StoppedWithin(0);
}

Arrival Listener::Decide(const sockaddr_storage& address,
                         const std::string& network) {
  if (options_.admit && !options_.admit(ToText(address))) {
    return Arrival::kNotAdmitted;
  }
  if (connections_.OpenOf(network) >= options_.max_connections_per_peer) {
    return Arrival::kTooManyOfPeer;
  }
  if (connections_.total() >= options_.max_connections) connections_.Sweep();
  if (connections_.total() >= options_.max_connections) {
    return Arrival::kTooMany;
  }
  return Arrival::kHandedOver;
}

void Listener::Observe(Arrival arrival) const {
  if (observer_) observer_(arrival);
}

void Listener::ShedAndBackOff() {
  // One caller is told at once; the others wait in the backlog, where they
  // cost no descriptor.
  if (spare_ >= 0) {
    ::close(spare_);
    const int fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0) ::close(fd);
  }
  spare_ = OpenSpare();
  backoff_milliseconds_ =
      std::clamp(backoff_milliseconds_ * 2, kFirstBackoffMilliseconds,
                 kLastBackoffMilliseconds);
  StoppedWithin(backoff_milliseconds_);
}

bool Listener::WaitForArrivalOrStop() {
  pollfd fds[2] = {{.fd = wake_, .events = POLLIN},
                   {.fd = listening_, .events = POLLIN}};
  while (::poll(fds, 2, -1) < 0 && errno == EINTR) {
  }
  return (fds[0].revents & POLLIN) != 0;
}

bool Listener::StoppedWithin(int milliseconds) const {
  pollfd wake = {.fd = wake_, .events = POLLIN};
  while (::poll(&wake, 1, milliseconds) < 0 && errno == EINTR) {
  }
  return (wake.revents & POLLIN) != 0;
}

}  // namespace sijill::rpc
