// SPDX-License-Identifier: Apache-2.0
#include "common/command/testing/office_fixture.h"

#include "common/base/status_macros.h"
#include "common/casefile/layout.h"
#include "common/casestate/testing/history_builder.h"
#include "common/command/caller.h"
#include "common/command/mutation.h"
#include "gtest/gtest.h"

namespace sijill::command {
namespace {

constexpr char kCalendar[] =
    R"({"format":1,"id":"uto","version":1,"state":"UTO","weekend":{)"
    R"("days":["saturday","sunday"],"source":"made","verified":false},)"
    R"("holidays":[]})";

void Name(v1::OpeningTerms& terms, v1::Role role, std::string_view agency) {
  v1::Participant& participant = *terms.add_participants();
  participant.set_role(role);
  participant.set_agency(std::string(agency));
}

}  // namespace

OfficeFixture::OfficeFixture()
    : clock_(absl::FromCivil(absl::CivilHour(2023, 11, 20, 12),
                             absl::UTCTimeZone())),
      node_({.agencies = {"interior", "consulate", "outsider"}}, clock_) {
  const absl::Status started = node_.Start();
  EXPECT_TRUE(started.ok()) << started;
  Register(kInterior, "UTO");
  Register(kConsulate, "UTO");
  Register("north.example/agencies/outsider", "UTO");
  Register(kSouth, "NLD");
  auto calendar = rules::ParseCalendar(kCalendar);
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  book_.Add(*std::move(calendar));
}

void OfficeFixture::Register(const char* name, const char* state) {
  v1::Agency& agency = directory_.agencies[name];
  agency.set_name(name);
  agency.set_state(state);
  agency.set_time_zone("UTC");
  agency.set_calendar("uto");
}

std::shared_ptr<const decision::Directory> OfficeFixture::Registry::Current()
    const {
  auto current = std::make_shared<decision::Directory>(fixture_.directory_);
  current->version = fixture_.node_.casefile().RegistryVersion().value_or(0);
  return current;
}

rpc::Call OfficeFixture::CallOf(std::string_view method,
                                std::string_view agency,
                                std::string_view bytes) const {
  const auto name = base::AgencyName::Parse(agency);
  return {.principal = {.id = *pki::SpiffeId::Of(pki::SpiffeId::Kind::kOfficer,
                                                 node_.domain(), name->agency(),
                                                 "officer-7")},
          .method = std::string(method),
          .request_bytes = bytes,
          .deadline = absl::InfiniteFuture()};
}

std::string OfficeFixture::NewRequestId() {
  return FormatRequestId(random_.Bytes(16));
}

std::string OfficeFixture::OpenCase(std::string_view requesting) {
  v1::OpeningTerms terms;
  terms.set_procedure(v1::PROCEDURE_DOCUMENT_REQUEST);
  Name(terms, v1::ROLE_REQUESTING, requesting);
  Name(terms, v1::ROLE_REQUESTED, kInterior);
  Name(terms, v1::ROLE_CONSULATE, kConsulate);
  terms.mutable_rule_set()->set_id(std::string(decision::kNoRuleSet));
  const v1::RequestForm form = casestate::testing::Form();
  decision::Decision opening =
      decision::OneEvent(v1::EVENT_KIND_DOCUMENT_REQUESTED, {&terms, &form});
  opening.domains = {"north.example"};
  if (requesting == kSouth) opening.domains.push_back("south.example");
  const std::string id = NewRequestId();
  const rpc::Call call =
      CallOf("/sijill.v1.ReadmissionService/RequestDocument", kConsulate, id);
  const v1::Caller caller;
  const auto opened = command::OpenCase(
      office(), {.call = call, .caller = caller, .request_id = id},
      [&](const decision::Context&) -> absl::StatusOr<decision::Decision> {
        return opening;
      });
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? opened->stream.str() : "";
}

std::vector<v1::EventKind> OfficeFixture::OwnLogKinds() {
  std::vector<v1::EventKind> kinds;
  const auto view = node_.casefile().Log(ledger::LogKind::kOwn);
  const auto entries = view->Entries(0, 1000);
  EXPECT_TRUE(entries.ok()) << entries.status();
  if (!entries.ok()) return kinds;
  for (const ledger::LogEntry& entry : *entries) {
    const auto located = casefile::ParseLocator(entry.locator);
    if (!located || located->log != ledger::LogKind::kOwn) continue;
    const auto event = node_.casefile().Event(ledger::LogKind::kOwn,
                                              located->id, casefile::NoPart);
    EXPECT_TRUE(event.ok()) << event.status();
    if (event.ok()) {
      kinds.push_back(static_cast<v1::EventKind>(event->event.header.kind));
    }
  }
  return kinds;
}

}  // namespace sijill::command
