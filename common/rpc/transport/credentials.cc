// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/credentials.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/config/environment.h"

namespace sijill::rpc {
namespace {

namespace tls = grpc::experimental;

// A suite of TLS 1.2 that needs a pre-shared key, which nobody has.
constexpr char kSuitesVariable[] = "GRPC_SSL_CIPHER_SUITES";
constexpr char kNoUsableSuite[] = "PSK-AES256-GCM-SHA384";

absl::Status Tls13IsRequired() {
  if (config::Environment(kSuitesVariable) == kNoUsableSuite) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError("main() did not call RequireTls13()");
}

class Verifier final : public tls::ExternalCertificateVerifier {
 public:
  explicit Verifier(PeerCheck check) : check_(std::move(check)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>,
              grpc::Status* result) override {
    const grpc::string_ref leaf = request->peer_cert();
    const absl::Status status = check_({leaf.data(), leaf.size()});
    *result = status.ok() ? grpc::Status::OK
                          : grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                                         std::string(status.message()));
    return true;  // decided at once
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  const PeerCheck check_;
};

using Provider = std::shared_ptr<tls::CertificateProviderInterface>;

absl::StatusOr<Provider> ProviderOf(const IdentitySource& source) {
  if (const auto* fixed = std::get_if<Identity>(&source)) {
    return std::make_shared<tls::StaticDataCertificateProvider>(
        std::vector<tls::IdentityKeyCertPair>{
            {fixed->private_key_pem, fixed->certificate_pem}});
  }
  const auto& directory = std::get<IdentityDirectory>(source);
  // The watcher says nothing if the files are missing.
  RETURN_IF_ERROR(directory.Load().status());
  return std::make_shared<tls::FileWatcherCertificateProvider>(
      directory.key_path(), directory.certificate_path(),
      IdentityDirectory::kPollSeconds);
}

}  // namespace

absl::Status RequireTls13() {
  if (Tls13IsRequired().ok()) return absl::OkStatus();
  return config::SetEnvironment(kSuitesVariable, kNoUsableSuite);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const IdentitySource& identity, PeerCheck check) {
  RETURN_IF_ERROR(Tls13IsRequired());
  ASSIGN_OR_RETURN(Provider provider, ProviderOf(identity));
  tls::TlsServerCredentialsOptions options(std::move(provider));
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<Verifier>(std::move(check)));
  options.set_check_call_host(false);
  return tls::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>>
MakeChannelCredentials(const IdentitySource& identity, PeerCheck check) {
  RETURN_IF_ERROR(Tls13IsRequired());
  ASSIGN_OR_RETURN(Provider provider, ProviderOf(identity));
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(std::move(provider));
  options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(false);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<Verifier>(std::move(check)));
  options.set_check_call_host(false);
  return tls::TlsCredentials(options);
}

}  // namespace sijill::rpc
