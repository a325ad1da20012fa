// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/rpc/exchange_methods.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/casestate/kinds.h"
#include "common/command/caller.h"
#include "common/command/receipts.h"
#include "common/event/signed_header.h"
#include "common/ledger/log_signer.h"
#include "common/refusal/refusal.h"
#include "services/exchange/domain/import_reason.h"
#include "services/exchange/domain/misaddressed.h"
#include "services/exchange/rpc/received.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::exchange {
namespace {

absl::Status PositionMismatch() {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "POSITION_MISMATCH",
                         "ask for the position and deliver from there");
}

// A delivery that left something out would make a gap for ever.
absl::Status CheckPosition(const v1::DeliverEventsRequest& request,
                           const casefile::PeerState& state) {
  if (request.from_index() > state.next_index) return PositionMismatch();
  if (request.to_index() < request.from_index()) {
    return refusal::Refuse(absl::StatusCode::kInvalidArgument, "PROOF_INVALID",
                           "the delivery ends before it begins");
  }
  return absl::OkStatus();
}

absl::Status ToContract(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kAborted:  // another delivery was first
      return PositionMismatch();
    case absl::StatusCode::kInvalidArgument:
      return refusal::Refuse(status.code(), "PROOF_INVALID",
                             std::string(status.message()));
    default:
      return command::ToRefusal(status);
  }
}

absl::StatusOr<v1::EventAnswer> AnswerTo(const casefile::ImportedEvent& event,
                                         const ledger::LogReader& log,
                                         uint64_t size) {
  v1::EventAnswer answer;
  if (!event.refusal.empty()) {
    answer.mutable_refused()->set_reason(ReasonOfImport(event.refusal));
    answer.mutable_refused()->set_detail(event.refusal);
    return answer;
  }
  v1::EventLogged& logged = *answer.mutable_logged();
  logged.set_entry(event.entry.str());
  logged.set_index(event.index);
  ASSIGN_OR_RETURN(const auto path, log.InclusionProof(event.index, size));
  for (const base::Hash& node : path) logged.add_inclusion_proof(node.str());
  return answer;
}

absl::StatusOr<v1::DeliverEventsResponse> ResponseTo(
    const casefile::Casefile& casefile, const casefile::ImportAnswer& done) {
  v1::DeliverEventsResponse response;
  response.set_checkpoint(done.checkpoint);
  if (done.events.empty()) return response;
  const auto log = casefile.Log(ledger::LogKind::kShared);
  const ledger::LogSigner& signer = casefile.signer(ledger::LogKind::kShared);
  uint64_t size = 0;
  if (!done.checkpoint.empty()) {
    ASSIGN_OR_RETURN(const auto checkpoint,
                     ledger::OpenCheckpoint(done.checkpoint, signer.origin(),
                                            signer.public_key()));
    size = checkpoint.size;
  }
  for (const casefile::ImportedEvent& event : done.events) {
    ASSIGN_OR_RETURN(*response.add_answers(), AnswerTo(event, *log, size));
  }
  return response;
}

// What our node writes with an opening event that names agencies of ours which
// do not exist: no limit runs against them.
std::vector<casefile::Proposal> AnswersTo(
    const Desk& desk, const casefile::DeliveredEvent& came) {
  const auto event = event::ParseSignedHeader(came.signed_header);
  if (!event.ok() || event->header.format != event::kFormat) return {};
  const casestate::Kind* kind = casestate::FindKind(event->header.kind);
  if (kind == nullptr || !kind->opening || came.parts.empty()) return {};
  const auto* part = std::get_if<event::Part>(&came.parts.front());
  v1::OpeningTerms opening;
  if (part == nullptr || !opening.ParseFromString(part->bytes)) {
    return {};  // not interpreted: nothing is said of it
  }
  const base::DomainName& domain = desk.office.casefile.domain();
  std::vector<casefile::Proposal> answers;
  for (const v1::Participant& unknown :
       UnknownHere(opening, domain, *desk.office.directory.Current())) {
    v1::Misaddressed misaddressed;
    misaddressed.set_event_id(event->id.str());
    *misaddressed.mutable_participant() = unknown;
    answers.push_back({.stream = event->header.stream,
                       .author = base::AgencyName::Node(domain),
                       .audience = event->header.audience,
                       .kind = v1::EVENT_KIND_MISADDRESSED,
                       .parts = {misaddressed.SerializeAsString()},
                       .seen = {event->id}});
  }
  return answers;
}

// Refuses a delivery whose log does not go together with what is held of it; a
// contradiction is kept.
absl::Status CheckLog(const Desk& desk, const casefile::Peer& peer,
                      const casefile::Delivery& delivery,
                      const std::string& held) {
  ASSIGN_OR_RETURN(const Continuation continuation,
                   CompareLogs(peer, delivery, held));
  if (continuation == Continuation::kContinues) return absl::OkStatus();
  if (continuation == Continuation::kStale) return PositionMismatch();
  desk.log.Write(observe::Level::kError, "peer_log_contradicts",
                 {{"peer", observe::Public(peer.domain.str())}});
  store::v1::ForkedLog fork;
  fork.set_held_checkpoint(held);
  fork.set_came_checkpoint(delivery.checkpoint);
  for (const base::Hash& node : delivery.consistency) {
    fork.add_consistency_proof(node.str());
  }
  fork.set_noted_at(
      static_cast<uint64_t>(absl::ToUnixMicros(desk.office.clock.Now())));
  RETURN_IF_ERROR(desk.evidence.KeepFork(peer.domain, fork));
  return refusal::Refuse(
      absl::StatusCode::kInvalidArgument, "PROOF_INVALID",
      "the checkpoint does not continue the one that is held here");
}

}  // namespace

absl::StatusOr<v1::DeliverEventsResponse> HandleDeliverEvents(
    const Desk& desk, const rpc::Call& call,
    const v1::DeliverEventsRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(desk.office, call, request.caller()).status());
  ASSIGN_OR_RETURN(const casefile::Peer peer,
                   CallingPeer(desk, call, request.origin()));
  ASSIGN_OR_RETURN(const auto turn,
                   desk.quota.Enter(peer.domain, call.request_bytes.size(),
                                    desk.office.clock.Now()));
  casefile::Casefile& casefile = desk.office.casefile;
  ASSIGN_OR_RETURN(const auto state, casefile.PositionOf(peer.domain));
  RETURN_IF_ERROR(CheckPosition(request, state));
  ASSIGN_OR_RETURN(casefile::Delivery delivery, ParseDelivery(request));
  RETURN_IF_ERROR(CheckLog(desk, peer, delivery, state.checkpoint));
  for (casefile::DeliveredEvent& came : delivery.events) {
    came.answers = AnswersTo(desk, came);
  }
  const auto done = casefile.Import(peer, delivery);
  if (!done.ok()) return ToContract(done.status());
  return ResponseTo(casefile, *done);
}

}  // namespace sijill::exchange
