// SPDX-License-Identifier: Apache-2.0
// An office over a node in the test's process, with cases to work on.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/mutex.h"
#include "common/command/mutation.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "common/testing/deterministic_random.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::testing {

// A registry that a test writes, of the version that the node has.
class WrittenDirectory final : public command::DirectorySource {
 public:
  explicit WrittenDirectory(NodeFixture& node) : node_(node) {}

  std::shared_ptr<const decision::Directory> Current() const override;
  // Duties of a certificate.
  void Grant(const std::string& identity, std::vector<v1::Duty> duties,
             bool asserts_officers = false);
  // An agency of the State, with the calendar "uto".
  void Enter(const std::string& agency, const std::string& state);

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

// The node north.example. Its agencies `interior`, `consulate`, `protection`
// and `outsider` act for Utopia, which has a calendar, and OfficerOf() them has
// the duty; so has kOfficer. kAuditor is an auditor, and kSystem may name
// officers. south.example is no node.
class OfficeFixture {
 public:
  static constexpr char kInterior[] = "north.example/agencies/interior";
  static constexpr char kConsulate[] = "north.example/agencies/consulate";
  static constexpr char kSouth[] = "south.example/agencies/interior";
  // Noon of 20 November 2023, UTC: where the clock begins.
  static constexpr int64_t kStart = 1700481600;

  // In memory, or in this directory of the machine's disk.
  explicit OfficeFixture(const std::string& directory = "");

  // Refers to the node as it runs now: not to be kept over a restart.
  command::Office office();
  // As office(), with another source of the registry.
  command::Office office(const command::DirectorySource& directory);
  NodeFixture& node() { return node_; }
  time::SimulatedClock& clock() { return clock_; }
  WrittenDirectory& directory() { return directory_; }
  decision::RuleBook& book() { return book_; }
  command::CaseCache& cases() { return cases_; }

  // The certificate of an officer of an agency of north.example.
  static std::string OfficerOf(std::string_view agency);
  // A call with `bytes` as its request; they outlive it.
  static rpc::Call CallOf(std::string_view identity, std::string method,
                          std::string_view bytes = "request");
  // Calls a method of `table` as an officer of `agency`, with the bytes of
  // `request`.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const rpc::MethodTable& table,
                               const std::string& method,
                               std::string_view agency,
                               const Request& request) {
    const std::string bytes = request.SerializeAsString();
    const auto* handler = table.Find(method);
    if (handler == nullptr) return absl::UnimplementedError(method);
    const auto answer = (*handler)(CallOf(OfficerOf(agency), method, bytes));
    if (!answer.ok()) return answer.status();
    Response response;
    if (!response.ParseFromString(*answer)) {
      return absl::InternalError("an answer that does not parse");
    }
    return response;
  }
  // "00000000-0000-4000-8000-" and twelve digits.
  static std::string RequestId(int number);
  // Another one each time, and none of those.
  std::string NewRequestId();
  static v1::Caller For(v1::Purpose purpose);

  // Opens a readmission between north and south, with north's interior asking.
  // Returns its name; ends the test program if it cannot.
  std::string OpenCase(int request = 1);
  // Opens a document request of the consulate's, with the interior as the
  // requested agency and `requesting` as the one that asks: kSouth makes it a
  // case of two domains. Rule set `none`. As OpenCase().
  std::string OpenDocumentRequest(std::string_view requesting);

  // How many entries a log has.
  uint64_t SizeOf(ledger::LogKind log);
  // The kinds of what the own log holds, oldest first.
  std::vector<v1::EventKind> OwnLogKinds();

 private:
  std::string Open(std::string_view identity, const std::string& request_id,
                   const decision::Decision& opening);

  time::SimulatedClock clock_{absl::FromUnixSeconds(kStart)};
  NodeFixture node_;
  DeterministicRandom random_{7};
  WrittenDirectory directory_{node_};
  decision::RuleBook book_;
  command::CaseCache cases_;
};

// What opens a case between north and south.
absl::StatusOr<decision::Decision> OpeningDecision();

}  // namespace sijill::testing
