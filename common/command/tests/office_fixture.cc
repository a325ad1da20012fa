// SPDX-License-Identifier: Apache-2.0
#include "common/command/tests/office_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "common/casestate/testing/history_builder.h"

namespace sijill::testing {

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

OfficeFixture::OfficeFixture(NodeOptions options)
    : node_(std::move(options), clock_) {
  const absl::Status started = node_.Start();
  EXPECT_TRUE(started.ok()) << started;
  directory_.Grant(kAuditor, {v1::DUTY_AUDITOR});
  directory_.Grant(kSystem, {v1::DUTY_SYSTEM}, true);
}

command::Office OfficeFixture::office() { return office(directory_); }

command::Office OfficeFixture::office(
    const command::DirectorySource& directory) {
  return {.casefile = node_.casefile(),
          .clock = clock_,
          .random = random_,
          .directory = directory,
          .book = book_};
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

v1::Caller OfficeFixture::For(v1::Purpose purpose) {
  v1::Caller caller;
  caller.set_purpose(purpose);
  return caller;
}

std::string OfficeFixture::OpenCase(int request) {
  const std::string id = RequestId(request);
  const v1::Caller caller = For(v1::PURPOSE_CASE_HANDLING);
  const rpc::Call call = CallOf(kOfficer, kWithdraw, id);
  const auto opened = command::OpenCase(
      office(), {.call = call, .caller = caller, .request_id = id},
      [](const decision::Context&) { return OpeningDecision(); });
  if (!opened.ok()) {
    ADD_FAILURE() << opened.status();
    std::abort();
  }
  return opened->stream.str();
}

uint64_t OfficeFixture::SizeOf(ledger::LogKind log) {
  return node_.casefile().Log(log)->Size().value_or(0);
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
