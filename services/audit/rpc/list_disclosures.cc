// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/command/case_access.h"
#include "common/command/disclosure.h"
#include "common/command/receipts.h"
#include "common/refusal/refusal.h"
#include "services/audit/rpc/audit_methods.h"
#include "services/audit/rpc/page.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::audit {
namespace {

// How many entries of the log a call looks through; a page may be short, or
// empty, and go on all the same.
constexpr uint64_t kMaxLookedAt = 10'000;

bool IsOf(const v1::Disclosed& disclosed, const std::string& case_name) {
  return case_name.empty() || std::ranges::find(disclosed.cases(), case_name) !=
                                  disclosed.cases().end();
}

// The index in the own log below which a page begins.
absl::StatusOr<uint64_t> ParseBelow(const std::string& token) {
  if (token.empty()) return UINT64_MAX;
  if (const auto below = base::ParseDecimal(token)) return *below;
  refusal::FieldProblems problems;
  problems.Add("page_token", "as next_page_token gave it");
  return problems.status();
}

// The disclosure recorded at `index` of the own log, if it is one.
absl::StatusOr<std::optional<v1::DisclosureRecord>> RecordAt(
    const command::Office& office, const ledger::LogReader& log,
    uint64_t index) {
  std::optional<v1::DisclosureRecord> record;
  ASSIGN_OR_RETURN(const ledger::LogEntry entry, log.Entry(index));
  const auto located = casefile::ParseLocator(entry.locator);
  if (!located) return absl::DataLossError("an entry leads nowhere");
  if (located->log != ledger::LogKind::kOwn) return record;
  ASSIGN_OR_RETURN(const casefile::HeldEvent held,
                   office.casefile.Event(ledger::LogKind::kOwn, located->id,
                                         [](uint32_t kind, size_t) {
                                           return kind ==
                                                  v1::EVENT_KIND_DISCLOSED;
                                         }));
  if (held.event.header.kind != v1::EVENT_KIND_DISCLOSED ||
      held.parts.empty() || !held.parts.front()) {
    return record;
  }
  record.emplace();
  record->set_name(command::EventName(held.event.header.stream, held.event.id));
  record->set_index(index);
  if (!record->mutable_disclosed()->ParseFromString(
          held.parts.front()->bytes)) {
    return absl::DataLossError("a record of a disclosure cannot be read");
  }
  return record;
}

// Fills a page with what stands below `below`, newest first.
absl::Status FillPage(const command::Office& office,
                      const std::string& case_name, uint64_t below, size_t page,
                      v1::ListDisclosuresResponse& response) {
  const auto log = office.casefile.Log(ledger::LogKind::kOwn);
  ASSIGN_OR_RETURN(const uint64_t size, log->Size());
  uint64_t index = std::min(below, size);
  const uint64_t end = index - std::min(index, kMaxLookedAt);
  while (index > end &&
         static_cast<size_t>(response.disclosures_size()) < page) {
    --index;
    ASSIGN_OR_RETURN(auto record, RecordAt(office, *log, index));
    if (record && IsOf(record->disclosed(), case_name)) {
      *response.add_disclosures() = *std::move(record);
    }
  }
  if (index > 0) response.set_next_page_token(std::to_string(index));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListDisclosuresResponse> HandleListDisclosures(
    const command::Office& office, const rpc::Call& call,
    const v1::ListDisclosuresRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  ASSIGN_OR_RETURN(const size_t page, PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const uint64_t below, ParseBelow(request.page_token()));
  command::Disclosure shown{.part_classes = {v1::PART_CLASS_OWN_SIDE}};
  if (!request.case_name().empty()) {
    RETURN_IF_ERROR(
        command::LoadCaseFor(office, asker, request.case_name()).status());
    shown.cases.push_back(request.case_name());
  }
  v1::ListDisclosuresResponse response;
  RETURN_IF_ERROR(FillPage(office, request.case_name(), below, page, response));
  RETURN_IF_ERROR(command::RecordDisclosure(office, call, asker, shown));
  return response;
}

void AddAuditMethods(const command::Office& office, rpc::MethodTable& methods) {
  methods.Add<v1::ReplayCaseRequest, v1::ReplayCaseResponse>(
      "/sijill.v1.AuditService/ReplayCase",
      [&office](const rpc::Call& call, const v1::ReplayCaseRequest& request) {
        return HandleReplayCase(office, call, request);
      });
  methods.Add<v1::ListDisclosuresRequest, v1::ListDisclosuresResponse>(
      "/sijill.v1.AuditService/ListDisclosures",
      [&office](const rpc::Call& call,
                const v1::ListDisclosuresRequest& request) {
        return HandleListDisclosures(office, call, request);
      });
}

}  // namespace sijill::audit
