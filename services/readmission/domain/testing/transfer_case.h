// SPDX-License-Identifier: Apache-2.0
// A readmission between a Dutch and a Kazakh domain, for tests of decisions:
// its history, and the registry and rules that it is decided by.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/casestate/testing/history_builder.h"
#include "common/decision/decision.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission::testing {

using casestate::testing::kBorder;
using casestate::testing::kConsulate;
using casestate::testing::kNorth;
using casestate::testing::kProtection;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;
using casestate::testing::kSouth;

// Two offices that have no role in the case.
inline constexpr char kChildren[] = "north.example/agencies/children";
inline constexpr char kSouthProtection[] = "south.example/agencies/protection";

using Day = absl::CivilDay;

class TransferCase {
 public:
  // Opened under the Benelux-Kazakhstan agreement (three working days of
  // notice), with the return decision declared, unless `gate` says no.
  explicit TransferCase(bool gate = true);

  // What the node of `domain` makes of the events it holds.
  casestate::CaseState At(std::string_view domain = kNorth) const;
  // The context of a decision of the agency's officer.
  decision::Context By(std::string_view agency,
                       std::string_view officer = "officer-1");
  // The same through a system that names the officer, or none.
  decision::Context BySystem(std::string_view agency, std::string_view officer);

  // Writes what was decided in this context; the name of the last event.
  std::string Record(const decision::Context& context,
                     const absl::StatusOr<decision::Decision>& decided);

  // An approval to arrive until `last_day`; late if said.
  base::Hash Approve(std::optional<absl::CivilDay> last_day = std::nullopt,
                     bool late = false);
  void Review(const base::Hash& reply, bool accepted);
  // A document that was asked for and issued to a person recognised; its name.
  std::string IssueDocument(absl::CivilDay first, absl::CivilDay last);
  // A request that nothing stands against, on a passport of the person's own.
  v1::NotifyTransferRequest Request() const;
  // Approved and announced; the name of the transfer.
  std::string Announce();
  void Hold();
  // The one thing that this program cannot read but must not pass over.
  void WriteUnreadable();

  casestate::testing::HistoryBuilder history;
  absl::Time now;
  decision::Directory directory;
  decision::RuleBook book;

 private:
  std::map<std::string, decision::Actor> actors_;
};

// The 32 bytes of the event that is named.
std::string IdOf(std::string_view event);
google::type::Date DateOf(absl::CivilDay day);
google::protobuf::Timestamp TimestampOf(absl::Time time);
// "2023-11-22T08:00:00Z".
absl::Time At(std::string_view text);

// The reason of a refusal; "OK" if there is none.
template <typename T>
std::string ReasonOf(const absl::StatusOr<T>& result) {
  if (result.ok()) return "OK";
  return refusal::ReasonOf(result.status()).value_or("no reason");
}

// What the domains of the case have in common, as comparable bytes.
std::string Outward(const casestate::CaseState& state);

}  // namespace sijill::readmission::testing
