// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/document_lookup.h"

#include "common/base/fixed_bytes.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::travel_document {
namespace {

constexpr std::string_view kEvents = "/events/";

}  // namespace

absl::Status DocumentNotFound() {
  return refusal::Refuse(
      absl::StatusCode::kNotFound, "DOCUMENT_NOT_FOUND",
      "the case has no such travel document or request for one");
}

absl::StatusOr<const v1::DocumentRequestRecord*> OpenRequest(
    const casestate::CaseState& state, std::string_view name) {
  const v1::DocumentRequestRecord* request =
      casestate::FindDocumentRequest(state, name);
  if (request == nullptr) return DocumentNotFound();
  if (!request->has_issued() && !request->has_declined()) return request;
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "DOCUMENT_STATE",
      "the request was answered: another document is asked for anew",
      {{"event", request->has_issued() ? request->issued().event()
                                       : request->declined().event()}});
}

std::optional<std::string> EventIdOf(std::string_view name) {
  const size_t at = name.find(kEvents);
  if (at == std::string_view::npos) return std::nullopt;
  auto id = base::FromHex(name.substr(at + kEvents.size()));
  if (!id || !base::Hash::From(*id)) return std::nullopt;
  return id;
}

std::optional<std::string> CaseOf(std::string_view name) {
  if (!EventIdOf(name)) return std::nullopt;
  return std::string(name.substr(0, name.find(kEvents)));
}

}  // namespace sijill::travel_document
