// SPDX-License-Identifier: Apache-2.0
#include "services/node/testing/network.h"

#include <algorithm>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rpc/transport/credentials.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::node {

absl::Status TestNode::Start() {
  NodeConfig config = home_.config();
  config.listen_port = port_;
  log_ = std::make_unique<observe::Log>(clock_, [this](std::string_view line) {
    base::MutexLock lock(mu_);
    logged_ += line;
  });
  metrics_ = std::make_unique<observe::Metrics>();
  auto node = Node::Start(
      config,
      {.clock = clock_, .random = random_, .log = *log_, .metrics = *metrics_},
      {.on_fatal =
           [this](const std::string& why) {
             base::MutexLock lock(mu_);
             fatal_ = why;
           },
       .backoff = backoff_});
  if (!node.ok()) return node.status();
  node_ = *std::move(node);
  port_ = node_->port();
  return absl::OkStatus();
}

void TestNode::Stop() { node_.reset(); }

std::string TestNode::fatal() const {
  base::MutexLock lock(mu_);
  return fatal_;
}

std::string TestNode::logged() const {
  base::MutexLock lock(mu_);
  return logged_;
}

NetworkTest::NetworkTest() { EXPECT_TRUE(rpc::RequireTls13().ok()); }

TestNode& NetworkTest::Add(std::string_view domain) {
  auto& node = nodes_[std::string(domain)];
  node = std::make_unique<TestNode>(
      base::StrCat(::testing::TempDir(), "/network_", domain), domain,
      clock_.Now());
  const absl::Status started = node->Start();
  EXPECT_TRUE(started.ok()) << started;
  return *node;
}

void NetworkTest::Introduce(TestNode& a, TestNode& b) {
  a.home().Know(b.home(), b.port());
  b.home().Know(a.home(), a.port());
  a->Reload();
  b->Reload();
}

std::unique_ptr<rpc::Client> NetworkTest::ClientOf(
    const testing::Credentials& caller, TestNode& node) {
  pki::TrustStore trust;
  node.home().pki().Introduce(trust);
  auto client = rpc::Client::Create(
      {.target = base::StrCat("127.0.0.1:", node.port()),
       .server_domain = node.home().domain(),
       .identity = rpc::Identity{.certificate_pem = caller.certificate_pem,
                                 .private_key_pem = caller.key_pem}},
      std::make_shared<rpc::LiveTrust>(std::move(trust)), clock_);
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

base::StreamName NetworkTest::OpenCase(TestNode& from, TestNode& to,
                                       std::string_view request,
                                       std::string_view agency) {
  casefile::Casefile& casefile = from->casefile();
  const base::AgencyName author = from.home().Agency("interior");
  const std::string id = base::Sha256({request}).str().substr(0, 16);
  const casefile::OpeningName opening = casefile.NameOpening(author, id);
  v1::OpeningTerms terms;
  terms.set_procedure(v1::PROCEDURE_READMISSION);
  v1::Participant* party = terms.add_participants();
  party->set_role(v1::ROLE_REQUESTING);
  party->set_agency(author.str());
  party = terms.add_participants();
  party->set_role(v1::ROLE_REQUESTED);
  party->set_agency(to.home().Agency(agency).str());
  std::vector<std::string> audience = {from.home().domain().str(),
                                       to.home().domain().str()};
  std::sort(audience.begin(), audience.end());
  const auto receipt = casefile.Propose(
      {.agency = author,
       .request_id = id,
       .request_hmac = casefile.RequestHmac("/test", request),
       .proposals = {{.stream = opening.stream,
                      .author = author,
                      .audience = audience,
                      .kind = v1::EVENT_KIND_READMISSION_REQUESTED,
                      .parts = {terms.SerializeAsString(), "form", "children",
                                "medical", "own side", "context"},
                      .random = opening.random}}});
  EXPECT_TRUE(receipt.ok()) << receipt.status();
  return opening.stream;
}

std::vector<casefile::HeldEvent> NetworkTest::Held(
    TestNode& node, const base::StreamName& stream) {
  auto view = node->casefile().Load(stream, casefile::Scope::kShared);
  EXPECT_TRUE(view.ok()) << view.status();
  return view.ok() ? std::move(view->events)
                   : std::vector<casefile::HeldEvent>();
}

size_t NetworkTest::HeldOfKind(TestNode& node, const base::StreamName& stream,
                               uint32_t kind) {
  size_t count = 0;
  for (const auto& held : Held(node, stream)) {
    if (held.event.header.kind == kind) ++count;
  }
  return count;
}

}  // namespace sijill::node
