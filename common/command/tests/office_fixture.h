// SPDX-License-Identifier: Apache-2.0
// An office over a node in the test's process, with cases to work on.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/base/mutex.h"
#include "common/command/mutation.h"
#include "common/command/office.h"
#include "common/testing/deterministic_random.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"

namespace sijill::testing {

// A registry that a test writes, of the version that the node has.
class WrittenDirectory final : public command::DirectorySource {
 public:
  explicit WrittenDirectory(NodeFixture& node) : node_(node) {}

  std::shared_ptr<const decision::Directory> Current() const override;
  // Duties of a certificate.
  void Grant(const std::string& identity, std::vector<v1::Duty> duties,
             bool asserts_officers = false);

 private:
  NodeFixture& node_;
  mutable base::Mutex mu_;
  decision::Directory written_ ABSL_GUARDED_BY(mu_);
};

// Certificates of the domain north.example.
inline constexpr char kOfficer[] =
    "spiffe://north.example/agency/interior/officer/o-1";
inline constexpr char kSystem[] =
    "spiffe://north.example/agency/interior/system/desk";
inline constexpr char kAuditor[] =
    "spiffe://north.example/agency/audit/officer/a-1";
inline constexpr char kOutsider[] =
    "spiffe://north.example/agency/tax/officer/t-1";
// Methods: one that changes, and one that shows personal data.
inline constexpr char kWithdraw[] =
    "/sijill.v1.ReadmissionService/WithdrawRequest";
inline constexpr char kReplay[] = "/sijill.v1.AuditService/ReplayCase";

// The node north.example with agencies `interior` and `protection`; kAuditor is
// an auditor, and kSystem may name officers.
class OfficeFixture {
 public:
  explicit OfficeFixture(NodeOptions options = {});

  // Refers to the node as it runs now: not to be kept over a restart.
  command::Office office();
  // As office(), with another source of the registry.
  command::Office office(const command::DirectorySource& directory);
  NodeFixture& node() { return node_; }
  time::SimulatedClock& clock() { return clock_; }
  WrittenDirectory& directory() { return directory_; }
  decision::RuleBook& book() { return book_; }

  // A call with `bytes` as its request.
  static rpc::Call CallOf(std::string_view identity, std::string method,
                          std::string_view bytes = "request");
  // "00000000-0000-4000-8000-" and twelve digits.
  static std::string RequestId(int number);
  static v1::Caller For(v1::Purpose purpose);

  // Opens a case between north and south, with north's interior asking.
  // Returns its name; ends the test program if it cannot.
  std::string OpenCase(int request = 1);
  // How many entries a log has.
  uint64_t SizeOf(ledger::LogKind log);

 private:
  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  NodeFixture node_;
  DeterministicRandom random_{7};
  WrittenDirectory directory_{node_};
  decision::RuleBook book_;
};

// What opens a case between north and south.
absl::StatusOr<decision::Decision> OpeningDecision();

}  // namespace sijill::testing
