// SPDX-License-Identifier: Apache-2.0
#include "common/refusal/refusal.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/cord.h"
#include "common/base/text.h"
#include "google/rpc/error_details.pb.h"

namespace sijill::refusal {
namespace {

constexpr std::string_view kInvalidFields = "INVALID_FIELDS";
constexpr size_t kMostNamed = 25;

bool IsReason(std::string_view text) {
  if (text.empty() || text.size() > 63) return false;
  if (text[0] < 'A' || text[0] > 'Z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// google.protobuf.Any names a type so, and gRPC's details are Anys.
template <typename Message>
std::string TypeUrl() {
  return base::StrCat("type.googleapis.com/",
                      Message::descriptor()->full_name());
}

template <typename Message>
void Attach(const Message& detail, absl::Status& status) {
  status.SetPayload(TypeUrl<Message>(), absl::Cord(detail.SerializeAsString()));
}

template <typename Message>
std::optional<Message> Detail(const absl::Status& status) {
  const absl::optional<absl::Cord> bytes =
      status.GetPayload(base::Absl(TypeUrl<Message>()));
  Message message;
  if (!bytes || !message.ParseFromString(std::string(*bytes))) {
    return std::nullopt;
  }
  return message;
}

}  // namespace

absl::Status Refuse(absl::StatusCode code, std::string_view reason,
                    std::string message,
                    std::map<std::string, std::string> metadata) {
  if (code == absl::StatusCode::kOk || !IsReason(reason)) {
    return absl::InternalError("a refusal without a code or a reason");
  }
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kDomain));
  info.mutable_metadata()->insert(metadata.begin(), metadata.end());
  absl::Status status(code, message);
  Attach(info, status);
  return status;
}

absl::Status RetryAfter(absl::Status status, absl::Duration delay) {
  // A year is for ever to a program; infinity has no place in RetryInfo.
  delay = std::clamp(delay, absl::ZeroDuration(), absl::Hours(24 * 365));
  delay = absl::Ceil(delay, absl::Milliseconds(1));
  google::rpc::RetryInfo info;
  absl::Duration rest;
  info.mutable_retry_delay()->set_seconds(
      absl::IDivDuration(delay, absl::Seconds(1), &rest));
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  Attach(info, status);
  return status;
}

void FieldProblems::Add(std::string field_path, std::string description) {
  if (violations_.size() == kMostNamed) {
    ++more_;
    return;
  }
  violations_.push_back({std::move(field_path), std::move(description)});
}

absl::Status FieldProblems::status() const {
  if (empty()) return absl::OkStatus();
  google::rpc::BadRequest request;
  std::string message = "these fields are not as they must be:";
  std::vector<FieldViolation> told = violations_;
  if (more_ > 0) {
    told.push_back({"*", base::StrCat("and ", more_, " more problems")});
  }
  for (const FieldViolation& violation : told) {
    auto* one = request.add_field_violations();
    one->set_field(violation.field);
    one->set_description(violation.description);
    message +=
        base::StrCat(" ", violation.field, " (", violation.description, ");");
  }
  message.back() = '.';
  absl::Status status =
      Refuse(absl::StatusCode::kInvalidArgument, kInvalidFields, message);
  Attach(request, status);
  return status;
}

std::optional<std::string> ReasonOf(const absl::Status& status) {
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  if (!info || info->domain() != kDomain) return std::nullopt;
  return info->reason();
}

std::map<std::string, std::string> MetadataOf(const absl::Status& status) {
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  if (!info || info->domain() != kDomain) return {};
  return {info->metadata().begin(), info->metadata().end()};
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  const auto request = Detail<google::rpc::BadRequest>(status);
  if (!request) return {};
  std::vector<FieldViolation> violations;
  for (const auto& one : request->field_violations()) {
    violations.push_back({one.field(), one.description()});
  }
  return violations;
}

std::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const auto info = Detail<google::rpc::RetryInfo>(status);
  if (!info) return std::nullopt;
  return absl::Seconds(info->retry_delay().seconds()) +
         absl::Nanoseconds(info->retry_delay().nanos());
}

}  // namespace sijill::refusal
