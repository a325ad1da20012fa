// SPDX-License-Identifier: Apache-2.0
// Who gets a connection, and who loses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <string>

#include "common/rpc/test_network.h"

namespace sijill::rpc {
namespace {

using ::testing::HasSubstr;

class HandshakeTest : public NetworkTest {
 protected:
  // What aa.example's root would sign for `names` if it were careless.
  Identity CarelesslyIssued(const std::string& names) {
    const auto pair =
        aa_.IssueCarelessly({.names = names,
                             .not_before = start_ - absl::Hours(1),
                             .not_after = start_ + absl::Hours(1)});
    return {.certificate_pem = pair.certificate_pem,
            .private_key_pem = pair.key_pem};
  }
};

TEST_F(HandshakeTest, CallersOfEveryDomainThatIsKnownAreLetIn) {
  StartServer();
  EXPECT_EQ(*Say(*ClientAs(aa_.System("ministry", "s1"))), "hello");
  EXPECT_EQ(*Say(*ClientAs(aa_.Officer("ministry", "o1"))), "hello");
  EXPECT_EQ(*Say(*ClientAs(bb_.Node("n1"))), "hello");
}

TEST_F(HandshakeTest, AnHonestDraftIsLetInSoTheRefusalsBelowMeanSomething) {
  StartServer();
  EXPECT_TRUE(Say(*ClientAs(CarelesslyIssued(
                      "URI:spiffe://aa.example/agency/ministry/system/s1")))
                  .ok());
}

TEST_F(HandshakeTest, ACertificateWithTwoNamesOrNoneIsRefused) {
  StartServer();
  for (const char* names :
       {"", "DNS:localhost",
        "URI:spiffe://aa.example/agency/ministry/system/s1,"
        "URI:spiffe://aa.example/agency/ministry/system/s2",
        "URI:spiffe://bb.example/agency/ministry/system/s1",
        "URI:https://aa.example/agency/ministry/system/s1"}) {
    SCOPED_TRACE(names);
    ExpectUnreachable(*ClientAs(CarelesslyIssued(names)));
  }
  EXPECT_EQ(handled_, 0);
  EXPECT_THAT(Logged(), HasSubstr("peer_refused"));
}

TEST_F(HandshakeTest, ADomainThatIsNotKnownIsRefused) {
  StartServer();
  testing::TemporaryPki stranger("cc.example", start_);
  ExpectUnreachable(*ClientAs(stranger.System("ministry", "s1")));
}

TEST_F(HandshakeTest, AnotherRootOfTheSameNameIsRefused) {
  StartServer();
  testing::TemporaryPki impostor("aa.example", start_);
  ExpectUnreachable(*ClientAs(impostor.System("ministry", "s1")));
}

TEST_F(HandshakeTest, ASealsCertificateOpensNoConnection) {
  StartServer();
  ExpectUnreachable(*ClientAs(aa_.Seal("ministry", 1)));
}

TEST_F(HandshakeTest, AnExpiredCertificateIsRefused) {
  clock_.Advance(absl::Hours(24 * 365 * 2));
  trust_->Replace(TrustAtClock());
  StartServer(
      {.identity = IdentityOf(
           testing::TemporaryPki("aa.example", clock_.Now()).Node("n1"))});
  const auto identity = IdentityOf(aa_.System("ministry", "s1"));
  EXPECT_FALSE(ConnectRaw(TLS1_3_VERSION, &identity).spoke_http2);
  EXPECT_THAT(Logged(), HasSubstr("peer_refused"));
}

TEST_F(HandshakeTest, ARevokedCertificateIsRefused) {
  const auto credentials = aa_.System("ministry", "s1");
  aa_.Revoke(credentials.certificate);
  trust_->Replace(FreshTrust());
  StartServer();
  ExpectUnreachable(*ClientAs(credentials));
}

TEST_F(HandshakeTest, WithoutARevocationListNobodyIsBelieved) {
  pki::TrustStore blind;
  ASSERT_TRUE(blind.AddRoot(aa_.root_pem()).ok());
  trust_->Replace(std::move(blind));
  StartServer();
  ExpectUnreachable(*ClientAs(aa_.System("ministry", "s1")));
}

TEST_F(HandshakeTest, ACertificateRevokedWhileItsConnectionIsOpenIsRefused) {
  StartServer();
  const auto credentials = aa_.System("ministry", "s1");
  const auto client = ClientAs(credentials);
  const auto bystander = ClientAs(aa_.System("ministry", "s2"));
  ASSERT_TRUE(Say(*client).ok());
  ASSERT_TRUE(Say(*bystander).ok());
  aa_.Revoke(credentials.certificate);
  trust_->Replace(FreshTrust());
  EXPECT_EQ(Say(*client).status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(handled_, 2);
  EXPECT_TRUE(Say(*bystander).ok());
}

TEST_F(HandshakeTest, AHandlerLearnsThatItsCallerWasRevokedMeanwhile) {
  StartServer();
  const auto credentials = aa_.System("ministry", "s1");
  const auto client = ClientAs(credentials);
  auto answer = std::async(std::launch::async, [&client] {
    return client->CallRaw("/test.v1.Echo/BlockThenAsk", "", {}, kPatience);
  });
  blocked_.wait(0);
  aa_.Revoke(credentials.certificate);
  trust_->Replace(FreshTrust());
  release_.set_value();
  EXPECT_EQ(*answer.get(), "no");
}

TEST_F(HandshakeTest,
       ACertificateThatExpiresWhileItsConnectionIsOpenIsRefused) {
  StartServer();
  const auto client = ClientAs(aa_.System("ministry", "s1"));
  ASSERT_TRUE(Say(*client).ok());
  clock_.Advance(absl::Hours(24 * 365 * 2));
  trust_->Replace(TrustAtClock());
  EXPECT_EQ(Say(*client).status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(HandshakeTest, OnlyTls13IsSpoken) {
  StartServer();
  const auto identity = IdentityOf(aa_.System("ministry", "s1"));
  EXPECT_TRUE(ConnectRaw(TLS1_3_VERSION, &identity).spoke_http2);
  EXPECT_FALSE(ConnectRaw(TLS1_2_VERSION, &identity).spoke_http2);
}

TEST_F(HandshakeTest, WithoutACertificateNothingIsSpoken) {
  StartServer();
  EXPECT_FALSE(ConnectRaw(TLS1_3_VERSION, nullptr).spoke_http2);
}

TEST_F(HandshakeTest, PlaintextIsNotAnswered) {
  StartServer();
  EXPECT_FALSE(testing::AnswersPlaintext(server_->port()));
}

TEST_F(HandshakeTest, AClientRefusesANodeOfAnotherDomain) {
  StartServer({.identity = IdentityOf(bb_.Node("n1"))});
  const auto client = ClientAs(aa_.System("ministry", "s1"));
  const absl::Status status = Say(*client).status();
  EXPECT_EQ(refusal::ReasonOf(status), "NODE_UNREACHABLE");
  EXPECT_THAT(std::string(status.message()), HasSubstr("another domain"));
  EXPECT_EQ(handled_, 0);
}

TEST_F(HandshakeTest, AClientRefusesAServerThatIsNoNode) {
  StartServer({.identity = IdentityOf(aa_.System("ministry", "s1"))});
  ExpectUnreachable(*ClientAs(aa_.System("ministry", "s2")));
  EXPECT_EQ(handled_, 0);
}

TEST_F(HandshakeTest, AClientRefusesANodeThatWasRevokedMeanwhile) {
  const auto node = aa_.Node("n1");
  StartServer({.identity = IdentityOf(node)});
  const auto client = ClientAs(aa_.System("ministry", "s1"));
  ASSERT_TRUE(Say(*client).ok());
  aa_.Revoke(node.certificate);
  client_trust_->Replace(FreshTrust());
  ExpectUnreachable(*client);
  EXPECT_EQ(handled_, 1);
}

}  // namespace
}  // namespace sijill::rpc
