// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/random_parts.h"

#include "common/casestate/kinds.h"
#include "common/casestate/testing/history_builder.h"
#include "sijill/v1/events.pb.h"

namespace sijill::integration {
namespace {

namespace cases = casestate::testing;

constexpr const char* kAgencies[] = {cases::kRequesting, cases::kProtection,
                                     cases::kRequested, cases::kConsulate,
                                     cases::kBorder};

v1::Participant AnyParticipant(std::mt19937_64& random) {
  v1::Participant participant;
  participant.set_role(static_cast<v1::Role>(2 + random() % 5));
  participant.set_agency(kAgencies[random() % std::size(kAgencies)]);
  return participant;
}

}  // namespace

std::vector<std::string> PartsOf(
    uint32_t kind,
    const std::vector<const google::protobuf::Message*>& messages) {
  std::vector<std::string> parts;
  for (const casestate::PartKind& part : casestate::FindKind(kind)->parts) {
    parts.emplace_back();
    for (const google::protobuf::Message* message : messages) {
      if (message->GetDescriptor() == part.message) {
        parts.back() = message->SerializeAsString();
      }
    }
  }
  return parts;
}

std::vector<std::string> RandomParts(uint32_t kind, const base::Hash& fact,
                                     std::mt19937_64& random) {
  const std::string id = fact.str();
  v1::Delivered delivered;
  delivered.set_event_id(id);
  v1::RequestCompleted completed;
  completed.set_returned_event(id);
  v1::Approved approved;
  approved.mutable_timing()->set_late(random() % 2 == 0);
  v1::LateReplyReviewed review;
  review.set_reply_event(id);
  review.set_accepted(random() % 2 == 0);
  v1::IdentityFinding finding;
  finding.set_result(static_cast<v1::FindingResult>(1 + random() % 4));
  v1::ParticipantAdded added;
  *added.mutable_participant() = AnyParticipant(random);
  v1::RoleReassigned reassigned;
  *reassigned.mutable_participant() = AnyParticipant(random);
  v1::TransferCancelled cancelled;
  cancelled.set_transfer_event(id);
  v1::TransferAcknowledged acknowledged;
  acknowledged.set_transfer_event(id);
  v1::DepartureRecorded departed;
  departed.set_transfer_event(id);
  v1::TravelDocumentIssued issued;
  issued.set_request_event(id);
  v1::TravelDocumentRevoked revoked;
  revoked.set_document_event(id);
  v1::OwnSideFile file;
  file.set_note("n");
  return PartsOf(kind, {&delivered, &completed, &approved, &review, &finding,
                        &added, &reassigned, &cancelled, &acknowledged,
                        &departed, &issued, &revoked, &file});
}

}  // namespace sijill::integration
