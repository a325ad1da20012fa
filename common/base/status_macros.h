// SPDX-License-Identifier: Apache-2.0
// Passing a failure on to the caller, unchanged.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function if `expr`, an absl::Status, is not OK.
#define RETURN_IF_ERROR(expr)                                       \
  do {                                                              \
    if (absl::Status sijill_status_ = (expr); !sijill_status_.ok()) \
      return sijill_status_;                                        \
  } while (false)

#define SIJILL_CONCAT_(a, b) a##b
#define SIJILL_CONCAT(a, b) SIJILL_CONCAT_(a, b)

// Declares or assigns `lhs` from `expr`, an absl::StatusOr, or returns its
// status from the enclosing function.
#define ASSIGN_OR_RETURN(lhs, ...)                                   \
  SIJILL_ASSIGN_OR_RETURN_(SIJILL_CONCAT(sijill_or_, __LINE__), lhs, \
                           __VA_ARGS__)

#define SIJILL_ASSIGN_OR_RETURN_(tmp, lhs, ...)  \
  auto tmp = (__VA_ARGS__);                      \
  if (!tmp.ok()) return std::move(tmp).status(); \
  lhs = *std::move(tmp)
