// SPDX-License-Identifier: Apache-2.0
// Commands as they are used, against a node in this process over real TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/mutex.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/merkle/checkpoint.h"
#include "common/merkle/note.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"
#include "common/rpc/server.h"
#include "common/rpc/transport/credentials.h"
#include "common/testing/temporary_pki.h"
#include "sijill/v1/ledger_service.pb.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::cli {
namespace {

using ::testing::HasSubstr;

class EverybodyMay final : public rpc::Authorizer {
 public:
  absl::Status Authorize(const rpc::Principal&,
                         std::string_view) const override {
    return absl::OkStatus();
  }
};

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

class ServingTest : public ::testing::Test {
 protected:
  ServingTest() : pki_("nl.demo", clock_.Now()), log_(clock_, [](auto) {}) {
    std::string name = ::testing::TempDir() + "sijill-XXXXXX";
    top_ = ::mkdtemp(name.data());
    EXPECT_TRUE(rpc::RequireTls13().ok());
  }
  ~ServingTest() override {
    server_.reset();
    std::filesystem::remove_all(top_);
  }

  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_TRUE(config::WriteFileAtomically(top_ + "/" + name, bytes,
                                            config::FileMode::kSecret)
                    .ok());
  }

  // Serves `methods` and makes the profile "o" that speaks to it.
  void Serve(rpc::MethodTable methods) {
    pki::TrustStore trust;
    pki_.Introduce(trust);
    const testing::Credentials node = pki_.Node("n1");
    auto server = rpc::Server::Start(
        {.identity = rpc::Identity{node.certificate_pem, node.key_pem}},
        std::move(methods), std::make_shared<rpc::LiveTrust>(std::move(trust)),
        everybody_may_,
        {.clock = clock_, .random = random_, .log = log_, .metrics = metrics_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const testing::Credentials officer = pki_.Officer("ministry", "o-1");
    Write("o.pem", officer.certificate_pem);
    Write("o.key", officer.key_pem);
    Write("root.pem", pki_.root_pem());
    Write("crl.pem", pki_.revocation_list_pem());
    const Outcome added = Sijill(base::StrCat(
        "profile add o --domain nl.demo --node 127.0.0.1:", server_->port(),
        " --cert o.pem --key o.key --root root.pem --crl crl.pem"));
    ASSERT_EQ(added.exit_code, 0) << added.err;
  }

  Outcome Sijill(std::string_view arguments) {
    const std::string command = base::StrCat("cd ", top_, " && HOME=", top_,
                                             " " SIJILL_BINARY " --profile o ",
                                             arguments, " >out.txt 2>err.txt");
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), config::ReadFile(top_ + "/out.txt").value(),
            config::ReadFile(top_ + "/err.txt").value()};
  }

  const time::SystemClock clock_;
  crypto::SystemRandom random_;
  testing::TemporaryPki pki_;
  observe::Log log_;
  observe::Metrics metrics_;
  const EverybodyMay everybody_may_;
  std::string top_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(ServingTest, AllPagesOfAListAreOneTable) {
  rpc::MethodTable methods;
  methods.Add<v1::ListCasesRequest, v1::ListCasesResponse>(
      "/sijill.v1.ReadmissionService/ListCases",
      [](const rpc::Call&, const v1::ListCasesRequest& request)
          -> absl::StatusOr<v1::ListCasesResponse> {
        v1::ListCasesResponse response;
        const bool first = request.page_token().empty();
        response.add_cases()->set_name(first ? "cases/a" : "cases/b");
        response.mutable_cases(0)->set_status(v1::CASE_STATUS_RECEIVED);
        if (first) response.set_next_page_token("more");
        return response;
      });
  Serve(std::move(methods));
  const Outcome list = Sijill("case list");
  EXPECT_EQ(list.exit_code, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("cases/a"));
  EXPECT_THAT(list.out, HasSubstr("cases/b"));
  EXPECT_THAT(list.out, HasSubstr("received"));
  const auto json = nlohmann::json::parse(Sijill("case list --json").out);
  EXPECT_EQ(json["cases"].size(), 2u);
}

TEST_F(ServingTest, ARepetitionSendsTheSameBytes) {
  base::Mutex mu;
  std::vector<std::string> requests;
  rpc::MethodTable methods;
  methods.AddRaw("/sijill.v1.ReadmissionService/CloseCase",
                 [&](const rpc::Call& call) -> absl::StatusOr<std::string> {
                   base::MutexLock lock(mu);
                   requests.emplace_back(call.request_bytes);
                   if (requests.size() == 1) {
                     return refusal::Refuse(absl::StatusCode::kAborted,
                                            "CASE_BUSY", "Somebody was first.");
                   }
                   return v1::CloseCaseResponse().SerializeAsString();
                 });
  Serve(std::move(methods));
  EXPECT_EQ(Sijill("case close abc").exit_code, 0);
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0], requests[1]);
  v1::CloseCaseRequest request;
  ASSERT_TRUE(request.ParseFromString(requests[0]));
  EXPECT_EQ(request.case_name(), "cases/abc");
  EXPECT_EQ(request.request_id().size(), 36u);
  EXPECT_EQ(request.request_id()[14], '4');
}

TEST_F(ServingTest, ARefusalSaysWhyAndWhatNext) {
  rpc::MethodTable methods;
  methods.AddRaw("/sijill.v1.ReadmissionService/NotifyTransfer",
                 [](const rpc::Call&) -> absl::StatusOr<std::string> {
                   return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                                          "HOLD_IN_FORCE",
                                          "A safeguard hold is in force.");
                 });
  Serve(std::move(methods));
  const Outcome run =
      Sijill("case notify-transfer abc --passport-number P1 --mode air");
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr("A safeguard hold is in force. "
                                 "[HOLD_IN_FORCE]"));
  EXPECT_THAT(run.err, HasSubstr("next:   wait until the hold is released"));
  EXPECT_THAT(run.err, HasSubstr("--request-id "));
}

TEST_F(ServingTest, ANodeThatIsAwayIsUnreachable) {
  rpc::MethodTable methods;
  methods.AddRaw("/sijill.v1.ReadmissionService/ListCases",
                 [](const rpc::Call&) { return std::string(); });
  Serve(std::move(methods));
  server_.reset();
  EXPECT_EQ(Sijill("case list --timeout 0.5").exit_code, 3);
}

TEST_F(ServingTest, ALogThatContradictsItselfIsFoundOut) {
  std::atomic<char> history = 'a';
  rpc::MethodTable methods;
  methods.Add<v1::GetCheckpointRequest, v1::GetCheckpointResponse>(
      "/sijill.v1.LedgerService/GetCheckpoint",
      [&](const rpc::Call&, const v1::GetCheckpointRequest&)
          -> absl::StatusOr<v1::GetCheckpointResponse> {
        const std::string entry(1, history);
        v1::GetCheckpointResponse response;
        response.set_checkpoint(merkle::FormatNote(
            {.text = merkle::FormatCheckpoint(
                 {.origin = "nl.demo/sijill/training.demo/shared/1",
                  .size = 1,
                  .root = merkle::LeafHash(entry)}),
             .signatures = {{.name = "nl.demo", .signature = "x"}}}));
        return response;
      });
  Serve(std::move(methods));
  EXPECT_EQ(Sijill("ledger checkpoint").exit_code, 0);
  EXPECT_EQ(Sijill("ledger checkpoint").exit_code, 0);
  history = 'b';
  const Outcome forked = Sijill("ledger checkpoint");
  EXPECT_EQ(forked.exit_code, 4);
  EXPECT_THAT(forked.err, HasSubstr("CONTRADICTS ITSELF"));
}

}  // namespace
}  // namespace sijill::cli
