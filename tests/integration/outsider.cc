// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/outsider.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/caller.h"
#include "common/rpc/transport/status.h"
#include "gtest/gtest.h"
#include "services/exchange/timer/delivery_batch.h"
#include "services/node/methods.h"
#include "sijill/v1/ledger_service.pb.h"

namespace sijill::integration {
namespace {

constexpr char kPackage[] = "/sijill.v1.";

bool IsForPeers(const std::string& method) {
  const v1::Authorization* rule = command::AuthorizationOf(method);
  return rule != nullptr && std::ranges::find(rule->duties(), v1::DUTY_PEER) !=
                                rule->duties().end();
}

// A request of the ledger about `log`.
template <typename Request>
Request About(v1::Log log) {
  Request request;
  request.mutable_caller();
  request.set_log(log);
  return request;
}

}  // namespace

std::string BytesOf(const absl::StatusOr<std::string>& answer) {
  if (answer.ok()) return *answer;
  const grpc::Status sent = rpc::ToGrpc(answer.status(), "incident");
  return base::StrCat(static_cast<int>(sent.error_code()), " ",
                      sent.error_message(), " ", sent.error_details());
}

std::string FirstDifference(const Answers& a, const Answers& b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i]) return a[i].first + " | " + b[i].first;
  }
  if (a.size() == b.size()) return "";
  return a.size() > b.size() ? a[b.size()].first : b[a.size()].first;
}

Outsider::Outsider(sijill::testing::NodeFixture& node,
                   const sijill::testing::NodeFixture& peer,
                   const time::Clock& clock)
    : node_(node),
      peer_(peer.domain()),
      office_{.casefile = node.casefile(),
              .clock = clock,
              .random = random_,
              .directory = *this,
              .book = book_,
              .cases = cases_},
      desk_(office_, clock) {
  desk_.peers().Replace({{.peer = peer.AsPeer(), .address = ""}});
  node::AddMethods(desk_.desk(), methods_);
}

// Nobody has a duty here: what a peer may do does not come of the registry. The
// agencies are not looked at either, since they are not asked about.
std::shared_ptr<const decision::Directory> Outsider::Current() const {
  return std::make_shared<decision::Directory>();
}

absl::StatusOr<std::string> Outsider::Ask(
    const std::string& method, const google::protobuf::Message& request) {
  const std::string path = kPackage + method;
  const rpc::MethodTable::RawHandler* handler = methods_.Find(path);
  if (handler == nullptr) return absl::UnimplementedError(path);
  asked_.insert(path);
  const std::string bytes = request.SerializeAsString();
  return (*handler)(
      {.principal = {.id = *pki::SpiffeId::Of(pki::SpiffeId::Kind::kNode, peer_,
                                              "", "n1")},
       .method = path,
       .request_bytes = bytes,
       .deadline = absl::InfiniteFuture()});
}

std::set<std::string> Outsider::askable() const {
  std::set<std::string> askable;
  for (const std::string& method : methods_.methods()) {
    if (IsForPeers(method)) askable.insert(method);
  }
  return askable;
}

absl::StatusOr<v1::DeliverEventsRequest> Outsider::NextDelivery(
    uint64_t from, uint64_t held) const {
  ASSIGN_OR_RETURN(exchange::DeliveryBatch batch,
                   exchange::NextBatch(node_.casefile(), peer_, from, held));
  return std::move(batch.request);
}

void Outsider::Note(Answers& answers, const std::string& method,
                    const google::protobuf::Message& request) {
  answers.emplace_back(
      base::StrCat(method, " {", request.ShortDebugString(), "}"),
      BytesOf(Ask(method, request)));
}

Answers Outsider::AskEverything() {
  Answers answers;
  AskForDeliveries(answers);
  AskForLogs(answers);
  AskForOwnLog(answers);
  return answers;
}

void Outsider::AskForDeliveries(Answers& answers) {
  const uint64_t size = *node_.casefile().Log(ledger::LogKind::kShared)->Size();
  for (uint64_t from = 0; from <= size + 1; ++from) {
    for (const uint64_t held : {uint64_t{0}, from, size}) {
      const auto batch = NextDelivery(from, held);
      answers.emplace_back(
          base::StrCat("delivery from ", from, " to who holds ", held),
          BytesOf(batch.ok()
                      ? absl::StatusOr<std::string>(batch->SerializeAsString())
                      : batch.status()));
    }
  }
  v1::GetDeliveryPositionRequest position;
  position.mutable_caller();
  v1::GetLastCheckpointSeenRequest seen;
  seen.mutable_caller();
  for (const char* origin : {"", "shared/1"}) {
    position.set_origin(base::StrCat(peer_.str(), "/sijill/",
                                     sijill::testing::kExchange, "/", origin));
    seen.set_origin(position.origin());
    Note(answers, "ExchangeService/GetDeliveryPosition", position);
    Note(answers, "ExchangeService/GetLastCheckpointSeen", seen);
  }
}

void Outsider::AskForLogs(Answers& answers) {
  Note(answers, "LedgerService/GetCheckpoint",
       About<v1::GetCheckpointRequest>(v1::LOG_SHARED));
  const uint64_t size = *node_.casefile().Log(ledger::LogKind::kShared)->Size();
  AskForEntries(answers, size);
  AskForProofs(answers, size);
}

void Outsider::AskForEntries(Answers& answers, uint64_t size) {
  for (uint64_t first = 0; first <= size + 1; ++first) {
    auto entries = About<v1::ListEntriesRequest>(v1::LOG_SHARED);
    entries.set_first_index(first);
    entries.set_page_size(first == 0 ? 200 : 2);
    Note(answers, "LedgerService/ListEntries", entries);
  }
  for (uint32_t width = 0; width <= size + 1; ++width) {
    auto tile = About<v1::GetTileRequest>(v1::LOG_SHARED);
    tile.set_width(width);
    Note(answers, "LedgerService/GetTile", tile);
    auto bundle = About<v1::GetEntryBundleRequest>(v1::LOG_SHARED);
    bundle.set_width(width);
    Note(answers, "LedgerService/GetEntryBundle", bundle);
  }
  auto above = About<v1::GetTileRequest>(v1::LOG_SHARED);
  above.set_level(1);
  above.set_width(1);
  Note(answers, "LedgerService/GetTile", above);
}

void Outsider::AskForProofs(Answers& answers, uint64_t size) {
  for (uint64_t second = 0; second <= size + 1; ++second) {
    auto inclusion = About<v1::GetInclusionProofRequest>(v1::LOG_SHARED);
    inclusion.set_index(second / 2);
    inclusion.set_tree_size(second);
    Note(answers, "LedgerService/GetInclusionProof", inclusion);
    inclusion.set_index(second);
    inclusion.set_tree_size(size);
    Note(answers, "LedgerService/GetInclusionProof", inclusion);
    auto consistency = About<v1::GetConsistencyProofRequest>(v1::LOG_SHARED);
    consistency.set_first_size(1 + second / 2);
    consistency.set_second_size(second);
    Note(answers, "LedgerService/GetConsistencyProof", consistency);
  }
}

// The own log does not exist for him, however he asks.
void Outsider::AskForOwnLog(Answers& answers) {
  constexpr auto kOwn = v1::LOG_OWN;
  Note(answers, "LedgerService/GetCheckpoint",
       About<v1::GetCheckpointRequest>(kOwn));
  for (uint64_t at = 0; at < 40; ++at) {
    auto inclusion = About<v1::GetInclusionProofRequest>(kOwn);
    inclusion.set_index(at);
    Note(answers, "LedgerService/GetInclusionProof", inclusion);
    auto consistency = About<v1::GetConsistencyProofRequest>(kOwn);
    consistency.set_first_size(at);
    Note(answers, "LedgerService/GetConsistencyProof", consistency);
    auto tile = About<v1::GetTileRequest>(kOwn);
    tile.set_width(static_cast<uint32_t>(at));
    Note(answers, "LedgerService/GetTile", tile);
    auto bundle = About<v1::GetEntryBundleRequest>(kOwn);
    bundle.set_width(static_cast<uint32_t>(at));
    Note(answers, "LedgerService/GetEntryBundle", bundle);
    auto entries = About<v1::ListEntriesRequest>(kOwn);
    entries.set_first_index(at);
    Note(answers, "LedgerService/ListEntries", entries);
    // How far it has come is not to be found out by waiting for it, either.
    auto checkpoint = About<v1::GetCheckpointRequest>(v1::LOG_SHARED);
    v1::LogPosition& position = *checkpoint.mutable_caller()->add_at_least();
    position.set_log(kOwn);
    position.set_size(at);
    Note(answers, "LedgerService/GetCheckpoint", checkpoint);
  }
}

}  // namespace sijill::integration
