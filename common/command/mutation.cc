// SPDX-License-Identifier: Apache-2.0
#include "common/command/mutation.h"

#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/casestate/kinds.h"
#include "common/command/journey.h"

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
  command.still_believed = journey.still_believed;
  return command;
}

decision::Context ContextOf(const Office& office, const Journey& journey,
                            const decision::Directory& directory) {
  return {.now = office.clock.Now(),
          .exchange = office.casefile.exchange(),
          .actor = journey.asker.actor,
          .directory = directory,
          .book = office.book};
}

// What a new case's terms say of the rules it was decided by.
v1::Case RulesOfOpening(const decision::Decision& decided) {
  v1::Case rules;
  for (const decision::DecidedEvent& event : decided.events) {
    const casestate::Kind* kind =
        casestate::FindKind(static_cast<uint32_t>(event.kind));
    for (size_t i = 0; i < kind->parts.size(); ++i) {
      v1::OpeningTerms terms;
      if (!kind->opening ||
          kind->parts[i].message != v1::OpeningTerms::descriptor() ||
          !terms.ParseFromString(event.parts[i])) {
        continue;
      }
      *rules.mutable_rule_set() = terms.rule_set();
      if (terms.has_calendar()) *rules.mutable_calendar() = terms.calendar();
    }
  }
  return rules;
}

casefile::Command CommandFor(const Office& office, const Mutation& mutation,
                             const Journey& journey, const LoadedCase& loaded,
                             const decision::Decision& decided,
                             const decision::Context& context) {
  v1::DecisionContext recorded = MakeContext(
      journey, mutation, context, decided.valid_until, &loaded.state().shared);
  casefile::Command command =
      MakeCommand(journey, decided, context.directory.version);
  command.reads.guards[loaded.heads.stream] = loaded.heads.guard_version;
  const base::AgencyName& author = journey.asker.actor.agency;
  for (const decision::DecidedEvent& event : decided.events) {
    const bool own = IsOwnLane(event);
    // Own lanes raise it, too: what others hold does not commit to it.
    recorded.set_guard_version(own ? loaded.heads.guard_version : 0);
    std::vector<std::string> audience =
        own ? std::vector<std::string>{office.casefile.domain().str()}
            : AudienceOf(loaded.state().shared, office.casefile.domain());
    std::vector<base::Hash> seen = loaded.heads.SeenBy(author, audience);
    command.proposals.push_back({.stream = loaded.heads.stream,
                                 .author = author,
                                 .audience = std::move(audience),
                                 .kind = static_cast<uint32_t>(event.kind),
                                 .parts = PartsOf(event, recorded),
                                 .seen = std::move(seen)});
  }
  return command;
}

casefile::Command OpeningCommand(const Mutation& mutation,
                                 const Journey& journey,
                                 const casefile::OpeningName& opening,
                                 const decision::Decision& decided,
                                 const decision::Context& context) {
  const v1::Case rules = RulesOfOpening(decided);
  const v1::DecisionContext recorded =
      MakeContext(journey, mutation, context, decided.valid_until, &rules);
  casefile::Command command =
      MakeCommand(journey, decided, context.directory.version);
  const base::AgencyName& author = journey.asker.actor.agency;
  for (const decision::DecidedEvent& event : decided.events) {
    const bool opens =
        casestate::FindKind(static_cast<uint32_t>(event.kind))->opening;
    command.proposals.push_back(
        {.stream = opening.stream,
         .author = author,
         .audience = IsOwnLane(event) ? std::vector<std::string>{std::string(
                                            author.domain())}
                                      : decided.domains,
         .kind = static_cast<uint32_t>(event.kind),
         .parts = PartsOf(event, recorded),
         .random = opens ? std::optional(opening.random) : std::nullopt});
  }
  return command;
}

}  // namespace

absl::StatusOr<Recorded> ChangeCase(
    const Office& office, const Mutation& mutation, std::string_view case_name,
    absl::FunctionRef<absl::StatusOr<decision::Decision>(
        const casestate::CaseState&, const decision::Context&)>
        decide) {
  ASSIGN_OR_RETURN(const Journey journey, Begin(office, mutation));
  const auto stream = base::StreamName::Parse(case_name);
  if (!stream.ok()) return CaseNotFound();
  return CarryOut(
      office, journey, *stream,
      [&](const decision::Directory& directory) -> absl::StatusOr<Recorded> {
        ASSIGN_OR_RETURN(const LoadedCase loaded,
                         LoadCaseFor(office, journey.asker, case_name));
        const decision::Context context = ContextOf(office, journey, directory);
        ASSIGN_OR_RETURN(const decision::Decision decided,
                         decide(loaded.state(), context));
        if (mutation.validate_only) return Recorded{.stream = *stream};
        return Propose(
            office,
            CommandFor(office, mutation, journey, loaded, decided, context),
            *stream);
      });
}

absl::StatusOr<Recorded> OpenCase(
    const Office& office, const Mutation& mutation,
    absl::FunctionRef<
        absl::StatusOr<decision::Decision>(const decision::Context&)>
        decide) {
  ASSIGN_OR_RETURN(const Journey journey, Begin(office, mutation));
  const casefile::OpeningName opening = office.casefile.NameOpening(
      journey.asker.actor.agency, journey.request_id);
  return CarryOut(
      office, journey, opening.stream,
      [&](const decision::Directory& directory) -> absl::StatusOr<Recorded> {
        const decision::Context context = ContextOf(office, journey, directory);
        ASSIGN_OR_RETURN(const decision::Decision decided, decide(context));
        if (mutation.validate_only) return Recorded{.stream = opening.stream};
        return Propose(
            office,
            OpeningCommand(mutation, journey, opening, decided, context),
            opening.stream);
      });
}

absl::StatusOr<Recorded> WriteInStream(const Office& office,
                                       const Mutation& mutation,
                                       const base::StreamName& stream,
                                       const std::vector<std::string>& audience,
                                       const decision::DecidedEvent& event) {
  ASSIGN_OR_RETURN(const Journey journey, Begin(office, mutation));
  const base::AgencyName& author = journey.asker.actor.agency;
  return CarryOut(
      office, journey, stream,
      [&](const decision::Directory& directory) -> absl::StatusOr<Recorded> {
        ASSIGN_OR_RETURN(
            const casefile::StreamHeads heads,
            office.casefile.Streams()->Heads(stream, casefile::Scope::kShared));
        if (mutation.validate_only) return Recorded{.stream = stream};
        const v1::DecisionContext recorded = MakeContext(
            journey, mutation, ContextOf(office, journey, directory),
            absl::InfiniteFuture(), nullptr);
        casefile::Command command = MakeCommand(journey, {}, directory.version);
        command.reads.guards[stream] = heads.guard_version;
        command.proposals.push_back({.stream = stream,
                                     .author = author,
                                     .audience = audience,
                                     .kind = static_cast<uint32_t>(event.kind),
                                     .parts = PartsOf(event, recorded),
                                     .seen = heads.SeenBy(author, audience)});
        return Propose(office, std::move(command), stream);
      });
}

}  // namespace sijill::command
