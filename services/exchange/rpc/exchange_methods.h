// SPDX-License-Identifier: Apache-2.0
// The methods of sijill.v1.ExchangeService: what a peer's node may ask of this
// one, and how it is doing. Errors: proto/sijill/v1/exchange_service.proto.
#pragma once

#include <functional>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/observe/log.h"
#include "common/rpc/method_table.h"
#include "services/exchange/peers/node_facts.h"
#include "services/exchange/peers/peer_quota.h"
#include "services/exchange/peers/peer_table.h"
#include "services/exchange/projection/evidence.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::exchange {

// Refers to what outlives the service.
struct Desk {
  const command::Office& office;
  const PeerTable& peers;
  PeerQuota& quota;
  Evidence& evidence;
  observe::Log& log;
  NodeFactsSource facts;
  // Told that a peer begins a connection, so that it can be reached again.
  std::function<void(const base::DomainName& peer)> heard;
};

// At most so many events in one delivery; more are refused (QUOTA_EXCEEDED).
inline constexpr int kMaxEventsReceived = 256;

absl::StatusOr<v1::DeliverEventsResponse> HandleDeliverEvents(
    const Desk& desk, const rpc::Call& call,
    const v1::DeliverEventsRequest& request);
absl::StatusOr<v1::GetDeliveryPositionResponse> HandleGetDeliveryPosition(
    const Desk& desk, const rpc::Call& call,
    const v1::GetDeliveryPositionRequest& request);
absl::StatusOr<v1::GetLastCheckpointSeenResponse> HandleGetLastCheckpointSeen(
    const Desk& desk, const rpc::Call& call,
    const v1::GetLastCheckpointSeenRequest& request);
absl::StatusOr<v1::GetNodeStatusResponse> HandleGetNodeStatus(
    const Desk& desk, const rpc::Call& call,
    const v1::GetNodeStatusRequest& request);

// The caller as a peer: a node of a domain that was made known here.
// PERMISSION_DENIED, reason DUTY_MISSING, otherwise; NOT_FOUND, reason
// LOG_NOT_FOUND, if `origin` is not its shared log's.
absl::StatusOr<casefile::Peer> CallingPeer(const Desk& desk,
                                           const rpc::Call& call,
                                           std::string_view origin);

// Offers them all; `desk` is copied, what it refers to outlives the table.
void AddExchangeMethods(const Desk& desk, rpc::MethodTable& methods);

}  // namespace sijill::exchange
