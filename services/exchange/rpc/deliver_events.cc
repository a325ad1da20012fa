// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/rpc/exchange_methods.h"

#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/command/caller.h"
#include "common/command/receipts.h"
#include "common/ledger/log_signer.h"
#include "common/refusal/refusal.h"
#include "services/exchange/domain/import_reason.h"
#include "services/exchange/domain/misaddressed.h"
#include "services/exchange/rpc/received.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::exchange {
namespace {

constexpr char kMisaddressed[] = "/sijill.v1.ExchangeService/Misaddressed";

absl::Status PositionMismatch() {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "POSITION_MISMATCH",
                         "ask for the position and deliver from there");
}

// A delivery that left something out would make a gap for ever.
absl::Status CheckPosition(const v1::DeliverEventsRequest& request,
                           const casefile::Casefile::PeerState& state) {
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

// Answers an opening event that names agencies of ours which do not exist: no
// limit runs against them.
absl::Status AnswerMisaddressed(const Desk& desk,
                                const casefile::EventPlace& place) {
  casefile::Casefile& casefile = desk.office.casefile;
  ASSIGN_OR_RETURN(
      const casefile::HeldEvent held,
      casefile.Event(place.log, place.event_id,
                     [](uint32_t, size_t part) { return part == 0; }));
  v1::OpeningTerms opening;
  if (held.parts.empty() || !held.parts.front() ||
      !opening.ParseFromString(held.parts.front()->bytes)) {
    return absl::OkStatus();  // not interpreted: nothing is said of it
  }
  const auto directory = desk.office.directory.Current();
  casefile::Command command{.agency = base::AgencyName::Node(casefile.domain()),
                            .request_hmac = casefile.RequestHmac(
                                kMisaddressed, place.event_id.view())};
  command.request_id =
      base::Sha256({kMisaddressed, place.event_id.view()}).str().substr(0, 16);
  for (const v1::Participant& unknown :
       UnknownHere(opening, casefile.domain(), *directory)) {
    v1::Misaddressed misaddressed;
    misaddressed.set_event_id(place.event_id.str());
    *misaddressed.mutable_participant() = unknown;
    command.proposals.push_back({.stream = place.stream,
                                 .author = command.agency,
                                 .audience = held.event.header.audience,
                                 .kind = v1::EVENT_KIND_MISADDRESSED,
                                 .parts = {misaddressed.SerializeAsString()},
                                 .seen = {place.event_id}});
  }
  if (command.proposals.empty()) return absl::OkStatus();
  return casefile.Propose(std::move(command)).status();
}

void AnswerOpenings(const Desk& desk, const casefile::ImportAnswer& done) {
  for (const casefile::EventPlace& place : done.written) {
    const casestate::Kind* kind = casestate::FindKind(place.kind);
    if (kind == nullptr || !kind->opening) continue;
    const absl::Status status = AnswerMisaddressed(desk, place);
    if (status.ok()) continue;
    desk.log.Write(observe::Level::kError, "misaddressed_not_answered",
                   {{"event", observe::Public(place.event_id.hex())}});
  }
}

}  // namespace

absl::StatusOr<v1::DeliverEventsResponse> HandleDeliverEvents(
    const Desk& desk, const rpc::Call& call,
    const v1::DeliverEventsRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(desk.office, call, request.caller()).status());
  ASSIGN_OR_RETURN(const casefile::Peer peer,
                   CallingPeer(desk, call, request.origin()));
  casefile::Casefile& casefile = desk.office.casefile;
  ASSIGN_OR_RETURN(const auto state, casefile.PositionOf(peer.domain));
  RETURN_IF_ERROR(CheckPosition(request, state));
  ASSIGN_OR_RETURN(const casefile::Delivery delivery, ParseDelivery(request));
  const absl::Status continues =
      CheckContinues(peer, delivery, state.checkpoint);
  if (!continues.ok()) {
    desk.log.Write(observe::Level::kError, "peer_log_contradicts",
                   {{"peer", observe::Public(peer.domain.str())}});
    return continues;
  }
  const auto done = casefile.Import(peer, delivery);
  if (!done.ok()) return ToContract(done.status());
  AnswerOpenings(desk, *done);
  return ResponseTo(casefile, *done);
}

}  // namespace sijill::exchange
