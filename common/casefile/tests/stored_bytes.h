// SPDX-License-Identifier: Apache-2.0
// What lies in a store, in memory, to be changed at will.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/storage/store.h"

namespace sijill::casefile {

class StoredBytes : public storage::Reader {
 public:
  // A copy of all of `store`.
  explicit StoredBytes(const storage::Reader& store) {
    (void)store.Scan("", std::string(64, '\xff'),
                     [&](std::string_view key, std::string_view value) {
                       records.emplace(key, value);
                       return true;
                     });
  }

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    const auto found = records.find(std::string(key));
    if (found == records.end()) return std::optional<std::string>();
    return std::optional(found->second);
  }
  absl::Status Scan(std::string_view begin, std::string_view end,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override {
    auto it = records.lower_bound(std::string(begin));
    for (; it != records.end() && it->first < end; ++it) {
      if (!visit(it->first, it->second)) break;
    }
    return absl::OkStatus();
  }

  std::map<std::string, std::string> records;
};

// What a record is for: "Sv", "Mr", "Ssize", "Mk" ...
inline std::string KindOfRecord(std::string_view key) {
  for (const std::string_view whole : {"size", "head", "term"}) {
    if (key.substr(1) == whole) return std::string(key);
  }
  return std::string(key.substr(0, 2));
}

}  // namespace sijill::casefile
