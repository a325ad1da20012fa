// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/rpc/exchange_methods.h"

#include "common/base/status_macros.h"
#include "common/command/caller.h"
#include "common/refusal/refusal.h"

namespace sijill::exchange {

absl::StatusOr<casefile::Peer> CallingPeer(const Desk& desk,
                                           const rpc::Call& call,
                                           std::string_view origin) {
  const pki::SpiffeId& caller = call.principal.id;
  const auto link = caller.kind() == pki::SpiffeId::Kind::kNode
                        ? desk.peers.Find(caller.domain())
                        : std::nullopt;
  if (!link) {
    return refusal::Refuse(absl::StatusCode::kPermissionDenied, "DUTY_MISSING",
                           "only the node of a peer may call this");
  }
  if (origin != link->peer.log_origin) {
    return refusal::Refuse(absl::StatusCode::kNotFound, "LOG_NOT_FOUND",
                           "the caller's domain has no such shared log here");
  }
  return link->peer;
}

absl::StatusOr<v1::GetDeliveryPositionResponse> HandleGetDeliveryPosition(
    const Desk& desk, const rpc::Call& call,
    const v1::GetDeliveryPositionRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(desk.office, call, request.caller()).status());
  ASSIGN_OR_RETURN(const casefile::Peer peer,
                   CallingPeer(desk, call, request.origin()));
  ASSIGN_OR_RETURN(const auto state,
                   desk.office.casefile.PositionOf(peer.domain));
  v1::GetDeliveryPositionResponse response;
  response.set_next_index(state.next_index);
  return response;
}

absl::StatusOr<v1::GetLastCheckpointSeenResponse> HandleGetLastCheckpointSeen(
    const Desk& desk, const rpc::Call& call,
    const v1::GetLastCheckpointSeenRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(desk.office, call, request.caller()).status());
  ASSIGN_OR_RETURN(const casefile::Peer peer,
                   CallingPeer(desk, call, request.origin()));
  ASSIGN_OR_RETURN(const auto state,
                   desk.office.casefile.PositionOf(peer.domain));
  if (desk.heard) desk.heard(peer.domain);
  v1::GetLastCheckpointSeenResponse response;
  response.set_checkpoint(state.checkpoint);
  return response;
}

void AddExchangeMethods(const Desk& desk, rpc::MethodTable& methods) {
  methods.Add<v1::DeliverEventsRequest, v1::DeliverEventsResponse>(
      "/sijill.v1.ExchangeService/DeliverEvents",
      [desk](const rpc::Call& call, const v1::DeliverEventsRequest& request) {
        return HandleDeliverEvents(desk, call, request);
      });
  methods.Add<v1::GetDeliveryPositionRequest, v1::GetDeliveryPositionResponse>(
      "/sijill.v1.ExchangeService/GetDeliveryPosition",
      [desk](const rpc::Call& call,
             const v1::GetDeliveryPositionRequest& request) {
        return HandleGetDeliveryPosition(desk, call, request);
      });
  methods
      .Add<v1::GetLastCheckpointSeenRequest, v1::GetLastCheckpointSeenResponse>(
          "/sijill.v1.ExchangeService/GetLastCheckpointSeen",
          [desk](const rpc::Call& call,
                 const v1::GetLastCheckpointSeenRequest& request) {
            return HandleGetLastCheckpointSeen(desk, call, request);
          });
  methods.Add<v1::GetNodeStatusRequest, v1::GetNodeStatusResponse>(
      "/sijill.v1.ExchangeService/GetNodeStatus",
      [desk](const rpc::Call& call, const v1::GetNodeStatusRequest& request) {
        return HandleGetNodeStatus(desk, call, request);
      });
}

}  // namespace sijill::exchange
