// SPDX-License-Identifier: Apache-2.0
#include "common/command/mutation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/command/journey.h"
#include "common/command/receipts.h"

namespace sijill::command {
namespace {

// Everyone whom a shared event of the case is for.
std::vector<std::string> AudienceOf(const v1::Case& state,
                                    const base::DomainName& own) {
  std::set<std::string> domains = {own.str()};
  for (const v1::Participant& participant : state.participants()) {
    const auto agency = base::AgencyName::Parse(participant.agency());
    if (agency.ok()) domains.emplace(agency->domain());
  }
  return {domains.begin(), domains.end()};
}

bool IsOwnLane(const decision::DecidedEvent& event) {
  const casestate::Kind* kind =
      casestate::FindKind(static_cast<uint32_t>(event.kind));
  return event.own_lane || kind->lane == v1::LANE_OWN;
}

casefile::Command MakeCommand(const Journey& journey,
                              const decision::Decision& decided,
                              uint64_t registry_version) {
  casefile::Command command{.agency = journey.asker.actor.agency,
                            .request_id = journey.request_id,
                            .request_hmac = journey.hmac};
  command.reads.registry = registry_version;
  command.valid_until = decided.valid_until;
  command.closes = decided.closes;
  return command;
}

}  // namespace

absl::StatusOr<Recorded> ChangeCase(
    const Office& office, const Mutation& mutation, std::string_view case_name,
    absl::FunctionRef<absl::StatusOr<decision::Decision>(
        const casestate::CaseState&, const decision::Context&)>
        decide) {
  ASSIGN_OR_RETURN(const Journey journey, Begin(office, mutation));
  ASSIGN_OR_RETURN(auto known, FindKnown(office, journey));
  if (known) return *std::move(known);
  absl::StatusOr<casefile::Receipt> done = absl::AbortedError("not tried");
  for (int i = 0; i < kAttempts && absl::IsAborted(done.status()); ++i) {
    const auto directory = office.directory.Current();
    ASSIGN_OR_RETURN(const LoadedCase loaded,
                     LoadCaseFor(office, journey.asker, case_name));
    const decision::Context context{.now = office.clock.Now(),
                                    .exchange = office.casefile.exchange(),
                                    .actor = journey.asker.actor,
                                    .directory = *directory,
                                    .book = office.book};
    ASSIGN_OR_RETURN(const decision::Decision decided,
                     decide(loaded.state, context));
    if (mutation.validate_only) return Recorded{.stream = loaded.view.stream};
    v1::DecisionContext recorded =
        MakeContext(journey, mutation, context, decided.valid_until,
                    &loaded.state.shared);
    recorded.set_guard_version(loaded.view.guard_version);
    casefile::Command command =
        MakeCommand(journey, decided, directory->version);
    command.reads.guards[loaded.view.stream] = loaded.view.guard_version;
    for (const decision::DecidedEvent& event : decided.events) {
      std::vector<std::string> audience =
          IsOwnLane(event)
              ? std::vector<std::string>{office.casefile.domain().str()}
              : AudienceOf(loaded.state.shared, office.casefile.domain());
      std::vector<base::Hash> seen =
          loaded.view.SeenBy(journey.asker.actor.agency, audience);
      command.proposals.push_back({.stream = loaded.view.stream,
                                   .author = journey.asker.actor.agency,
                                   .audience = std::move(audience),
                                   .kind = static_cast<uint32_t>(event.kind),
                                   .parts = PartsOf(event, recorded),
                                   .seen = std::move(seen)});
    }
    done = office.casefile.Propose(std::move(command));
    if (done.ok()) return Finish(done, loaded.view.stream);
  }
  return ToRefusal(done.status());
}

absl::StatusOr<Recorded> OpenCase(
    const Office& office, const Mutation& mutation,
    absl::FunctionRef<
        absl::StatusOr<decision::Decision>(const decision::Context&)>
        decide) {
  ASSIGN_OR_RETURN(const Journey journey, Begin(office, mutation));
  ASSIGN_OR_RETURN(auto known, FindKnown(office, journey));
  if (known) return *std::move(known);
  const base::AgencyName& agency = journey.asker.actor.agency;
  const casefile::OpeningName opening =
      office.casefile.NameOpening(agency, journey.request_id);
  absl::StatusOr<casefile::Receipt> done = absl::AbortedError("not tried");
  for (int i = 0; i < kAttempts && absl::IsAborted(done.status()); ++i) {
    const auto directory = office.directory.Current();
    const decision::Context context{.now = office.clock.Now(),
                                    .exchange = office.casefile.exchange(),
                                    .actor = journey.asker.actor,
                                    .directory = *directory,
                                    .book = office.book};
    ASSIGN_OR_RETURN(const decision::Decision decided, decide(context));
    if (mutation.validate_only) return Recorded{.stream = opening.stream};
    const v1::DecisionContext recorded =
        MakeContext(journey, mutation, context, decided.valid_until, nullptr);
    casefile::Command command =
        MakeCommand(journey, decided, directory->version);
    for (const decision::DecidedEvent& event : decided.events) {
      const bool opens =
          casestate::FindKind(static_cast<uint32_t>(event.kind))->opening;
      command.proposals.push_back(
          {.stream = opening.stream,
           .author = agency,
           .audience = IsOwnLane(event) ? std::vector<std::string>{std::string(
                                              agency.domain())}
                                        : decided.domains,
           .kind = static_cast<uint32_t>(event.kind),
           .parts = PartsOf(event, recorded),
           .random = opens ? std::optional(opening.random) : std::nullopt});
    }
    done = office.casefile.Propose(std::move(command));
    if (done.ok()) return Finish(done, opening.stream);
  }
  return ToRefusal(done.status());
}

absl::StatusOr<Recorded> WriteInStream(const Office& office,
                                       const Mutation& mutation,
                                       const base::StreamName& stream,
                                       const std::vector<std::string>& audience,
                                       const decision::DecidedEvent& event) {
  ASSIGN_OR_RETURN(const Journey journey, Begin(office, mutation));
  ASSIGN_OR_RETURN(auto known, FindKnown(office, journey));
  if (known) return *std::move(known);
  absl::StatusOr<casefile::Receipt> done = absl::AbortedError("not tried");
  for (int i = 0; i < kAttempts && absl::IsAborted(done.status()); ++i) {
    const auto directory = office.directory.Current();
    ASSIGN_OR_RETURN(const casefile::StreamView view,
                     office.casefile.Load(stream, casefile::Scope::kShared,
                                          casefile::NoPart));
    if (mutation.validate_only) return Recorded{.stream = stream};
    const decision::Context context{.now = office.clock.Now(),
                                    .exchange = office.casefile.exchange(),
                                    .actor = journey.asker.actor,
                                    .directory = *directory,
                                    .book = office.book};
    const v1::DecisionContext recorded = MakeContext(
        journey, mutation, context, absl::InfiniteFuture(), nullptr);
    casefile::Command command = MakeCommand(journey, {}, directory->version);
    command.reads.guards[stream] = view.guard_version;
    command.proposals.push_back(
        {.stream = stream,
         .author = journey.asker.actor.agency,
         .audience = audience,
         .kind = static_cast<uint32_t>(event.kind),
         .parts = PartsOf(event, recorded),
         .seen = view.SeenBy(journey.asker.actor.agency, audience)});
    done = office.casefile.Propose(std::move(command));
    if (done.ok()) return Finish(done, stream);
  }
  return ToRefusal(done.status());
}

}  // namespace sijill::command
