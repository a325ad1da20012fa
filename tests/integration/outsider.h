// SPDX-License-Identifier: Apache-2.0
// What another State can obtain of a node: all that the node would deliver to
// it, and the answer to everything that its node may ask.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "common/testing/deterministic_random.h"
#include "common/testing/node_fixture.h"
#include "google/protobuf/message.h"
#include "services/exchange/testing/desk_fixture.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::integration {

// What was asked, and the bytes of the answer: a message, or a refusal with
// its details.
using Answers = std::vector<std::pair<std::string, std::string>>;

// What leaves the node for an answer: the message, or the refusal as the
// transport sends it.
std::string BytesOf(const absl::StatusOr<std::string>& answer);

// The first question that was answered differently, or an empty text.
std::string FirstDifference(const Answers& a, const Answers& b);

// The node `peer` before the methods of `node`. Not for several threads.
class Outsider : private command::DirectorySource {
 public:
  // All outlive this. `node` is running, and stays the same casefile.
  Outsider(sijill::testing::NodeFixture& node,
           const sijill::testing::NodeFixture& peer, const time::Clock& clock);

  // The answer to `method`, "LedgerService/GetTile", asked over a connection
  // of the peer's node.
  absl::StatusOr<std::string> Ask(const std::string& method,
                                  const google::protobuf::Message& request);

  // Everything, as far as it changes nothing.
  Answers AskEverything();

  // What the node would deliver next, of which the peer holds nothing yet from
  // `from` on and the checkpoint of size `held`.
  absl::StatusOr<v1::DeliverEventsRequest> NextDelivery(uint64_t from,
                                                        uint64_t held) const;

  // The methods that were asked, and those that a peer's node may call.
  const std::set<std::string>& asked() const { return asked_; }
  std::set<std::string> askable() const;

 private:
  std::shared_ptr<const decision::Directory> Current() const override;

  void Note(Answers& answers, const std::string& method,
            const google::protobuf::Message& request);
  void AskForDeliveries(Answers& answers);
  void AskForLogs(Answers& answers);
  void AskForEntries(Answers& answers, uint64_t size);
  void AskForProofs(Answers& answers, uint64_t size);
  void AskForOwnLog(Answers& answers);

  sijill::testing::NodeFixture& node_;
  const base::DomainName peer_;
  decision::RuleBook book_;
  sijill::testing::DeterministicRandom random_{1};
  command::CaseCache cases_;
  const command::Office office_;
  exchange::DeskFixture desk_;
  rpc::MethodTable methods_;
  std::set<std::string> asked_;
};

}  // namespace sijill::integration
