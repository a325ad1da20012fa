// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "common/base/names.h"
#include "common/base/status_macros.h"
#include "common/command/caller.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/view/case_deadlines.h"
#include "services/readmission/projection/page_token.h"
#include "services/readmission/rpc/read_handlers.h"

namespace sijill::readmission {
namespace {

constexpr int kUsualPage = 50;
constexpr int kLargestPage = 200;

bool IsOf(const v1::Participant& participant, std::string_view domain) {
  const auto name = base::AgencyName::Parse(participant.agency());
  return name.ok() && name->domain() == domain;
}

// Looks at lines for one caller and request.
class Filter {
 public:
  Filter(const v1::ListCasesRequest& request, const command::Asker& asker,
         const decision::Directory& directory)
      : request_(request),
        agency_(asker.actor.agency.str()),
        domain_(asker.actor.agency.domain()),
        directory_(directory),
        whole_domain_(directory.Has(asker.identity, v1::DUTY_PROTECTION) ||
                      directory.Has(asker.identity, v1::DUTY_AUDITOR) ||
                      directory.Has(asker.identity, v1::DUTY_ADMINISTRATOR)) {}

  bool operator()(const CaseLine& line) const {
    const v1::CaseSummary& summary = line.summary;
    return MaySee(summary) && HasStatus(summary) &&
           (request_.procedure() == v1::PROCEDURE_UNSPECIFIED ||
            summary.procedure() == request_.procedure()) &&
           (request_.role() == v1::ROLE_UNSPECIFIED || HasRole(summary)) &&
           (!request_.unassigned() || IsUnassigned(summary));
  }

 private:
  template <typename Predicate>
  static bool Any(const v1::CaseSummary& summary, Predicate predicate) {
    return std::ranges::any_of(summary.participants(), predicate);
  }

  bool MaySee(const v1::CaseSummary& summary) const {
    return Any(summary, [&](const v1::Participant& one) {
      return one.agency() == agency_ || (whole_domain_ && IsOf(one, domain_));
    });
  }

  bool HasStatus(const v1::CaseSummary& summary) const {
    return request_.statuses().empty() ||
           std::ranges::find(request_.statuses(), summary.status()) !=
               request_.statuses().end();
  }

  bool HasRole(const v1::CaseSummary& summary) const {
    return Any(summary, [&](const v1::Participant& one) {
      return one.role() == request_.role() && one.agency() == agency_;
    });
  }

  bool IsUnassigned(const v1::CaseSummary& summary) const {
    return Any(summary, [&](const v1::Participant& one) {
      return IsOf(one, domain_) &&
             directory_.FindAgency(one.agency()) == nullptr;
    });
  }

  const v1::ListCasesRequest& request_;
  const std::string agency_;
  const std::string domain_;
  const decision::Directory& directory_;
  const bool whole_domain_;
};

absl::Status CheckFields(const v1::ListCasesRequest& request) {
  refusal::FieldProblems problems;
  if (request.page_size() < 0 || request.page_size() > kLargestPage) {
    problems.Add("page_size", "0 to 200");
  }
  const bool known = std::ranges::all_of(request.statuses(), [](int status) {
    return status != v1::CASE_STATUS_UNSPECIFIED &&
           v1::CaseStatus_IsValid(status);
  });
  if (!known) problems.Add("statuses", "holds one that does not exist");
  if (!v1::Procedure_IsValid(request.procedure())) {
    problems.Add("procedure", "does not exist");
  }
  if (!v1::Role_IsValid(request.role())) {
    problems.Add("role", "does not exist");
  }
  return problems.status();
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> HandleListCases(
    const command::Office& office, CaseIndex& index, const rpc::Call& call,
    const v1::ListCasesRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  RETURN_IF_ERROR(CheckFields(request));
  std::optional<CaseIndex::Position> after;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(after, ParsePageToken(request));
  }
  const int size = request.page_size() == 0 ? kUsualPage : request.page_size();
  const auto directory = office.directory.Current();
  ASSIGN_OR_RETURN(CaseIndex::Page page,
                   index.List(after, static_cast<size_t>(size),
                              Filter(request, asker, *directory)));
  v1::ListCasesResponse response;
  const absl::Time now = office.clock.Now();
  for (CaseLine& line : page.lines) {
    LetPass(line.deadlines, now);
    v1::CaseSummary& summary = *response.add_cases();
    summary = std::move(line.summary);
    if (const v1::Deadline* next = NextOf(line.deadlines)) {
      *summary.mutable_next_deadline() = *next;
    }
  }
  if (page.next_after) {
    response.set_next_page_token(FormatPageToken(request, *page.next_after));
  }
  return response;
}

}  // namespace sijill::readmission
