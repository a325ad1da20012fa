// SPDX-License-Identifier: Apache-2.0
// The accept loop in front of gRPC. gRPC 1.51's own stops accepting for ever
// after the first EMFILE (CVE-2023-4785), which anybody can bring about before
// he shows a certificate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/statusor.h"
#include "common/rpc/transport/connection_table.h"

namespace sijill::rpc {

struct ListenerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  uint16_t port = 0;                  // 0: any free one
  size_t max_connections = 1024;
  size_t max_connections_per_peer = 64;  // see PeerNetwork()
  // May this address connect? Numeric; empty function: every one may. Called
  // in the listener's thread.
  std::function<bool(std::string_view address)> admit;
};

// What became of a connection.
enum class Arrival {
  kHandedOver,
  kTooMany,
  kTooManyOfPeer,
  kNotAdmitted,
  kNoDescriptors,  // shed, or left in the backlog until there are some
};

// Accepts connections in a thread of its own and hands them over; what it does
// not hand over it closes at once. Without descriptors or memory it sheds what
// it can, backs off for 10 ms to 1 s, and goes on.
class Listener {
 public:
  // Takes a connected, non-blocking socket, and owns it.
  using Handover = std::function<void(int fd)>;
  // Told of every arrival, in the listener's thread.
  using Observer = std::function<void(Arrival)>;

  // Binds and listens; connections wait until Start(). INVALID_ARGUMENT if the
  // address is not numeric, UNAVAILABLE if the port is taken or the system
  // refuses. `observer` may be empty.
  static absl::StatusOr<std::unique_ptr<Listener>> Open(ListenerOptions options,
                                                        Observer observer);
  // As Stop().
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  uint16_t port() const { return port_; }
  int fd() const { return listening_; }

  // Call once.
  void Start(Handover handover);
  // Closes the port and ends the thread. What was handed over stays open.
  // Nothing to do the second time. Not safe against itself.
  void Stop();

 private:
  Listener(ListenerOptions options, Observer observer);

  void Accept();
  // Accepts one; false if there is none left, or it must wait.
  bool AcceptOne();
  Arrival Decide(const sockaddr_storage& address, const std::string& network);
  void Observe(Arrival arrival) const;
  void ShedAndBackOff();
  // True if Stop() was called within `milliseconds` (-1: wait for an arrival).
  bool WaitForArrivalOrStop();
  bool StoppedWithin(int milliseconds) const;

  const ListenerOptions options_;
  const Observer observer_;
  Handover handover_;
  int listening_ = -1;
  int wake_ = -1;   // an eventfd: readable after Stop()
  int spare_ = -1;  // given up to accept, and close, when there is no other
  int backoff_milliseconds_ = 0;
  uint16_t port_ = 0;
  ConnectionTable connections_;
  std::thread thread_;
};

}  // namespace sijill::rpc
