// SPDX-License-Identifier: Apache-2.0
#include "common/command/testing/office_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/casestate/testing/history_builder.h"
#include "common/command/caller.h"

namespace sijill::testing {
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

decision::Decision DocumentRequest(std::string_view requesting) {
  v1::OpeningTerms terms;
  terms.set_procedure(v1::PROCEDURE_DOCUMENT_REQUEST);
  Name(terms, v1::ROLE_REQUESTING, requesting);
  Name(terms, v1::ROLE_REQUESTED, OfficeFixture::kInterior);
  Name(terms, v1::ROLE_CONSULATE, OfficeFixture::kConsulate);
  terms.mutable_rule_set()->set_id(std::string(decision::kNoRuleSet));
  const v1::RequestForm form = casestate::testing::Form();
  decision::Decision opening =
      decision::OneEvent(v1::EVENT_KIND_DOCUMENT_REQUESTED, {&terms, &form});
  opening.domains = {"north.example"};
  if (requesting == OfficeFixture::kSouth) {
    opening.domains.push_back("south.example");
  }
  return opening;
}

}  // namespace

std::shared_ptr<const decision::Directory> WrittenDirectory::Current() const {
  std::shared_ptr<decision::Directory> copy;
  {
    const base::MutexLock lock(mu_);
    copy = std::make_shared<decision::Directory>(written_);
  }
  copy->version = node_.casefile().RegistryVersion().value_or(0);
  return copy;
}

void WrittenDirectory::Grant(const std::string& identity,
                             std::vector<v1::Duty> duties,
                             bool asserts_officers) {
  v1::Grant grant;
  grant.set_identity(identity);
  for (const v1::Duty duty : duties) grant.add_duties(duty);
  grant.set_asserts_officers(asserts_officers);
  const base::MutexLock lock(mu_);
  written_.grants[identity] = grant;
}

void WrittenDirectory::Enter(const std::string& agency,
                             const std::string& state) {
  v1::Agency entry;
  entry.set_name(agency);
  entry.set_state(state);
  entry.set_time_zone("UTC");
  entry.set_calendar("uto");
  const base::MutexLock lock(mu_);
  written_.agencies[agency] = entry;
}

OfficeFixture::OfficeFixture(const std::string& directory)
    : node_({.agencies = {"interior", "consulate", "protection", "outsider"},
             .directory = directory},
            clock_) {
  const absl::Status started = node_.Start();
  EXPECT_TRUE(started.ok()) << started;
  directory_.Grant(kAuditor, {v1::DUTY_AUDITOR});
  directory_.Grant(kSystem, {v1::DUTY_SYSTEM}, true);
  directory_.Grant(kOfficer, {v1::DUTY_OFFICER});
  for (const char* agency :
       {kInterior, kConsulate, "north.example/agencies/protection",
        "north.example/agencies/outsider"}) {
    directory_.Enter(agency, "UTO");
    directory_.Grant(OfficerOf(agency), {v1::DUTY_OFFICER});
  }
  directory_.Enter(kSouth, "NLD");
  auto calendar = rules::ParseCalendar(kCalendar);
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  book_.Add(*std::move(calendar));
}

command::Office OfficeFixture::office() { return office(directory_); }

command::Office OfficeFixture::office(
    const command::DirectorySource& directory) {
  return {.casefile = node_.casefile(),
          .clock = clock_,
          .random = random_,
          .directory = directory,
          .book = book_,
          .cases = cases_};
}

std::string OfficeFixture::OfficerOf(std::string_view agency) {
  const auto name = base::AgencyName::Parse(agency);
  return base::StrCat("spiffe://", name->domain(), "/agency/", name->agency(),
                      "/officer/officer-7");
}

rpc::Call OfficeFixture::CallOf(std::string_view identity, std::string method,
                                std::string_view bytes) {
  return {.principal = {.id = *pki::SpiffeId::Parse(identity),
                        .certificate_serial = "01",
                        .certificate_fingerprint = {}},
          .method = std::move(method),
          .request_bytes = bytes,
          .metadata = {},
          .deadline = absl::InfiniteFuture()};
}

std::string OfficeFixture::RequestId(int number) {
  char text[37];
  snprintf(text, sizeof(text), "00000000-0000-4000-8000-%012d", number);
  return text;
}

std::string OfficeFixture::NewRequestId() {
  return command::FormatRequestId(random_.Bytes(16));
}

v1::Caller OfficeFixture::For(v1::Purpose purpose) {
  v1::Caller caller;
  caller.set_purpose(purpose);
  return caller;
}

std::string OfficeFixture::Open(std::string_view identity,
                                const std::string& request_id,
                                const decision::Decision& opening) {
  const v1::Caller caller = For(v1::PURPOSE_CASE_HANDLING);
  const rpc::Call call = CallOf(identity, kWithdraw, request_id);
  const auto opened = command::OpenCase(
      office(), {.call = call, .caller = caller, .request_id = request_id},
      [&](const decision::Context&) -> absl::StatusOr<decision::Decision> {
        return opening;
      });
  if (!opened.ok()) {
    ADD_FAILURE() << opened.status();
    std::abort();
  }
  return opened->stream.str();
}

std::string OfficeFixture::OpenCase(int request) {
  return Open(kOfficer, RequestId(request), *OpeningDecision());
}

std::string OfficeFixture::OpenDocumentRequest(std::string_view requesting) {
  return Open(OfficerOf(kConsulate), NewRequestId(),
              DocumentRequest(requesting));
}

uint64_t OfficeFixture::SizeOf(ledger::LogKind log) {
  return node_.casefile().Log(log)->Size().value_or(0);
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

absl::StatusOr<decision::Decision> OpeningDecision() {
  const v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
  const v1::RequestForm form = casestate::testing::Form();
  decision::Decision decided =
      decision::OneEvent(v1::EVENT_KIND_READMISSION_REQUESTED, {&terms, &form});
  decided.domains = {"north.example", "south.example"};
  return decided;
}

}  // namespace sijill::testing
