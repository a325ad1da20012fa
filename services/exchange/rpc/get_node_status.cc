// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "common/base/status_macros.h"
#include "common/command/caller.h"
#include "common/command/receipts.h"
#include "services/exchange/rpc/exchange_methods.h"

namespace sijill::exchange {
namespace {

// As for the own log: who runs the node, and who checks it.
bool SeesMore(const command::Office& office, const pki::SpiffeId& caller) {
  const auto directory = office.directory.Current();
  return directory->Has(caller.str(), v1::DUTY_AUDITOR) ||
         directory->Has(caller.str(), v1::DUTY_ADMINISTRATOR);
}

void SetList(const ListSpan& list, v1::RevocationListStatus& out) {
  *out.mutable_issued_at() = command::ToTimestamp(list.issued_at);
  *out.mutable_due_at() = command::ToTimestamp(list.due_at);
}

v1::Confirmation ConfirmationOf(const NodeFacts& facts) {
  if (facts.peers.empty()) return v1::CONFIRMATION_NO_PEERS;
  const bool confirmed = std::ranges::any_of(facts.peers, [](const auto& peer) {
    return peer.delivery.first_confirmed_at.has_value();
  });
  return confirmed ? v1::CONFIRMATION_CONFIRMED : v1::CONFIRMATION_UNCONFIRMED;
}

void SetPeer(const CourierStatus& delivery, v1::PeerStatus& out) {
  out.set_domain(delivery.peer.str());
  out.set_reachable(delivery.reachable);
  out.set_confirmed(delivery.confirmed);
  if (delivery.last_success_at) {
    *out.mutable_last_delivered_at() =
        command::ToTimestamp(*delivery.last_success_at);
  }
}

absl::Status SetDetail(const casefile::Casefile& casefile, uint64_t log_size,
                       const PeerFacts& peer, v1::PeerDetail& out) {
  const CourierStatus& delivery = peer.delivery;
  out.set_address(peer.address);
  out.set_delivered_to_index(delivery.next_index);
  out.set_waiting(log_size - std::min(log_size, delivery.next_index));
  ASSIGN_OR_RETURN(const auto position, casefile.PositionOf(delivery.peer));
  out.set_received_to_index(position.next_index);
  if (delivery.last_failure_at) {
    *out.mutable_last_failed_at() =
        command::ToTimestamp(*delivery.last_failure_at);
    out.set_last_error(delivery.last_failure);
  }
  if (peer.revocation_list) {
    SetList(*peer.revocation_list, *out.mutable_revocation_list());
  }
  return absl::OkStatus();
}

void SetNode(const Desk& desk, const NodeFacts& facts,
             v1::GetNodeStatusResponse& out) {
  out.set_domain(desk.office.casefile.domain().str());
  out.set_exchange(desk.office.casefile.exchange());
  out.set_version(facts.version);
  *out.mutable_current_time() = command::ToTimestamp(desk.office.clock.Now());
  out.set_confirmation(ConfirmationOf(facts));
  if (facts.certificate_expires_at) {
    *out.mutable_certificate_expires_at() =
        command::ToTimestamp(*facts.certificate_expires_at);
  }
  if (facts.revocation_list) {
    SetList(*facts.revocation_list, *out.mutable_revocation_list());
  }
}

}  // namespace

absl::StatusOr<v1::GetNodeStatusResponse> HandleGetNodeStatus(
    const Desk& desk, const rpc::Call& call,
    const v1::GetNodeStatusRequest& request) {
  const casefile::Casefile& casefile = desk.office.casefile;
  RETURN_IF_ERROR(
      command::ResolveCaller(desk.office, call, request.caller()).status());
  const bool more = SeesMore(desk.office, call.principal.id);
  const NodeFacts facts = desk.facts();
  v1::GetNodeStatusResponse response;
  SetNode(desk, facts, response);
  ASSIGN_OR_RETURN(const ledger::LogHead shared,
                   casefile.Log(ledger::LogKind::kShared)->Head());
  if (shared.recorded_at > 0) {
    *response.mutable_shared_log_recorded_at() =
        command::ToTimestamp(shared.recorded_at);
  }
  if (more) {
    ASSIGN_OR_RETURN(const ledger::LogHead own,
                     casefile.Log(ledger::LogKind::kOwn)->Head());
    if (own.recorded_at > 0) {
      *response.mutable_own_log_recorded_at() =
          command::ToTimestamp(own.recorded_at);
    }
  }
  for (const PeerFacts& peer : facts.peers) {
    v1::PeerStatus& out = *response.add_peers();
    SetPeer(peer.delivery, out);
    if (more) {
      RETURN_IF_ERROR(SetDetail(casefile, shared.frontier.size(), peer,
                                *out.mutable_detail()));
    }
  }
  return response;
}

}  // namespace sijill::exchange
