// SPDX-License-Identifier: Apache-2.0
// The operator's log: one JSON object a line. It is not the audit trail, which
// is the ledger, and holds no personal data: what may stand in a line is fixed
// by types.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/observe/literal.h"
#include "common/time/clock.h"

namespace sijill::observe {

// Text that whoever writes `Public(...)` vouches for: a name of an agency or a
// method, an id, a reason. Never what a person or a peer wrote. Written to at
// most kMaxBytes. Refers to the text it was made of.
class Public {
 public:
  static constexpr size_t kMaxBytes = 512;
  explicit Public(std::string_view text) : text_(text) {}
  std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

// Stands for text that must not be written: only its length is.
class Redacted {
 public:
  explicit Redacted(std::string_view text) : size_(text.size()) {}
  size_t size() const { return size_; }

 private:
  size_t size_;
};

// What a field may hold. A std::string is none of it.
using Value = std::variant<bool, int64_t, uint64_t, double, Public, Redacted,
                           absl::Time, absl::Duration>;

struct Field {
  template <std::integral T>
  Field(Literal name, T number) : key(name), value(Widened(number)) {}
  template <typename T>
  requires(!std::integral<T> && std::constructible_from<Value, T> &&
           (std::same_as<T, double> || std::same_as<T, Public> ||
            std::same_as<T, Redacted> || std::same_as<T, absl::Time> ||
            std::same_as<T, absl::Duration>)) Field(Literal name, T held)
      : key(name), value(held) {}

  Literal key;
  Value value;

 private:
  template <std::integral T>
  static Value Widened(T number) {
    if constexpr (std::same_as<T, bool>) return Value(number);
    if constexpr (std::signed_integral<T>) return Value(int64_t{number});
    return Value(static_cast<uint64_t>(number));
  }
};

enum class Level { kDebug, kInfo, kWarning, kError };

// Writes lines. Safe from every thread; lines do not mix. Blocks while the sink
// does.
class Log {
 public:
  // Takes one line with its line feed; called by one thread at a time.
  using Sink = std::function<void(std::string_view line)>;

  // `clock` must outlive this. Lines below `floor` are not written.
  Log(const time::Clock& clock, Sink sink, Level floor = Level::kInfo);

  // {"time":"2026-02-03T04:05:06.000007Z","level":"info","event":...,fields}.
  void Write(Level level, Literal event,
             std::initializer_list<Field> fields = {});

 private:
  const time::Clock& clock_;
  const Level floor_;
  base::Mutex mu_;  // one line at a time
  const Sink sink_ ABSL_GUARDED_BY(mu_);
};

// Writes to standard error. A line that cannot be written is lost: a full disk
// under the log must not stop the node.
Log::Sink StandardError();

}  // namespace sijill::observe
