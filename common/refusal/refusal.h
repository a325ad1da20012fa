// SPDX-License-Identifier: Apache-2.0
// Refusals: what a caller is told when a command or a question is not met. An
// absl::Status that carries google.rpc details as payloads, keyed by their type
// URL, so that a program reads the reason and a person the sentence.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sijill::refusal {

// The `domain` of every ErrorInfo: who defines the reasons.
inline constexpr std::string_view kDomain = "sijill";

// A refusal with a google.rpc.ErrorInfo. `reason` is a constant of at most 63
// characters [A-Z][A-Z0-9_]*; it is API and never changes. `message` is one
// English sentence. Neither they nor `metadata` hold personal data: they name
// fields, never values. A `code` of OK, or a reason of another shape, is a
// mistake in the program and becomes INTERNAL.
absl::Status Refuse(absl::StatusCode code, std::string_view reason,
                    std::string message,
                    std::map<std::string, std::string> metadata = {});

// `status` with a google.rpc.RetryInfo: not sooner than `delay`, which is
// rounded up to milliseconds and not negative. Other details stay.
absl::Status RetryAfter(absl::Status status, absl::Duration delay);

// What is wrong with one field.
struct FieldViolation {
  std::string field;  // path in the request: "person.date_of_birth"
  std::string description;

  friend bool operator==(const FieldViolation&,
                         const FieldViolation&) = default;
};

// Gathers what is wrong with a request, so that a form is corrected once and
// not field by field. Not thread-safe.
class FieldProblems {
 public:
  void Add(std::string field_path, std::string description);
  bool empty() const { return violations_.empty(); }
  // OK if empty. Else INVALID_ARGUMENT, reason INVALID_FIELDS, with a
  // google.rpc.BadRequest that names every field, in the order of Add(); of
  // more than 25 those and, as field "*", how many more: all that goes into one
  // answer of gRPC.
  absl::Status status() const;

 private:
  std::vector<FieldViolation> violations_;  // the first
  size_t more_ = 0;
};

// The readers look only at details of `kDomain` and give nothing if there is
// none, or if its bytes are no such message.
std::optional<std::string> ReasonOf(const absl::Status& status);
std::map<std::string, std::string> MetadataOf(const absl::Status& status);
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

}  // namespace sijill::refusal
