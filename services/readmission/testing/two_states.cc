// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/testing/two_states.h"

#include "absl/strings/str_format.h"
#include "common/base/text.h"
#include "common/testing/deliveries.h"
#include "services/readmission/rpc/readmission_methods.h"

namespace sijill::readmission::testing {

namespace cases = casestate::testing;

State::State(sijill::testing::NodeOptions options, const Setting& setting,
             const time::Clock& clock)
    : directory_(setting.directory),
      book_(setting.book),
      random_(options.seed),
      node_(std::move(options), clock) {
  const absl::Status started = node_.Start();
  EXPECT_TRUE(started.ok()) << started;
  office_ = std::make_unique<command::Office>(
      command::Office{.casefile = node_.casefile(),
                      .clock = clock,
                      .random = random_,
                      .directory = *this,
                      .book = book_,
                      .cases = cases_});
  AddReadmissionMethods(*office_, methods_);
}

std::shared_ptr<const decision::Directory> State::Current() const {
  auto current = std::make_shared<decision::Directory>(directory_);
  current->version = *office_->casefile.RegistryVersion();
  return current;
}

void State::Grant(std::string_view agency, std::string_view name,
                  v1::Duty duty) {
  const auto id = *pki::SpiffeId::Of(pki::SpiffeId::Kind::kOfficer,
                                     node_.domain(), agency, name);
  directory_.grants[id.str()].add_duties(duty);
}

absl::StatusOr<std::string> State::CallBytes(std::string_view agency,
                                             std::string_view method,
                                             const std::string& request,
                                             std::string_view officer) {
  const std::string path =
      base::StrCat("/sijill.v1.ReadmissionService/", method);
  const rpc::MethodTable::RawHandler* handler = methods_.Find(path);
  if (handler == nullptr) return absl::UnimplementedError(path);
  const auto id = *pki::SpiffeId::Of(pki::SpiffeId::Kind::kOfficer,
                                     node_.domain(), agency, officer);
  if (directory_.FindGrant(id.str()) == nullptr) {
    Grant(agency, officer, v1::DUTY_OFFICER);
  }
  rpc::Call call{.principal = {.id = id},
                 .method = path,
                 .request_bytes = request,
                 .deadline = absl::InfiniteFuture()};
  return (*handler)(call);
}

TwoStatesTest::TwoStatesTest()
    : clock_(setting_.now),
      north_({.domain = cases::kNorth,
              .agencies = {"interior", "protection"},
              .seed = 1},
             setting_, clock_),
      south_({.domain = cases::kSouth,
              .agencies = {"interior", "consulate", "border"},
              .seed = 2},
             setting_, clock_) {
  EXPECT_TRUE(north_.methods().status().ok());
}

void TwoStatesTest::Exchange() {
  // Receipts are answered by receipts no more: two rounds are enough.
  for (int round = 0; round < 2; ++round) {
    const auto there = sijill::testing::Deliver(north_.node(), south_.node());
    EXPECT_TRUE(there.ok()) << there.status();
    const auto back = sijill::testing::Deliver(south_.node(), north_.node());
    EXPECT_TRUE(back.ok()) << back.status();
  }
}

std::string TwoStatesTest::FreshId() {
  return absl::StrFormat("00000000-0000-4000-8000-%012d", ++ids_);
}

v1::RequestReadmissionRequest TwoStatesTest::Readmission() {
  v1::RequestReadmissionRequest request;
  Fill(request);
  request.set_requested_agency(cases::kRequested);
  request.set_consulate_agency(cases::kConsulate);
  *request.mutable_form() = CompleteForm();
  request.mutable_declaration()->set_kind(v1::GATE_KIND_RETURN_DECISION);
  auto& day = *request.mutable_declaration()->mutable_decided_on();
  day.set_year(2023);
  day.set_month(9);
  day.set_day(1);
  return request;
}

std::string TwoStatesTest::Open() {
  const auto opened = north_.Call<v1::RequestReadmissionResponse>(
      "interior", "RequestReadmission", Readmission());
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? opened->case_name() : "";
}

}  // namespace sijill::readmission::testing
