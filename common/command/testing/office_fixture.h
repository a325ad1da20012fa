// SPDX-License-Identifier: Apache-2.0
// A node in the test's process with what handlers work with, and a case to work
// on. Callers need no certificate: a Call says who calls.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "common/testing/deterministic_random.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::command {

// The node of north.example: its agencies `interior`, `consulate` and
// `outsider` act for Utopia, as does nobody else. south.example is no node.
class OfficeFixture {
 public:
  static constexpr char kInterior[] = "north.example/agencies/interior";
  static constexpr char kConsulate[] = "north.example/agencies/consulate";
  static constexpr char kSouth[] = "south.example/agencies/interior";

  // Noon of 20 November 2023, UTC.
  OfficeFixture();

  Office office() {
    return {.casefile = node_.casefile(),
            .clock = clock_,
            .random = random_,
            .directory = registry_,
            .book = book_};
  }
  time::SimulatedClock& clock() { return clock_; }
  decision::RuleBook& book() { return book_; }
  const sijill::testing::NodeFixture& node() const { return node_; }

  // Calls a method of `table` as an officer of an agency of north.example, with
  // the bytes of `request`.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const rpc::MethodTable& table,
                               const std::string& method,
                               std::string_view agency,
                               const Request& request) {
    const std::string bytes = request.SerializeAsString();
    const auto* handler = table.Find(method);
    if (handler == nullptr) return absl::UnimplementedError(method);
    const auto answer = (*handler)(CallOf(method, agency, bytes));
    if (!answer.ok()) return answer.status();
    Response response;
    if (!response.ParseFromString(*answer)) {
      return absl::InternalError("an answer that does not parse");
    }
    return response;
  }
  // The call of an officer; `bytes` outlives it.
  rpc::Call CallOf(std::string_view method, std::string_view agency,
                   std::string_view bytes) const;
  // A new request id each time.
  std::string NewRequestId();

  // Opens a document request of the consulate's, with the interior as the
  // requested agency and `requesting` as the one that asks: kSouth makes it a
  // case of two domains. Rule set `none`. The case's name.
  std::string OpenCase(std::string_view requesting);

  // The kinds of what the own log holds, oldest first.
  std::vector<v1::EventKind> OwnLogKinds();

 private:
  // The directory as it was made, at the registry version of the node.
  class Registry final : public DirectorySource {
   public:
    explicit Registry(OfficeFixture& fixture) : fixture_(fixture) {}
    std::shared_ptr<const decision::Directory> Current() const override;

   private:
    OfficeFixture& fixture_;
  };

  void Register(const char* name, const char* state);

  time::SimulatedClock clock_;
  sijill::testing::NodeFixture node_;
  sijill::testing::DeterministicRandom random_{7};
  decision::Directory directory_;
  decision::RuleBook book_;
  Registry registry_{*this};
};

}  // namespace sijill::command
