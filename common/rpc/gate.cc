// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/gate.h"

#include <grpc/grpc_security_constants.h>

#include <string>
#include <utility>

namespace sijill::rpc {
namespace {

std::string_view View(const grpc::string_ref& text) {
  return {text.data(), text.size()};
}

}  // namespace

absl::StatusOr<Principal> PrincipalOf(const grpc::AuthContext& context,
                                      const PeerVerifier& verifier) {
  const auto certificates =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (certificates.size() != 1) {
    return absl::UnauthenticatedError("a client certificate is required");
  }
  auto principal = verifier.Verify(View(certificates[0]));
  if (principal.ok()) return principal;
  return absl::UnauthenticatedError(
      "the client certificate is not, or no longer, accepted");
}

Gate::Gate(std::shared_ptr<const PeerVerifier> verifier,
           const Authorizer& authorizer, const MethodTable& methods)
    : verifier_(std::move(verifier)),
      authorizer_(authorizer),
      methods_(methods) {}

grpc::Status Gate::Process(const InputMetadata& metadata,
                           grpc::AuthContext* context, OutputMetadata*,
                           OutputMetadata*) {
  // Nothing is added to `context`: it is the connection's, not the call's.
  const auto path = metadata.find(":path");
  if (path == metadata.end()) {
    return {grpc::StatusCode::UNIMPLEMENTED, "no method"};
  }
  return Admit(*context, View(path->second));
}

grpc::Status Gate::Admit(const grpc::AuthContext& context,
                         std::string_view full_method) const {
  const auto principal = PrincipalOf(context, *verifier_);
  if (!principal.ok()) {
    return {grpc::StatusCode::UNAUTHENTICATED,
            std::string(principal.status().message())};
  }
  if (full_method == kHealthCheck) return grpc::Status::OK;
  if (methods_.Find(full_method) == nullptr) {
    return {grpc::StatusCode::UNIMPLEMENTED, "no such method"};
  }
  if (closed_) return {grpc::StatusCode::UNAVAILABLE, "the node is stopping"};
  const absl::Status allowed = authorizer_.Authorize(*principal, full_method);
  if (allowed.ok()) return grpc::Status::OK;
  const bool told = allowed.code() == absl::StatusCode::kPermissionDenied;
  return {grpc::StatusCode::PERMISSION_DENIED,
          told ? std::string(allowed.message()) : "not permitted"};
}

}  // namespace sijill::rpc
