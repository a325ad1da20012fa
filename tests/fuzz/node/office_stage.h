// SPDX-License-Identifier: Apache-2.0
// A node with all its services, whose handlers are called without a transport.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/command/testing/office_fixture.h"
#include "common/rpc/method_table.h"
#include "google/protobuf/descriptor.h"
#include "services/exchange/testing/desk_fixture.h"

namespace sijill::fuzz {

// Made alike each time: the same calls have the same answers.
class OfficeStage {
 public:
  OfficeStage();

  // Calls the method at `method` of the contract as the caller at `caller`;
  // both are taken modulo what there is.
  absl::StatusOr<std::string> Call(uint64_t method, uint64_t caller,
                                   std::string_view request);
  testing::NodeFixture& node() { return fixture_.node(); }

  // A case within the domain, and one with another State.
  const std::string& own_case() const { return own_case_; }
  const std::string& shared_case() const { return shared_case_; }

  // Every method that is offered, by name.
  static const std::vector<const google::protobuf::MethodDescriptor*>&
  Methods();
  // Who may call: officers of the case, a system, outsiders, a peer's node.
  static const std::vector<std::string>& Callers();

 private:
  testing::OfficeFixture fixture_;
  command::Office office_;
  exchange::DeskFixture desk_;
  rpc::MethodTable methods_;
  std::string own_case_;
  std::string shared_case_;
};

}  // namespace sijill::fuzz
