// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/event/header.h"
#include "common/refusal/refusal.h"
#include "services/ledger/rpc/ledger_methods.h"
#include "services/ledger/rpc/log_access.h"

namespace sijill::ledger_service {
namespace {

constexpr int32_t kDefaultPage = 50;
constexpr int32_t kLargestPage = 200;

struct Page {
  uint64_t begin = 0;
  uint64_t count = 0;
};

absl::StatusOr<Page> PageOf(const v1::ListEntriesRequest& request) {
  refusal::FieldProblems problems;
  if (request.page_size() < 0 || request.page_size() > kLargestPage) {
    problems.Add("page_size", "0 to 200");
  }
  std::optional<uint64_t> begin = request.first_index();
  if (!request.page_token().empty()) {
    begin = base::ParseDecimal(request.page_token());
    if (!begin) problems.Add("page_token", "not one of this service's");
  }
  RETURN_IF_ERROR(problems.status());
  const int32_t size =
      request.page_size() == 0 ? kDefaultPage : request.page_size();
  return Page{.begin = *begin, .count = static_cast<uint64_t>(size)};
}

// Whether whoever asks is meant: the header names domains and streams.
bool MaySee(const event::Header& header, const base::DomainName& domain) {
  return header.audience.front() == event::kEveryone ||
         std::ranges::find(header.audience, domain.str()) !=
             header.audience.end();
}

absl::StatusOr<v1::LedgerEntry> Show(const command::Office& office,
                                     const base::DomainName& domain,
                                     const ledger::LogEntry& entry) {
  v1::LedgerEntry shown;
  shown.set_index(entry.index);
  shown.set_entry(entry.entry.str());
  const auto located = casefile::ParseLocator(entry.locator);
  if (!located) return absl::DataLossError("an entry leads nowhere");
  ASSIGN_OR_RETURN(
      casefile::HeldEvent held,
      office.casefile.Event(located->log, located->id, casefile::NoPart));
  if (MaySee(held.event.header, domain)) {
    shown.set_signed_header(std::move(held.signed_header));
  }
  return shown;
}

}  // namespace

absl::StatusOr<v1::ListEntriesResponse> HandleListEntries(
    const command::Office& office, const rpc::Call& call,
    const v1::ListEntriesRequest& request) {
  ASSIGN_OR_RETURN(const OpenedLog log,
                   OpenLogFor(office, call, request.caller(), request.log()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  if (page.begin > log.size) {
    return BeyondLog(absl::OutOfRangeError("behind the end"));
  }
  ASSIGN_OR_RETURN(const auto entries,
                   log.view().Entries(page.begin, page.count));
  v1::ListEntriesResponse response;
  for (const ledger::LogEntry& entry : entries) {
    ASSIGN_OR_RETURN(*response.add_entries(),
                     Show(office, call.principal.id.domain(), entry));
  }
  const uint64_t end = page.begin + entries.size();
  if (end < log.size) response.set_next_page_token(std::to_string(end));
  return response;
}

}  // namespace sijill::ledger_service
