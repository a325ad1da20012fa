// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/connection_table.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstring>
#include <iterator>
#include <optional>

namespace sijill::rpc {
namespace {

struct Inode {
  dev_t device;
  ino_t number;
};

// What is behind the descriptor; nothing if it is closed. It may be
// another thread's by now, which is what is asked: statx() looks without using
// it, where fstat() counts as a use that races with that thread's.
std::optional<Inode> InodeOf(int fd) {
  struct statx about;
  if (::statx(fd, "", AT_EMPTY_PATH, STATX_INO, &about) != 0) {
    return std::nullopt;
  }
  return Inode{::makedev(about.stx_dev_major, about.stx_dev_minor),
               about.stx_ino};
}

}  // namespace

std::string PeerNetwork(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return {reinterpret_cast<const char*>(&v4.sin_addr), 4};
  }
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof v6);
  const auto* octets = reinterpret_cast<const char*>(&v6.sin6_addr);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) return {octets + 12, 4};
  return {octets, 8};
}

void ConnectionTable::Add(int fd, const std::string& network) {
  const std::optional<Inode> inode = InodeOf(fd);
  if (!inode) return;
  by_network_[network].push_back({fd, inode->device, inode->number});
  ++total_;
}

size_t ConnectionTable::OpenOf(const std::string& network) {
  const auto at = by_network_.find(network);
  if (at == by_network_.end()) return 0;
  ForgetClosed(at->second);
  const size_t open = at->second.size();
  if (open == 0) by_network_.erase(at);
  return open;
}

void ConnectionTable::Sweep() {
  for (auto at = by_network_.begin(); at != by_network_.end();) {
    ForgetClosed(at->second);
    at = at->second.empty() ? by_network_.erase(at) : std::next(at);
  }
}

void ConnectionTable::ForgetClosed(Entries& entries) {
  total_ -= std::erase_if(entries, [](const Entry& entry) {
    const std::optional<Inode> inode = InodeOf(entry.fd);
    return !inode || inode->device != entry.device ||
           inode->number != entry.inode;
  });
}

}  // namespace sijill::rpc
