// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/status.h"

#include <grpcpp/support/error_details.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace sijill::rpc {
namespace {

// In headers a message is percent-encoded (up to three octets for one) and
// details are base64 (four for three); together they stay below 8 KiB.
constexpr size_t kMaxMessageBytes = 512;
constexpr size_t kMaxDetailsBytes = 4096;

constexpr std::string_view kErrorInfoUrl =
    "type.googleapis.com/google.rpc.ErrorInfo";
constexpr std::string_view kRequestInfoUrl =
    "type.googleapis.com/google.rpc.RequestInfo";

// At most `max` bytes of `text`, which is cut between characters.
std::string Cut(std::string_view text, size_t max) {
  if (text.size() <= max) return std::string(text);
  std::string_view cut = text.substr(0, max);
  while (!cut.empty() && !base::IsUtf8(cut)) cut.remove_suffix(1);
  return std::string(cut);
}

grpc::Status WithDetails(const google::rpc::Status& status) {
  grpc::Status result;
  // It fails for a null pointer only.
  if (!grpc::SetErrorDetails(status, &result).ok()) {
    return {grpc::StatusCode::UNKNOWN, ""};
  }
  return result;
}

google::rpc::Status Fault(const absl::Status& status,
                          std::string_view incident) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(base::StrCat("the node failed; incident ", incident));
  google::rpc::RequestInfo info;
  info.set_request_id(std::string(incident));
  out.add_details()->PackFrom(info);
  return out;
}

}  // namespace

bool IsFault(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnknown:
      return true;
    case absl::StatusCode::kUnavailable:
      return !refusal::ReasonOf(status).has_value();
    default:
      return false;
  }
}

grpc::Status ToGrpc(const absl::Status& status, std::string_view incident) {
  if (status.ok()) return grpc::Status::OK;
  if (IsFault(status)) return WithDetails(Fault(status, incident));
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  const absl::string_view message = status.message();
  out.set_message(Cut({message.data(), message.size()}, kMaxMessageBytes));
  std::vector<std::pair<std::string, std::string>> payloads;
  status.ForEachPayload([&payloads](absl::string_view url, const auto& bytes) {
    payloads.emplace_back(std::string(url), std::string(bytes));
  });
  std::stable_partition(payloads.begin(), payloads.end(),
                        [](const auto& p) { return p.first == kErrorInfoUrl; });
  for (const auto& [url, bytes] : payloads) {
    auto* detail = out.add_details();
    detail->set_type_url(url);
    detail->set_value(bytes);
    if (out.ByteSizeLong() > kMaxDetailsBytes) {
      out.mutable_details()->RemoveLast();
    }
  }
  return WithDetails(out);
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  if (!grpc::ExtractErrorDetails(status, &details).ok()) return result;
  for (const auto& detail : details.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

std::optional<std::string> IncidentOf(const absl::Status& status) {
  const auto bytes = status.GetPayload(base::Absl(kRequestInfoUrl));
  google::rpc::RequestInfo info;
  if (!bytes || !info.ParseFromString(std::string(*bytes))) {
    return std::nullopt;
  }
  return info.request_id();
}

}  // namespace sijill::rpc
