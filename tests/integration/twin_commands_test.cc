// SPDX-License-Identifier: Apache-2.0
// As twin_cases_test.cc, through the handlers that officers call: what they
// read, declare and hold on their own side is in nothing that the other side
// gets, though their commands are decided on it.
#include <string>

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/readmission/testing/two_states.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "sijill/v1/readmission_safeguards.pb.h"
#include "sijill/v1/readmission_transfers.pb.h"
#include "tests/integration/outsider.h"

namespace sijill::integration {
namespace {

using ledger::LogKind;
using readmission::testing::State;

class CommandWorld final : public readmission::testing::TwoStatesTest {
 public:
  explicit CommandWorld(bool lives) : lives_(lives) {
    for (State* state : {&north_, &south_}) {
      for (const char* officer : {"p-1", "p-2"}) {
        state->Grant("protection", officer, v1::DUTY_PROTECTION);
      }
    }
  }
  void TestBody() override {}

  void Play() {
    const v1::RequestReadmissionRequest request = Readmission();
    case_ = Tell<v1::RequestReadmissionResponse>(north_, "RequestReadmission",
                                                 request)
                .case_name();
    LiveOwnLife(north_);
    Exchange();
    Tell<v1::ConfirmReceiptResponse>(south_, "ConfirmReceipt",
                                     With<v1::ConfirmReceiptRequest>(case_));
    Tell<v1::ApproveReadmissionResponse>(
        south_, "ApproveReadmission",
        With<v1::ApproveReadmissionRequest>(case_));
    Exchange();
    LiveOwnLife(north_);
    const std::string transfer =
        Tell<v1::NotifyTransferResponse>(
            north_, "NotifyTransfer",
            Transfer(With<v1::NotifyTransferRequest>(case_)))
            .receipts(0)
            .event();
    Exchange();
    LiveOwnLife(north_);
    auto cancelling = With<v1::CancelTransferRequest>(case_);
    cancelling.set_transfer(transfer);
    Tell<v1::CancelTransferResponse>(north_, "CancelTransfer", cancelling);
    LiveOwnLife(north_);
    Tell<v1::WithdrawRequestResponse>(north_, "WithdrawRequest",
                                      With<v1::WithdrawRequestRequest>(case_));
    Exchange();
    for (auto& [node, peer] :
         {std::pair(&north_, &south_), std::pair(&south_, &north_)}) {
      Outsider outsider(node->node(), peer->node(), clock_);
      for (auto& answer : outsider.AskEverything()) outward_.push_back(answer);
    }
  }

  const Answers& outward() const { return outward_; }
  uint64_t SizeOf(LogKind log) { return north_.SizeOf(log); }

 private:
  // Carried out twice: the second answer is the first one's.
  template <typename Response>
  Response Tell(State& state, const std::string& method,
                const google::protobuf::Message& request) {
    Response response;
    for (int i = 0; i < 2; ++i) {
      const auto done = state.Call<Response>("interior", method, request);
      EXPECT_TRUE(done.ok()) << method << ": " << done.status();
      if (done.ok()) response = *done;
      std::string receipts;
      for (const v1::Receipt& receipt : response.receipts()) {
        if (receipt.log() == v1::LOG_SHARED) {
          receipts += receipt.SerializeAsString();
        }
      }
      outward_.emplace_back("receipts of " + method, receipts);
    }
    return response;
  }

  // Made of one with a request id and the case.
  v1::NotifyTransferRequest Transfer(v1::NotifyTransferRequest request) {
    v1::Journey& journey = *request.mutable_journey();
    journey.set_mode(v1::TRANSPORT_MODE_AIR);
    journey.set_carrier_reference("XX 100");
    journey.set_departure_point("AMS");
    journey.set_arrival_point("ALA");
    const int64_t leaves =
        absl::ToUnixSeconds(clock_.Now() + absl::Hours(24 * 20));
    journey.mutable_departs_at()->set_seconds(leaves);
    journey.mutable_arrives_at()->set_seconds(leaves + 8 * 3600);
    request.set_passport_number("N00000001");
    request.mutable_passport_expires_on()->set_year(2030);
    request.mutable_passport_expires_on()->set_month(1);
    request.mutable_passport_expires_on()->set_day(1);
    return request;
  }

  // A request of the own side: its id is not one of the shared ones.
  template <typename Request>
  Request Own() {
    Request request;
    request.mutable_caller()->set_purpose(v1::PURPOSE_CASE_HANDLING);
    request.set_request_id(
        absl::StrFormat("11111111-0000-4000-8000-%012d", ++own_));
    request.set_case_name(case_);
    return request;
  }

  // Officers read; a return decision is declared; a hold is placed, an outward
  // step is refused under it, and a second person releases it.
  void LiveOwnLife(State& state) {
    if (!lives_) return;
    v1::GetCaseRequest reading;
    reading.mutable_caller()->set_purpose(v1::PURPOSE_CASE_HANDLING);
    reading.set_name(case_);
    EXPECT_TRUE(
        state.Call<v1::GetCaseResponse>("interior", "GetCase", reading).ok());
    auto gate = Own<v1::RecordGateRequest>();
    gate.mutable_gate()->set_kind(v1::GATE_KIND_RETURN_DECISION);
    gate.mutable_gate()->mutable_decided_on()->set_year(2023);
    gate.mutable_gate()->mutable_decided_on()->set_month(9);
    gate.mutable_gate()->mutable_decided_on()->set_day(2);
    const auto recorded =
        state.Call<v1::RecordGateResponse>("interior", "RecordGate", gate);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    auto placing = Own<v1::PlaceSafeguardHoldRequest>();
    placing.set_reason(v1::HOLD_REASON_NON_REFOULEMENT);
    const auto placed = state.Call<v1::PlaceSafeguardHoldResponse>(
        "protection", "PlaceSafeguardHold", placing, "p-1");
    ASSERT_TRUE(placed.ok()) << placed.status();
    const auto refused = Transfer(Own<v1::NotifyTransferRequest>());
    EXPECT_FALSE(state
                     .Call<v1::NotifyTransferResponse>(
                         "interior", "NotifyTransfer", refused)
                     .ok());
    auto releasing = Own<v1::ReleaseSafeguardHoldRequest>();
    releasing.set_hold(placed->receipts(placed->receipts_size() - 1).event());
    releasing.set_ground("found safe");
    const auto released = state.Call<v1::ReleaseSafeguardHoldResponse>(
        "protection", "ReleaseSafeguardHold", releasing, "p-2");
    EXPECT_TRUE(released.ok()) << released.status();
  }

  const bool lives_;
  int own_ = 0;
  std::string case_;
  Answers outward_;
};

TEST(TwinCommandsTest, WhatTheOwnSideKeepsIsInNothingThatTheOtherGets) {
  CommandWorld quiet(false);
  CommandWorld lively(true);
  quiet.Play();
  lively.Play();
  EXPECT_GT(lively.SizeOf(LogKind::kOwn), quiet.SizeOf(LogKind::kOwn) + 15);
  EXPECT_EQ(lively.SizeOf(LogKind::kShared), quiet.SizeOf(LogKind::kShared));
  EXPECT_EQ(FirstDifference(lively.outward(), quiet.outward()), "");
}

}  // namespace
}  // namespace sijill::integration
