// SPDX-License-Identifier: Apache-2.0
// Two nodes with the readmission service, for tests of its handlers: called as
// a server calls them, without a transport.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/crypto/random.h"
#include "common/rpc/method_table.h"
#include "common/testing/deterministic_random.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "gtest/gtest.h"
#include "services/readmission/testing/setting.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission::testing {

// One State's node. Not for several threads.
class State : private command::DirectorySource {
 public:
  State(sijill::testing::NodeOptions options, const Setting& setting,
        const time::Clock& clock);

  // Grants the officer `name` of `agency` a duty.
  void Grant(std::string_view agency, std::string_view name, v1::Duty duty);
  // Changes what the registry says; its version stays that of the store.
  decision::Directory& directory() { return directory_; }

  // Calls "/sijill.v1.ReadmissionService/<method>" as that officer, who is
  // granted the duty of officers if he has none.
  template <typename Response>
  absl::StatusOr<Response> Call(std::string_view agency,
                                std::string_view method,
                                const google::protobuf::Message& request,
                                std::string_view officer = "o-17") {
    auto bytes =
        CallBytes(agency, method, request.SerializeAsString(), officer);
    if (!bytes.ok()) return bytes.status();
    Response response;
    EXPECT_TRUE(response.ParseFromString(*bytes));
    return response;
  }

  uint64_t SizeOf(ledger::LogKind log) {
    return *node_.casefile().Log(log)->Size();
  }
  sijill::testing::NodeFixture& node() { return node_; }
  const rpc::MethodTable& methods() const { return methods_; }

 private:
  std::shared_ptr<const decision::Directory> Current() const override;
  absl::StatusOr<std::string> CallBytes(std::string_view agency,
                                        std::string_view method,
                                        const std::string& request,
                                        std::string_view officer);

  decision::Directory directory_;
  const decision::RuleBook book_;
  sijill::testing::DeterministicRandom random_;
  sijill::testing::NodeFixture node_;
  command::CaseCache cases_;
  std::unique_ptr<command::Office> office_;
  rpc::MethodTable methods_;
};

// The north asks, the south (KAZ) replies.
class TwoStatesTest : public ::testing::Test {
 protected:
  TwoStatesTest();

  // What one wrote for the other, both ways, until nothing is left.
  void Exchange();
  // Opens a readmission with a fresh request id and returns its name.
  std::string Open();
  v1::RequestReadmissionRequest Readmission();
  // A request's common fields, with a fresh request id.
  template <typename Request>
  Request With(std::string_view case_name) {
    Request request;
    Fill(request);
    request.set_case_name(std::string(case_name));
    return request;
  }
  template <typename Request>
  void Fill(Request& request) {
    request.mutable_caller()->set_purpose(v1::PURPOSE_CASE_HANDLING);
    request.set_request_id(FreshId());
  }
  std::string FreshId();

  const Setting setting_;
  time::SimulatedClock clock_;
  State north_;
  State south_;

 private:
  int ids_ = 0;
};

}  // namespace sijill::readmission::testing
