// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/peer_answer.h"

#include "common/ledger/log_signer.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"

namespace sijill::exchange {
namespace {

using SignedTree = absl::StatusOr<merkle::Checkpoint>;

bool IsIn(const base::Hash& entry, const v1::EventLogged& logged,
          const merkle::Checkpoint& tree) {
  std::vector<base::Hash> path;
  for (const std::string& node : logged.inclusion_proof()) {
    const auto hash = base::Hash::From(node);
    if (!hash) return false;
    path.push_back(*hash);
  }
  return merkle::VerifyInclusion(merkle::LeafHash(entry.view()), logged.index(),
                                 tree.size, path, tree.root)
      .ok();
}

// Why the answer is no proof; empty if it is one.
const char* Contradiction(const base::Hash& entry,
                          const v1::EventLogged& logged,
                          const SignedTree& tree) {
  if (logged.entry() != entry.view()) return "ENTRY_DIFFERS";
  if (!tree.ok()) return "CHECKPOINT_INVALID";
  return IsIn(entry, logged, *tree) ? "" : "PROOF_INVALID";
}

store::v1::DeliveryAnswer Verify(uint64_t index, const base::Hash& entry,
                                 const v1::EventAnswer& came,
                                 const std::string& checkpoint,
                                 const SignedTree& tree) {
  store::v1::DeliveryAnswer answer;
  answer.set_index(index);
  answer.set_entry(entry.str());
  answer.set_peer_checkpoint(checkpoint);
  if (!came.has_logged()) {
    const v1::Reason reason = came.refused().reason();
    answer.set_refusal(
        reason == v1::REASON_UNSPECIFIED ? v1::REASON_NOT_ADMITTED : reason);
    return answer;
  }
  answer.set_peer_index(came.logged().index());
  *answer.mutable_inclusion_proof() = came.logged().inclusion_proof();
  answer.set_contradiction(Contradiction(entry, came.logged(), tree));
  // What the peer says that it holds is the evidence.
  answer.set_entry(came.logged().entry());
  return answer;
}

}  // namespace

absl::StatusOr<std::vector<store::v1::DeliveryAnswer>> VerifyAnswers(
    const casefile::Peer& peer, const DeliveryBatch& batch,
    const v1::DeliverEventsResponse& response) {
  if (response.answers_size() != batch.request.events_size()) {
    return absl::DataLossError("the peer did not answer every event");
  }
  const SignedTree tree = ledger::OpenCheckpoint(response.checkpoint(),
                                                 peer.log_origin, peer.log_key);
  std::vector<store::v1::DeliveryAnswer> answers;
  for (int i = 0; i < response.answers_size(); ++i) {
    answers.push_back(Verify(batch.request.events(i).index(),
                             batch.entries[static_cast<size_t>(i)],
                             response.answers(i), response.checkpoint(), tree));
  }
  return answers;
}

}  // namespace sijill::exchange
