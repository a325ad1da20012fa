// SPDX-License-Identifier: Apache-2.0
// `sijill node status` against a node in this process.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "common/merkle/checkpoint.h"
#include "common/merkle/note.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/util/time_util.h"
#include "sijill/v1/exchange_service.pb.h"
#include "sijill/v1/ledger_service.pb.h"
#include "tools/sijill/call/serving_fixture.h"

namespace sijill::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class NodeStatusTest : public ServingTest {
 protected:
  NodeStatusTest() {
    status_.set_domain("nl.demo");
    status_.set_exchange("training.demo");
    status_.set_version("1.2.3");
    status_.set_confirmation(v1::CONFIRMATION_CONFIRMED);
    v1::PeerStatus* const peer = status_.add_peers();
    peer->set_domain("eg.demo");
    peer->set_reachable(true);
    peer->set_confirmed(true);
  }

  // A node whose shared log has the one entry `entry_`.
  void ServeNode() {
    rpc::MethodTable methods;
    methods.Add<v1::GetNodeStatusRequest, v1::GetNodeStatusResponse>(
        "/sijill.v1.ExchangeService/GetNodeStatus",
        [this](const rpc::Call&, const v1::GetNodeStatusRequest&)
            -> absl::StatusOr<v1::GetNodeStatusResponse> { return status_; });
    methods.Add<v1::GetCheckpointRequest, v1::GetCheckpointResponse>(
        "/sijill.v1.LedgerService/GetCheckpoint",
        [this](const rpc::Call&, const v1::GetCheckpointRequest& request) {
          return Checkpoint(request.log());
        });
    Serve(std::move(methods));
  }

  absl::StatusOr<v1::GetCheckpointResponse> Checkpoint(v1::Log log) const {
    if (log != v1::LOG_SHARED) {
      return refusal::Refuse(absl::StatusCode::kNotFound, "LOG_NOT_FOUND",
                             "there is no such log");
    }
    v1::GetCheckpointResponse response;
    response.set_checkpoint(merkle::FormatNote(
        {.text = merkle::FormatCheckpoint(
             {.origin = "nl.demo/sijill/training.demo/shared/1",
              .size = 1,
              .root = merkle::LeafHash(entry_)}),
         .signatures = {{.name = "nl.demo", .signature = "x"}}}));
    return response;
  }

  v1::GetNodeStatusResponse status_;
  std::string entry_ = "a";
};

TEST_F(NodeStatusTest, AnOfficerSeesWhichNodeItIsAndHowItIsDoing) {
  ServeNode();
  const Outcome run = Sijill("node status");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  for (const char* words :
       {"nl.demo", "training.demo", "1.2.3", "confirmed: a peer",
        "spiffe://nl.demo/agency/ministry/officer/o-1", "valid until",
        "nl.demo/sijill/training.demo/shared/1", "eg.demo",
        "reached, log confirmed",
        // The node here holds no list, and serves two of the services.
        "NONE IN FORCE", "ReadmissionService unknown"}) {
    EXPECT_THAT(run.out, HasSubstr(words));
  }
  EXPECT_THAT(run.out, Not(HasSubstr("own/1")));
  EXPECT_THAT(run.out, Not(HasSubstr("Waiting")));
}

TEST_F(NodeStatusTest, WhoRunsTheNodeSeesWhatIsWaitingAndWhy) {
  v1::PeerStatus* const peer = status_.mutable_peers(0);
  peer->set_reachable(false);
  peer->mutable_detail()->set_waiting(17);
  peer->mutable_detail()->set_last_error("NODE_UNREACHABLE");
  *peer->mutable_detail()->mutable_last_failed_at() =
      google::protobuf::util::TimeUtil::SecondsToTimestamp(1'780'000'000);
  status_.set_confirmation(v1::CONFIRMATION_UNCONFIRMED);
  ServeNode();
  const Outcome run = Sijill("node status");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  for (const char* words : {"UNCONFIRMED", "not reached", "Waiting", "17",
                            "NODE_UNREACHABLE, 2026-05-28 20:26 UTC"}) {
    EXPECT_THAT(run.out, HasSubstr(words));
  }
}

TEST_F(NodeStatusTest, AMachineGetsOneObject) {
  ServeNode();
  const auto json = nlohmann::json::parse(Sijill("node status --json").out);
  EXPECT_EQ(json["node"]["version"], "1.2.3");
  EXPECT_EQ(json["health"]["LedgerService"], "serving");
  EXPECT_EQ(json["health"]["AuditService"], "unknown");
  ASSERT_EQ(json["logs"].size(), 1u);
  EXPECT_EQ(json["logs"][0]["size"], 1);
  EXPECT_EQ(json["caller"]["identity"],
            "spiffe://nl.demo/agency/ministry/officer/o-1");
}

TEST_F(NodeStatusTest, ALogThatContradictsItselfIsFoundOut) {
  ServeNode();
  EXPECT_EQ(Sijill("node status").exit_code, 0);
  entry_ = "b";
  const Outcome forked = Sijill("node status");
  EXPECT_EQ(forked.exit_code, 4);
  EXPECT_THAT(forked.err, HasSubstr("CONTRADICTS ITSELF"));
}

}  // namespace
}  // namespace sijill::cli
