// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/released.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "common/base/text.h"
#include "common/config/file.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

std::string Path() {
  return (std::filesystem::temp_directory_path() /
          base::StrCat("sijill_fuzz_released_", getpid()))
      .string();
}

// Without a device's delay, which config::WriteFileAtomically() would have.
void Write(std::string_view bytes) {
  std::unique_ptr<FILE, decltype([](FILE* file) { fclose(file); })> file(
      fopen(Path().c_str(), "wb"));
  Require(
      file && fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size(),
      "a temporary file is written");
}

bool Same(const ledger::Released& a, const ledger::Released& b) {
  const auto same = [](const auto& x, const auto& y) {
    return x.size == y.size && x.root == y.root;
  };
  return a.term == b.term && same(a.shared, b.shared) && same(a.own, b.own) &&
         a.key_store_position == b.key_store_position;
}

}  // namespace

Inputs ReleasedSeeds() {
  std::filesystem::remove(Path());
  Inputs inputs = {std::string(1024, '\0')};
  {
    auto file = ledger::ReleasedFile::Open(Path());
    Require(file.ok(), "a released file is made");
    const absl::Time now = absl::FromUnixSeconds(1'790'000'000);
    for (uint64_t size = 1; size <= 3; ++size) {
      Require((*file)->Write({.term = 1, .shared = {.size = size}}, now).ok(),
              "a released file is written");
      inputs.push_back(*config::ReadFile(Path()));
    }
  }
  std::filesystem::remove(Path());
  return inputs;
}

// What is damaged is refused; what is read is read by both readers; and what
// is then written is read again.
void FuzzReleased(std::string_view bytes) {
  Write(bytes);
  const auto read = ledger::ReleasedFile::Read(Path());
  {
    auto file = ledger::ReleasedFile::Open(Path());
    Require(file.ok() == (read.ok() || absl::IsNotFound(read.status())),
            "both readers accept the same");
    if (!file.ok()) {
      RequireRefusal(file.status(), absl::StatusCode::kDataLoss,
                     "a damaged file is called so");
    } else {
      const auto& last = (*file)->last();
      Require(last.has_value() == read.ok(), "both readers agree");
      Require(!last || Same(*last, *read), "both readers say the same");
      const ledger::Released next{.term = 9, .own = {.size = 4}};
      Require((*file)->Write(next, absl::UnixEpoch()).ok(), "it is written");
      const auto again = ledger::ReleasedFile::Read(Path());
      Require(again.ok() && Same(*again, next), "the newest is read");
    }
  }
  std::filesystem::remove(Path());
}

}  // namespace sijill::fuzz
