// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/node_link.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/pki/trust_store.h"
#include "common/refusal/refusal.h"

namespace sijill::cli {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(200);
constexpr absl::Duration kLongestPause = absl::Seconds(5);

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status);
}

absl::StatusOr<pki::TrustStore> TrustOf(const ConnectionProfile& profile,
                                        absl::Time now) {
  pki::TrustStore trust;
  ASSIGN_OR_RETURN(const std::string root, config::ReadFile(profile.root));
  RETURN_IF_ERROR(trust.AddRoot(root).status());
  ASSIGN_OR_RETURN(const std::string list,
                   config::ReadFile(profile.revocation_list));
  RETURN_IF_ERROR(trust.SetRevocationList(list, now));
  return trust;
}

}  // namespace

absl::StatusOr<std::string> Repeat(const Attempt& attempt,
                                   absl::Duration patience,
                                   const Waiting& waiting) {
  const absl::Time end = waiting.now() + patience;
  absl::Duration pause = kFirstPause;
  while (true) {
    absl::StatusOr<std::string> answer = attempt(end - waiting.now());
    if (answer.ok() || !MayPass(answer.status())) return answer;
    const absl::Duration asked =
        refusal::RetryDelayOf(answer.status()).value_or(absl::ZeroDuration());
    const absl::Duration wait = std::max(pause, asked);
    if (waiting.now() + wait >= end) return answer;
    waiting.wait(wait);
    pause = std::min(pause * 2, kLongestPause);
  }
}

absl::StatusOr<std::unique_ptr<NodeLink>> NodeLink::Open(
    const ConnectionProfile& profile, const time::Clock& clock,
    absl::Duration patience) {
  ASSIGN_OR_RETURN(const auto domain, base::DomainName::Parse(profile.domain));
  ASSIGN_OR_RETURN(pki::TrustStore trust, TrustOf(profile, clock.Now()));
  rpc::Identity identity;
  ASSIGN_OR_RETURN(identity.certificate_pem,
                   config::ReadFile(profile.certificate));
  ASSIGN_OR_RETURN(identity.private_key_pem,
                   config::ReadSecretFile(profile.key));
  // Shared with the client's verifier, which gRPC lets go of late.
  auto live = std::make_shared<rpc::LiveTrust>(std::move(trust));
  ASSIGN_OR_RETURN(auto client,
                   rpc::Client::Create({.target = profile.node,
                                        .server_domain = domain,
                                        .identity = std::move(identity)},
                                       std::move(live), clock));
  return std::unique_ptr<NodeLink>(
      new NodeLink(std::move(client), clock, patience));
}

absl::Status NodeLink::Call(std::string_view method,
                            const google::protobuf::Message& request,
                            google::protobuf::Message& response) {
  const std::string path = base::StrCat("/sijill.v1.", method);
  const std::string bytes = request.SerializeAsString();
  const Waiting machine = {
      .now = [this] { return clock_.Now(); },
      .wait =
          [](absl::Duration pause) {
            std::this_thread::sleep_for(absl::ToChronoMilliseconds(pause));
          }};
  ASSIGN_OR_RETURN(const std::string answer,
                   Repeat(
                       [&](absl::Duration timeout) {
                         return client_->CallRaw(path, bytes, {}, timeout);
                       },
                       patience_, machine));
  if (!response.ParseFromString(answer)) {
    return absl::DataLossError("the answer is not a message of this method");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> NodeLink::Health(std::string_view service) {
  // HealthCheckRequest has one field, 1, the name; HealthCheckResponse one
  // varint, 1, of which 1 is SERVING and 2 NOT_SERVING. Names are short.
  std::string request;
  if (!service.empty()) {
    request = base::StrCat(
        "\x0a", std::string(1, static_cast<char>(service.size())), service);
  }
  const auto answer =
      client_->CallRaw("/grpc.health.v1.Health/Check", request, {}, patience_);
  if (absl::IsNotFound(answer.status())) return std::string("unknown");
  if (!answer.ok()) return answer.status();
  if (*answer == "\x08\x01") return std::string("serving");
  return std::string(*answer == "\x08\x02" ? "not serving" : "unknown");
}

}  // namespace sijill::cli
