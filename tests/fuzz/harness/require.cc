// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/harness/require.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sijill::fuzz {

void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: does not hold: %s\n", std::string(what).c_str());
  std::abort();
}

void RequireRefusal(const absl::Status& status, absl::StatusCode code,
                    std::string_view what) {
  if (status.code() != code) {
    std::fprintf(stderr, "fuzz: got %s\n", status.ToString().c_str());
  }
  Require(status.code() == code, what);
}

void RequireInvalid(const absl::Status& status, std::string_view what) {
  RequireRefusal(status, absl::StatusCode::kInvalidArgument, what);
}

}  // namespace sijill::fuzz
