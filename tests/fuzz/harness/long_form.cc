// SPDX-License-Identifier: Apache-2.0
// The long form: libFuzzer over one target. Run by tools/fuzz, from the root of
// the repository.
//
//   --target=NAME   which one; without it, their names are printed
//   --seeds=DIR     writes the target's seeds there and ends
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "tests/fuzz/harness/mutation.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/target.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace sijill::fuzz {
namespace {

const Target* target = nullptr;
Inputs seeds;  // NOLINT(cert-err58-cpp): cannot fail when empty

[[noreturn]] void ListAndExit() {
  for (const Target& one : Targets()) {
    std::printf("%s\n", std::string(one.name).c_str());
  }
  std::exit(0);
}

[[noreturn]] void WriteSeedsAndExit(const std::string& directory) {
  for (const std::string& seed : seeds) {
    const std::string path =
        base::StrCat(directory, "/seed-", base::Sha256({seed}).hex());
    Require(
        config::WriteFileAtomically(path, seed, config::FileMode::kPublic).ok(),
        "seeds can be written");
  }
  std::exit(0);
}

void Begin(int argc, char** argv) {
  std::string directory;
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    if (base::ConsumePrefix(argument, "--target=")) {
      target = FindTarget(argument);
    } else if (base::ConsumePrefix(argument, "--seeds=")) {
      directory = argument;
    }
  }
  if (target == nullptr) ListAndExit();
  seeds = target->seeds();
  if (!directory.empty()) WriteSeedsAndExit(directory);
}

}  // namespace
}  // namespace sijill::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  sijill::fuzz::Begin(*argc, *argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sijill::fuzz::target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned int seed) {
  namespace fuzz = sijill::fuzz;
  fuzz::Chance chance(seed);
  if (fuzz::Below(2, chance) == 0) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  std::string bytes(reinterpret_cast<const char*>(data), size);
  bytes =
      fuzz::Mutated(std::move(bytes), fuzz::target->shape, fuzz::seeds, chance);
  if (bytes.size() > max_size) bytes.resize(max_size);
  bytes.copy(reinterpret_cast<char*>(data), bytes.size());
  return bytes.size();
}
