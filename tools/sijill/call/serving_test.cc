// SPDX-License-Identifier: Apache-2.0
// Commands as they are used, against a node in this process over real TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>

#include "common/base/mutex.h"
#include "common/merkle/checkpoint.h"
#include "common/merkle/note.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/audit_service.pb.h"
#include "sijill/v1/ledger_service.pb.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "sijill/v1/readmission_transfers.pb.h"
#include "tools/sijill/call/serving_fixture.h"

namespace sijill::cli {
namespace {

using ::testing::HasSubstr;

// What a node says of its shared log of `size` entries.
std::string NoteAt(uint64_t size, char history = 'a') {
  return merkle::FormatNote(
      {.text = merkle::FormatCheckpoint(
           {.origin = "nl.demo/sijill/training.demo/shared/1",
            .size = size,
            .root = merkle::LeafHash(std::string(1, history))}),
       .signatures = {{.name = "nl.demo", .signature = "x"}}});
}

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
  EXPECT_THAT(
      run.err,
      HasSubstr("next:   wait until the office that placed it releases it"));
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
        v1::GetCheckpointResponse response;
        response.set_checkpoint(NoteAt(1, history));
        return response;
      });
  Serve(std::move(methods));
  EXPECT_EQ(Sijill("ledger checkpoint").exit_code, 0);
  EXPECT_EQ(Sijill("ledger checkpoint").exit_code, 0);
  history = 'b';
  const Outcome forked = Sijill("ledger checkpoint");
  EXPECT_EQ(forked.exit_code, 4);
  EXPECT_THAT(forked.err, HasSubstr("CONTRADICTS ITSELF"));
  EXPECT_THAT(forked.err, HasSubstr("/contradictions/"));
}

TEST_F(ServingTest, ALogThatWasSetBackIsFoundOut) {
  std::atomic<uint64_t> size = 9;
  rpc::MethodTable methods;
  methods.Add<v1::GetCheckpointRequest, v1::GetCheckpointResponse>(
      "/sijill.v1.LedgerService/GetCheckpoint",
      [&](const rpc::Call&, const v1::GetCheckpointRequest&)
          -> absl::StatusOr<v1::GetCheckpointResponse> {
        v1::GetCheckpointResponse response;
        response.set_checkpoint(NoteAt(size));
        return response;
      });
  methods.AddRaw("/sijill.v1.LedgerService/GetConsistencyProof",
                 [](const rpc::Call&) -> absl::StatusOr<std::string> {
                   return refusal::Refuse(absl::StatusCode::kOutOfRange,
                                          "BEYOND_LOG",
                                          "the log does not reach so far");
                 });
  Serve(std::move(methods));
  EXPECT_EQ(Sijill("ledger checkpoint").exit_code, 0);
  size = 3;
  const Outcome back = Sijill("ledger checkpoint");
  EXPECT_EQ(back.exit_code, 4) << back.out << back.err;
  EXPECT_THAT(back.err, HasSubstr("CONTRADICTS ITSELF"));
}

TEST_F(ServingTest, AnAuditorsReplayIsComparedWithWhatHeSawBefore) {
  std::atomic<char> history = 'a';
  rpc::MethodTable methods;
  methods.Add<v1::ReplayCaseRequest, v1::ReplayCaseResponse>(
      "/sijill.v1.AuditService/ReplayCase",
      [&](const rpc::Call&, const v1::ReplayCaseRequest&)
          -> absl::StatusOr<v1::ReplayCaseResponse> {
        v1::ReplayCaseResponse response;
        v1::LogCheckpoint* log = response.add_checkpoints();
        log->set_log(v1::LOG_SHARED);
        log->set_checkpoint(NoteAt(1, history));
        return response;
      });
  Serve(std::move(methods));
  EXPECT_THAT(Sijill("audit replay abc").err,
              HasSubstr("the case does not verify"));
  history = 'b';
  const Outcome forked = Sijill("audit replay abc");
  EXPECT_EQ(forked.exit_code, 4);
  EXPECT_THAT(forked.err, HasSubstr("CONTRADICTS ITSELF"));
}

TEST_F(ServingTest, AStoreThatIsNotThereIsNamedAndNotCalledUnsound) {
  const Outcome nothing = Sijill("audit verify --store nowhere");
  EXPECT_EQ(nothing.exit_code, 1) << nothing.err;
  EXPECT_THAT(nothing.err, HasSubstr("nowhere"));
}

}  // namespace
}  // namespace sijill::cli
