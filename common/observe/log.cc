// SPDX-License-Identifier: Apache-2.0
#include "common/observe/log.h"

#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <utility>

#include "common/base/text.h"
#include "common/observe/json.h"

namespace sijill::observe {
namespace {

std::string_view Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::string Timestamp(absl::Time when) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", when, absl::UTCTimeZone());
}

std::string Decimal(double number) {
  if (!std::isfinite(number)) return "null";  // JSON has no other word for it
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", number);
  return text;
}

// Appends a value as JSON.
class ValueWriter {
 public:
  explicit ValueWriter(std::string& out) : out_(out) {}

  void operator()(bool value) { out_ += value ? "true" : "false"; }
  void operator()(int64_t value) { out_ += std::to_string(value); }
  void operator()(uint64_t value) { out_ += std::to_string(value); }
  void operator()(double value) { out_ += Decimal(value); }
  void operator()(Public value) {
    AppendJsonString(value.view().substr(0, Public::kMaxBytes), out_);
  }
  void operator()(Redacted value) {
    AppendJsonString(base::StrCat("redacted, ", value.size(), " bytes"), out_);
  }
  void operator()(absl::Time value) {
    AppendJsonString(Timestamp(value), out_);
  }
  // In seconds, as metrics have it.
  void operator()(absl::Duration value) {
    out_ += Decimal(absl::ToDoubleSeconds(value));
  }

 private:
  std::string& out_;
};

}  // namespace

Log::Log(const time::Clock& clock, Sink sink, Level floor)
    : clock_(clock), floor_(floor), sink_(std::move(sink)) {}

void Log::Write(Level level, Literal event,
                std::initializer_list<Field> fields) {
  if (level < floor_) return;
  std::string line = "{\"time\":\"";
  line += Timestamp(clock_.Now());
  line += "\",\"level\":\"";
  line += Name(level);
  line += "\",\"event\":\"";
  line += event.view();
  line += '"';
  for (const Field& field : fields) {
    line += base::StrCat(",\"", field.key.view(), "\":");
    std::visit(ValueWriter(line), field.value);
  }
  line += "}\n";
  base::MutexLock lock(mu_);
  sink_(line);
}

Log::Sink StandardError() {
  return [](std::string_view line) {
    while (!line.empty()) {
      const ssize_t put = ::write(STDERR_FILENO, line.data(), line.size());
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) return;
      line.remove_prefix(static_cast<size_t>(put));
    }
  };
}

}  // namespace sijill::observe
