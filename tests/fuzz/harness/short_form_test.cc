// SPDX-License-Identifier: Apache-2.0
// The short form: every target over its seeds, cut seeds, and a bounded number
// of mutations that are the same in every run.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string>

#include "common/base/text.h"
#include "tests/fuzz/harness/mutation.h"
#include "tests/fuzz/harness/target.h"

// The sanitizers' own hook; absent where there are none.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(
    void (*callback)());

namespace sijill::fuzz {
namespace {

constexpr uint64_t kSeed = 20261128;
constexpr size_t kShown = 4096;  // bytes of an input that are printed

// What is being tried: told when the process ends in the middle of it.
const Target* current_target = nullptr;
std::string current_input;  // NOLINT(cert-err58-cpp): cannot fail when empty

void Say(std::string_view text) {
  // Nobody is left to hear of a failure.
  (void)!write(STDERR_FILENO, text.data(), text.size());
}

void TellInput() {
  if (current_target == nullptr) return;
  const std::string_view shown =
      std::string_view(current_input).substr(0, kShown);
  Say(base::StrCat("\nfuzz: target ", current_target->name, ", input of ",
                   current_input.size(), " bytes (seed ", kSeed,
                   ") in hexadecimal:\n", base::Hex(shown), "\n"));
}

void OnAbort(int) {
  TellInput();
  std::signal(SIGABRT, SIG_DFL);
}

void Try(const Target& target, std::string input) {
  current_input = std::move(input);
  target.run(current_input);
}

class ShortFormTest : public ::testing::TestWithParam<Target> {
 protected:
  ShortFormTest() {
    std::signal(SIGABRT, OnAbort);
    if (__sanitizer_set_death_callback != nullptr) {
      __sanitizer_set_death_callback(TellInput);
    }
    current_target = &GetParam();
  }
  ~ShortFormTest() override { current_target = nullptr; }
};

TEST_P(ShortFormTest, EveryPropertyHoldsOfEveryInput) {
  SCOPED_TRACE(kSeed);
  RecordProperty("seed", std::to_string(kSeed));
  const Target& target = GetParam();
  const Inputs seeds = target.seeds();
  ASSERT_FALSE(seeds.empty());
  Try(target, "");
  for (const std::string& seed : seeds) Try(target, seed);
  Chance chance(kSeed);
  Inputs pool = seeds;
  for (size_t i = 0; i < target.rounds; ++i) {
    // A mutation of a mutation, sometimes: the pool keeps the seeds first.
    std::string input =
        Mutated(pool[Below(pool.size(), chance)], target.shape, seeds, chance);
    if (Below(8, chance) == 0) {
      if (pool.size() < 4 * seeds.size() + 16) {
        pool.push_back(input);
      } else {
        const size_t later = pool.size() - seeds.size();
        pool[seeds.size() + Below(later, chance)] = input;
      }
    }
    Try(target, std::move(input));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Of, ShortFormTest, ::testing::ValuesIn(Targets().begin(), Targets().end()),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace sijill::fuzz
