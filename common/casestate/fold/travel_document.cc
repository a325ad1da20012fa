// SPDX-License-Identifier: Apache-2.0
// Travel documents, from request to revocation.
#include "common/casestate/fold/fold.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate::fold {
namespace {

v1::DocumentRequestRecord* FindRequest(const Step& step,
                                       const std::string& id) {
  const std::string name = step.NameOf(id);
  for (auto& request : *step.state.shared.mutable_document_requests()) {
    if (request.fact().event() == name) return &request;
  }
  return nullptr;
}

bool ApplyRequested(const Step& step) {
  auto& request = *step.state.shared.add_document_requests();
  *request.mutable_fact() = step.fact();
  const auto& part = step.event.part<v1::TravelDocumentRequested>();
  if (part.has_planned_journey()) {
    *request.mutable_planned_journey() = part.planned_journey();
  }
  return true;
}

bool ApplyIssued(const Step& step) {
  const auto& part = step.event.part<v1::TravelDocumentIssued>();
  v1::DocumentRequestRecord* request = FindRequest(step, part.request_event());
  if (request == nullptr) return false;
  *request->mutable_issued() = step.fact();
  request->clear_declined();
  request->clear_reasons();
  v1::TravelDocument& document = *step.state.shared.add_travel_documents();
  *document.mutable_fact() = step.fact();
  document.set_name(document.fact().event());
  *document.mutable_issued() = part;
  return true;
}

bool ApplyDeclined(const Step& step) {
  const auto& part = step.event.part<v1::TravelDocumentDeclined>();
  v1::DocumentRequestRecord* request = FindRequest(step, part.request_event());
  if (request == nullptr) return false;
  *request->mutable_declined() = step.fact();
  request->set_reasons(part.reasons());
  return true;
}

bool ApplyRevoked(const Step& step) {
  const auto& part = step.event.part<v1::TravelDocumentRevoked>();
  const std::string name = step.NameOf(part.document_event());
  for (auto& document : *step.state.shared.mutable_travel_documents()) {
    if (document.name() != name) continue;
    *document.mutable_revoked() = step.fact();
    document.set_revocation_reasons(part.reasons());
    return true;
  }
  return false;
}

}  // namespace

bool ApplyTravelDocument(const Step& step) {
  switch (step.kind()) {
    case v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED:
      return ApplyRequested(step);
    case v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED:
      return ApplyIssued(step);
    case v1::EVENT_KIND_TRAVEL_DOCUMENT_DECLINED:
      return ApplyDeclined(step);
    default:
      return ApplyRevoked(step);
  }
}

}  // namespace sijill::casestate::fold
