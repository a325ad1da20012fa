// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/test_network.h"

#include <utility>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace sijill::rpc {
namespace {

absl::Time Started() {
  EXPECT_TRUE(RequireTls13().ok());
  return time::SystemClock().Now();
}

}  // namespace

absl::Status AllButSecrets::Authorize(const Principal&,
                                      std::string_view full_method) const {
  if (full_method.starts_with("/test.v1.Secret/")) {
    return absl::PermissionDeniedError("the duty 'auditor' is needed");
  }
  return absl::OkStatus();
}

NetworkTest::NetworkTest()
    : start_(Started()),
      clock_(start_),
      aa_("aa.example", start_),
      bb_("bb.example", start_),
      trust_(std::make_shared<LiveTrust>(FreshTrust())),
      client_trust_(std::make_shared<LiveTrust>(FreshTrust())),
      log_(clock_, [this](std::string_view line) {
        base::MutexLock lock(log_mu_);
        logged_ += line;
      }) {}

NetworkTest::~NetworkTest() = default;

void NetworkTest::StartServer(ServerOptions options) {
  const auto* fixed = std::get_if<Identity>(&options.identity);
  if (fixed != nullptr && fixed->certificate_pem.empty()) {
    options.identity = IdentityOf(aa_.Node("n1"));
  }
  auto started = Server::Start(
      std::move(options), Methods(), trust_, authorizer_,
      {.clock = clock_, .random = random_, .log = log_, .metrics = metrics_});
  ASSERT_TRUE(started.ok()) << started.status();
  server_ = *std::move(started);
}

MethodTable NetworkTest::Methods() {
  MethodTable methods;
  const auto counted = [this](MethodTable::RawHandler handler) {
    return [this, handler = std::move(handler)](const Call& call) {
      ++handled_;
      return handler(call);
    };
  };
  methods.AddRaw("/test.v1.Echo/Say", counted([](const Call& call) {
                   return std::string(call.request_bytes);
                 }));
  methods.AddRaw("/test.v1.Echo/Refuse", counted([](const Call&) {
                   return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                                          "ON_HOLD", "A hold stands.",
                                          {{"role", "border"}});
                 }));
  methods.AddRaw("/test.v1.Echo/Fail", counted([](const Call&) {
                   return absl::InternalError("cannot open /srv/key.pem");
                 }));
  methods.AddRaw("/test.v1.Echo/Block", counted([this](const Call&) {
                   ++blocked_;
                   blocked_.notify_all();
                   released_.wait();
                   return std::string("done");
                 }));
  methods.AddRaw(
      "/test.v1.Echo/BlockThenAsk", counted([this](const Call& call) {
        ++blocked_;
        blocked_.notify_all();
        released_.wait();
        return std::string(call.still_believed().ok() ? "yes" : "no");
      }));
  methods.Add<google::rpc::ErrorInfo, google::rpc::ErrorInfo>(
      "/test.v1.Echo/Typed",
      [this](const Call& call, const google::rpc::ErrorInfo& request)
          -> absl::StatusOr<google::rpc::ErrorInfo> {
        ++handled_;
        google::rpc::ErrorInfo response = request;
        response.set_domain(call.principal.id.str());
        response.set_reason(std::string(call.Find("x-note").value_or("none")));
        return response;
      });
  methods.AddRaw("/test.v1.Secret/Read",
                 counted([](const Call&) { return std::string("secret"); }));
  return methods;
}

Identity NetworkTest::IdentityOf(const testing::Credentials& credentials) {
  return {.certificate_pem = credentials.certificate_pem,
          .private_key_pem = credentials.key_pem};
}

std::unique_ptr<Client> NetworkTest::ClientAs(Identity identity,
                                              std::string_view domain) {
  auto client =
      Client::Create({.target = base::StrCat("127.0.0.1:", server_->port()),
                      .server_domain = base::DomainName::Parse(domain).value(),
                      .identity = std::move(identity)},
                     client_trust_, system_clock_);
  EXPECT_TRUE(client.ok()) << client.status();
  return std::move(client).value();
}

absl::StatusOr<std::string> NetworkTest::Say(Client& client,
                                             std::string_view text) {
  return client.CallRaw("/test.v1.Echo/Say", text, {}, kPatience);
}

void NetworkTest::ExpectUnreachable(Client& client) {
  const absl::Status status = Say(client).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(refusal::ReasonOf(status), "NODE_UNREACHABLE") << status;
}

pki::TrustStore NetworkTest::FreshTrust() const {
  pki::TrustStore trust;
  aa_.Introduce(trust);
  bb_.Introduce(trust);
  return trust;
}

pki::TrustStore NetworkTest::TrustAtClock() const {
  pki::TrustStore trust = FreshTrust();
  const absl::Time now = clock_.Now();
  for (const testing::TemporaryPki* pki : {&aa_, &bb_}) {
    const auto list = pki->authority().SignRevocationList(
        1000, {}, now, now + pki::kRevocationListLifetime);
    EXPECT_TRUE(list.ok()) << list.status();
    EXPECT_TRUE(trust.SetRevocationList(*list, now).ok());
  }
  return trust;
}

int NetworkTest::ConnectTcp() const {
  return testing::ConnectTcp(server_->port());
}

testing::RawTls NetworkTest::ConnectRaw(int version, const Identity* identity) {
  const Identity nobody;
  if (identity == nullptr) identity = &nobody;
  return testing::ConnectRaw(server_->port(), version,
                             identity->certificate_pem,
                             identity->private_key_pem);
}

std::string NetworkTest::Logged() {
  base::MutexLock lock(log_mu_);
  return logged_;
}

}  // namespace sijill::rpc
