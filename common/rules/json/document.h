// SPDX-License-Identifier: Apache-2.0
// A JSON document as a whole: its syntax, its keys given once, and the list of
// all its problems, each with its JSON path.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace sijill::rules::json {

class Object;

inline constexpr size_t kMaxBytes = 1 << 20;
inline constexpr size_t kMaxTextBytes = 2000;

// What is wrong with a document. Keeps the first 50.
class Problems {
 public:
  void Add(const std::string& path, std::string_view what);
  // OK, or INVALID_ARGUMENT naming `document` and every problem.
  absl::Status ToStatus(std::string_view document) const;

 private:
  std::vector<std::string> problems_;
  size_t left_out_ = 0;
};

// 1-2000 bytes without control characters. The parser has seen to UTF-8.
bool IsPlainText(std::string_view text);

// A key of the document as a message may show it.
std::string Shown(std::string_view key);

// Parses `text` and lets `read` take it apart. INVALID_ARGUMENT if it is over
// kMaxBytes, not JSON, not an object, has a duplicate key, or `read` met a
// problem. `read` is called only for a JSON object without duplicate keys.
absl::Status ReadDocument(std::string_view text, std::string_view document,
                          const std::function<void(Object&)>& read);

}  // namespace sijill::rules::json
