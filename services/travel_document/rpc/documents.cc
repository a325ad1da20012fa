// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/rpc/documents.h"

#include "common/base/status_macros.h"
#include "common/command/case_access.h"
#include "common/command/disclosure.h"
#include "common/command/mutation.h"
#include "services/travel_document/domain/document_lookup.h"
#include "services/travel_document/domain/issue_travel_document.h"

namespace sijill::travel_document {
namespace {

// Issues, and leaves in `response` what is to be issued.
absl::StatusOr<command::Recorded> Issue(
    const command::Office& office, const rpc::Call& call,
    const v1::IssueTravelDocumentRequest& request, const DocumentNumbers& taken,
    v1::IssueTravelDocumentResponse& response) {
  return command::ChangeCase(
      office,
      {.call = call,
       .caller = request.caller(),
       .request_id = request.request_id(),
       .validate_only = request.validate_only()},
      request.case_name(),
      [&](const casestate::CaseState& state, const decision::Context& context)
          -> absl::StatusOr<decision::Decision> {
        ASSIGN_OR_RETURN(decision::Decision decided,
                         IssueTravelDocument(state, request, taken, context));
        if (!response.mutable_travel_document()
                 ->mutable_issued()
                 ->ParseFromString(decided.events.front().parts.front())) {
          return absl::InternalError("a part that does not parse");
        }
        return decided;
      });
}

}  // namespace

absl::StatusOr<v1::IssueTravelDocumentResponse> HandleIssueTravelDocument(
    const command::Office& office, IssuedNumbers& numbers,
    const rpc::Call& call, const v1::IssueTravelDocumentRequest& request) {
  v1::IssueTravelDocumentResponse response;
  std::optional<command::Recorded> done;
  RETURN_IF_ERROR(numbers.WithNumbersOf(
      call.principal.id.agency(),
      [&](const DocumentNumbers& taken) -> absl::Status {
        ASSIGN_OR_RETURN(done, Issue(office, call, request, taken, response));
        return absl::OkStatus();
      }));
  response.mutable_receipts()->Assign(done->receipts.begin(),
                                      done->receipts.end());
  if (done->receipts.empty()) return response;
  // As it was recorded, so that a repetition answers the same document.
  ASSIGN_OR_RETURN(const command::LoadedCase loaded,
                   command::LoadCase(office, done->stream.str()));
  const v1::TravelDocument* document = casestate::FindTravelDocument(
      loaded.state(), done->receipts.front().event());
  if (document != nullptr) *response.mutable_travel_document() = *document;
  return response;
}

absl::StatusOr<v1::GetTravelDocumentResponse> HandleGetTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::GetTravelDocumentRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  const auto case_name = CaseOf(request.name());
  if (!case_name) return command::CaseNotFound();
  ASSIGN_OR_RETURN(const command::LoadedCase loaded,
                   command::LoadCaseFor(office, asker, *case_name));
  const v1::TravelDocument* document =
      casestate::FindTravelDocument(loaded.state(), request.name());
  if (document == nullptr) return DocumentNotFound();
  v1::GetTravelDocumentResponse response;
  *response.mutable_travel_document() = *document;
  RETURN_IF_ERROR(command::RecordDisclosure(
      office, call, asker,
      {.part_classes = {v1::PART_CLASS_OUTWARD}, .cases = {*case_name}}));
  return response;
}

}  // namespace sijill::travel_document
