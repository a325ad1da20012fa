// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/case_access.h"
#include "common/command/disclosure.h"
#include "common/command/receipts.h"
#include "common/refusal/refusal.h"
#include "services/audit/rpc/audit_methods.h"
#include "services/audit/rpc/page.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::audit {
namespace {

bool IsDisclosure(uint32_t kind, size_t) {
  return kind == v1::EVENT_KIND_DISCLOSED;
}

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

}  // namespace

absl::StatusOr<v1::ListDisclosuresResponse> HandleListDisclosures(
    const command::Office& office, const rpc::Call& call,
    const v1::ListDisclosuresRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  ASSIGN_OR_RETURN(const size_t page, PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const uint64_t below, ParseBelow(request.page_token()));
  if (!request.case_name().empty()) {
    RETURN_IF_ERROR(
        command::LoadCaseFor(office, asker, request.case_name()).status());
  }
  ASSIGN_OR_RETURN(
      const casefile::StreamView view,
      office.casefile.Load(base::StreamName::ForNode(office.casefile.domain()),
                           casefile::Scope::kAll, IsDisclosure));
  v1::ListDisclosuresResponse response;
  for (auto it = view.events.rbegin(); it != view.events.rend(); ++it) {
    if (it->event.header.kind != v1::EVENT_KIND_DISCLOSED ||
        it->index >= below || it->parts.empty() || !it->parts.front()) {
      continue;
    }
    v1::Disclosed disclosed;
    if (!disclosed.ParseFromString(it->parts.front()->bytes)) {
      return absl::DataLossError("a record of a disclosure cannot be read");
    }
    if (!IsOf(disclosed, request.case_name())) continue;
    if (static_cast<size_t>(response.disclosures_size()) == page) {
      response.set_next_page_token(std::to_string(
          response.disclosures(response.disclosures_size() - 1).index()));
      break;
    }
    v1::DisclosureRecord* record = response.add_disclosures();
    record->set_name(command::EventName(it->event.header.stream, it->event.id));
    record->set_index(it->index);
    *record->mutable_disclosed() = std::move(disclosed);
  }
  RETURN_IF_ERROR(command::RecordDisclosure(
      office, call, asker,
      {.cases = request.case_name().empty()
                    ? std::vector<std::string>()
                    : std::vector<std::string>{request.case_name()}}));
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
