// SPDX-License-Identifier: Apache-2.0
// Every write and sync of the `released` file fails once: before it reached the
// disk, after, and in the middle.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>

#include "common/ledger/released.h"
#include "tests/fault/node_history.h"

namespace {

enum class Fault { kBefore, kAfter, kTorn };

std::atomic<int> g_countdown{0};  // 0: nothing fails
std::atomic<int> g_calls{0};
std::atomic<Fault> g_fault{Fault::kBefore};

// Whether this call is the one that fails.
bool FailsNow() {
  ++g_calls;
  return g_countdown > 0 && --g_countdown == 0;
}

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// The program's own stand before the library's. Stores lie in memory here, so
// these calls are the released file's.
extern "C" ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  static const auto real =
      Real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (!FailsNow()) return real(fd, bytes, count, at);
  if (g_fault == Fault::kTorn) return real(fd, bytes, count / 3, at);
  if (g_fault == Fault::kAfter) (void)!real(fd, bytes, count, at);
  errno = EIO;
  return -1;
}

extern "C" int fdatasync(int fd) {
  static const auto real = Real<int (*)(int)>("fdatasync");
  if (!FailsNow()) return real(fd);
  if (g_fault != Fault::kBefore) (void)real(fd);
  errno = EIO;
  return -1;
}

namespace sijill::testing {
namespace {

constexpr int kCommands = 3;

bool Work(NodeFixture& node, NodeHistory& history) {
  if (!node.Start().ok() || !history.Write(kCommands)) return false;
  node.Stop();
  return node.Start().ok() && history.Write(kCommands);
}

TEST(ReleasedFaultTest, NothingLeavesThatTheFileDoesNotName) {
  int calls = 0;
  for (int at = 0; at <= calls; ++at) {
    for (const Fault fault : {Fault::kBefore, Fault::kAfter, Fault::kTorn}) {
      SCOPED_TRACE(::testing::Message()
                   << "call " << at << " of " << calls << ", fault "
                   << static_cast<int>(fault));
      time::SimulatedClock clock{absl::FromUnixSeconds(1790000000)};
      NodeFixture node({}, clock);
      NodeHistory history(node, clock);
      g_calls = 0;
      g_fault = fault;
      g_countdown = at;
      const bool whole = Work(node, history);
      g_countdown = 0;
      if (at == 0) calls = g_calls;
      const auto released = ledger::ReleasedFile::Read(node.released_path());
      node.Stop();
      const absl::Status again = node.Start();
      ASSERT_TRUE(again.ok()) << again;
      // One that fails at a clean stop has nobody left to tell.
      EXPECT_TRUE(at == 0 ? whole : true);
      if (whole && released.ok()) {
        EXPECT_EQ(released->shared.size,
                  *node.casefile().Log(ledger::LogKind::kShared)->Size());
      }
      history.ExpectAllThere();
      EXPECT_TRUE(history.Write(1));
    }
  }
  EXPECT_GT(calls, 12);
}

}  // namespace
}  // namespace sijill::testing
