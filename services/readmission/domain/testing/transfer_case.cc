// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/testing/transfer_case.h"

#include <memory>
#include <vector>

#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/rules/test_files.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

namespace sijill::readmission::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;

// Rules, calendar and zone as the deployment ships them.
constexpr char kCalendar[] = "kaz-working-week";

decision::RuleBook ShippedBook() {
  decision::RuleBook book;
  book.Add(rules::Kazakhstan());
  for (const char* name :
       {"calendars/kaz-working-week.json", "calendars/nld-working-week.json"}) {
    book.Add(*rules::ParseCalendar(rules::ShippedBytes(name)));
  }
  return book;
}

v1::Agency AgencyOf(const std::string& name, bool north) {
  v1::Agency agency;
  agency.set_name(name);
  agency.set_state(north ? "NLD" : "KAZ");
  agency.set_time_zone(north ? "Europe/Amsterdam" : "Asia/Almaty");
  agency.set_calendar(north ? "nld-working-week" : kCalendar);
  for (const auto role : {v1::ROLE_REQUESTING, v1::ROLE_PROTECTION}) {
    agency.add_roles(role);
  }
  if (north) return agency;
  for (const auto role :
       {v1::ROLE_REQUESTED, v1::ROLE_CONSULATE, v1::ROLE_BORDER}) {
    agency.add_roles(role);
  }
  return agency;
}

}  // namespace

TransferCase::TransferCase(bool gate)
    : now(testing::At("2023-11-15T00:00:00Z")), book(ShippedBook()) {
  for (const char* name : {kRequesting, kProtection, kChildren}) {
    directory.agencies[name] = AgencyOf(name, true);
  }
  for (const char* name : {kRequested, kConsulate, kBorder, kSouthProtection}) {
    directory.agencies[name] = AgencyOf(name, false);
  }
  v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
  const auto rules = decision::RulesFor(
      v1::PROCEDURE_READMISSION, directory.agencies[kRequesting],
      directory.agencies[kRequested], "", "", By(kRequesting));
  EXPECT_TRUE(rules.ok()) << rules.status();
  *terms.mutable_rule_set() = rules->reference;
  *terms.mutable_calendar() = rules->calendar_reference;
  if (gate) {
    v1::GateRecorded passed;
    passed.set_kind(v1::GATE_KIND_RETURN_DECISION);
    history.Say(kRequesting, v1::EVENT_KIND_GATE_RECORDED, passed);
  }
  const v1::RequestForm form = casestate::testing::Form();
  const base::Hash opening = history.Write(
      kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, {&terms, &form});
  history.Deliver(opening);
}

casestate::CaseState TransferCase::At(std::string_view domain) const {
  return casestate::Fold(history.stream(), history.HeldBy(domain));
}

decision::Context TransferCase::By(std::string_view agency,
                                   std::string_view officer) {
  const auto name = *base::AgencyName::Parse(agency);
  const std::string identity =
      base::StrCat("spiffe://", name.domain(), "/agency/", name.agency(),
                   "/officer/", officer);
  const auto [actor, added] = actors_.emplace(
      identity,
      decision::Actor{name, std::string(officer), std::string(identity)});
  return {now, "training.example", actor->second, directory, book};
}

decision::Context TransferCase::BySystem(std::string_view agency,
                                         std::string_view officer) {
  const auto name = *base::AgencyName::Parse(agency);
  const auto [actor, added] = actors_.emplace(
      base::StrCat(agency, "/system/", officer),
      decision::Actor{name, std::string(officer),
                      base::StrCat("spiffe://", name.domain(), "/agency/",
                                   name.agency(), "/system/desk")});
  return {now, "training.example", actor->second, directory, book};
}

std::string TransferCase::Record(
    const decision::Context& context,
    const absl::StatusOr<decision::Decision>& decided) {
  EXPECT_TRUE(decided.ok()) << decided.status();
  if (!decided.ok()) return "";
  base::Hash last;
  for (const decision::DecidedEvent& event : decided->events) {
    const auto* kind = casestate::FindKind(static_cast<uint32_t>(event.kind));
    std::vector<std::unique_ptr<Message>> parts;
    for (size_t i = 0; i < kind->parts.size(); ++i) {
      parts.emplace_back(MessageFactory::generated_factory()
                             ->GetPrototype(kind->parts[i].message)
                             ->New());
      EXPECT_TRUE(parts.back()->ParseFromString(event.parts[i]));
      if (kind->parts[i].message == v1::DecisionContext::descriptor()) {
        auto& made = static_cast<v1::DecisionContext&>(*parts.back());
        made.set_officer(context.actor.officer);
        made.mutable_mandate()->set_identity(context.actor.identity);
      }
    }
    std::vector<const Message*> given;
    for (const auto& part : parts) given.push_back(part.get());
    last = history.Write(context.actor.agency.str(), event.kind, given,
                         {.own_lane = event.own_lane});
  }
  return history.NameOf(last);
}

base::Hash TransferCase::Approve(std::optional<absl::CivilDay> last_day,
                                 bool late) {
  v1::Approved approved;
  approved.mutable_timing()->set_late(late);
  if (last_day) *approved.mutable_valid_until() = DateOf(*last_day);
  return history.Say(kRequested, v1::EVENT_KIND_APPROVED, approved);
}

void TransferCase::Review(const base::Hash& reply, bool accepted) {
  v1::LateReplyReviewed review;
  review.set_reply_event(reply.str());
  review.set_accepted(accepted);
  history.Say(kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED, review);
}

std::string TransferCase::IssueDocument(absl::CivilDay first,
                                        absl::CivilDay last) {
  v1::IdentityFinding finding;
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, finding);
  const base::Hash request =
      history.Say(kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED,
                  v1::TravelDocumentRequested());
  v1::TravelDocumentIssued issued;
  issued.set_request_event(request.str());
  *issued.mutable_valid_from() = DateOf(first);
  *issued.mutable_valid_until() = DateOf(last);
  return history.NameOf(
      history.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED, issued));
}

v1::NotifyTransferRequest TransferCase::Request() const {
  v1::NotifyTransferRequest request;
  v1::Journey& journey = *request.mutable_journey();
  journey.set_mode(v1::TRANSPORT_MODE_AIR);
  journey.set_carrier_reference("XX 100");
  journey.set_departure_point("AMS");
  *journey.mutable_departs_at() =
      TimestampOf(testing::At("2023-11-22T08:00:00Z"));
  journey.set_arrival_point("ALA");
  *journey.mutable_arrives_at() =
      TimestampOf(testing::At("2023-11-22T19:00:00Z"));
  request.set_passport_number("N00000001");
  *request.mutable_passport_expires_on() = DateOf(Day(2023, 11, 23));
  return request;
}

std::string TransferCase::Announce() {
  Approve();
  v1::TransferNotified notified;
  *notified.mutable_journey() = Request().journey();
  return history.NameOf(
      history.Say(kRequesting, v1::EVENT_KIND_TRANSFER_NOTIFIED, notified));
}

void TransferCase::Hold() {
  v1::ParticipantAdded added;
  added.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  added.mutable_participant()->set_agency(kProtection);
  history.Say(kProtection, v1::EVENT_KIND_PARTICIPANT_ADDED, added,
              {.own_lane = true});
  v1::SafeguardHoldPlaced placed;
  placed.set_reason(v1::HOLD_REASON_NON_REFOULEMENT);
  history.Say(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, placed);
}

void TransferCase::WriteUnreadable() {
  history.Say(kRequested, v1::EVENT_KIND_RECEIPT_CONFIRMED,
              v1::ReceiptConfirmed(), {.critical = true});
  history.events().back().newer_format = true;
}

std::string IdOf(std::string_view event) {
  return *base::FromHex(event.substr(event.rfind('/') + 1));
}

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

absl::Time At(std::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(
      absl::ParseTime(absl::RFC3339_full, base::Absl(text), &time, &error))
      << error;
  return time;
}

std::string Outward(const casestate::CaseState& state) {
  return casestate::SerializeForComparison(state, casestate::View::kShared);
}

}  // namespace sijill::readmission::testing
