// SPDX-License-Identifier: Apache-2.0
// How many connections are open, and from where.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace sijill::rpc {

// What counts as one peer: an IPv4 address, or the 64-bit network of an IPv6
// address (one customer has at least so many addresses). As octets.
std::string PeerNetwork(const sockaddr_storage& address);

// Counts sockets that were handed to somebody who closes them without saying.
// A socket is remembered by descriptor and inode: the descriptor may be in use
// again, the inode is not. Not thread-safe.
class ConnectionTable {
 public:
  // Counts the open socket `fd`.
  void Add(int fd, const std::string& network);
  // How many sockets of `network` are still open; forgets the closed ones.
  size_t OpenOf(const std::string& network);
  // How many were not yet seen closed; never too few.
  size_t total() const { return total_; }
  // Forgets every closed one.
  void Sweep();

 private:
  struct Entry {
    int fd;
    dev_t device;
    ino_t inode;
  };
  using Entries = std::vector<Entry>;

  void ForgetClosed(Entries& entries);

  std::map<std::string, Entries> by_network_;
  size_t total_ = 0;
};

}  // namespace sijill::rpc
