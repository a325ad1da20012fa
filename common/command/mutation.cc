// SPDX-License-Identifier: Apache-2.0
#include "common/command/mutation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/command/receipts.h"

namespace sijill::command {
namespace {

// How often a decision is made anew because its case moved.
constexpr int kAttempts = 8;

// A mutation on its way.
struct Journey {
  Asker asker;
  std::string request_id;  // 16 bytes
  base::Hash hmac;
};

absl::StatusOr<Journey> Begin(const Office& office, const Mutation& mutation) {
  ASSIGN_OR_RETURN(Asker asker,
                   ResolveCaller(office, mutation.call, mutation.caller));
  ASSIGN_OR_RETURN(std::string id, ParseRequestId(mutation.request_id));
  const base::Hash hmac = office.casefile.RequestHmac(
      mutation.call.method, mutation.call.request_bytes);
  return Journey{
      .asker = std::move(asker), .request_id = std::move(id), .hmac = hmac};
}

v1::DecisionContext MakeContext(const Journey& journey,
                                const Mutation& mutation,
                                const decision::Context& context,
                                const decision::Decision& decided,
                                const v1::Case* state) {
  v1::DecisionContext made;
  made.set_officer(journey.asker.actor.officer);
  made.set_request_id(FormatRequestId(journey.request_id));
  v1::Mandate* mandate = made.mutable_mandate();
  mandate->set_identity(journey.asker.identity);
  mandate->set_certificate_sha256(
      mutation.call.principal.certificate_fingerprint.str());
  mandate->set_method(mutation.call.method);
  mandate->set_request_sha256(
      base::Sha256({mutation.call.request_bytes}).str());
  mandate->set_officer_asserted(journey.asker.officer_asserted);
  *made.mutable_decided_at() = ToTimestamp(context.now);
  if (decided.valid_until != absl::InfiniteFuture()) {
    *made.mutable_valid_until() = ToTimestamp(decided.valid_until);
  }
  if (state != nullptr) {
    *made.mutable_rule_set() = state->rule_set();
    *made.mutable_calendar() = state->calendar();
  }
  made.set_registry_version(context.directory.version);
  made.set_purpose(journey.asker.caller.purpose());
  made.set_purpose_note(journey.asker.caller.purpose_note());
  return made;
}

// Fills the context's part, where the kind has one.
std::vector<std::string> PartsOf(const decision::DecidedEvent& event,
                                 const v1::DecisionContext& context) {
  std::vector<std::string> parts = event.parts;
  const casestate::Kind* kind =
      casestate::FindKind(static_cast<uint32_t>(event.kind));
  for (size_t i = 0; i < kind->parts.size(); ++i) {
    if (kind->parts[i].message == v1::DecisionContext::descriptor()) {
      parts[i] = context.SerializeAsString();
    }
  }
  return parts;
}

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

absl::StatusOr<Recorded> Finish(const absl::StatusOr<casefile::Receipt>& done,
                                const base::StreamName& stream) {
  if (!done.ok()) return ToRefusal(done.status());
  return Recorded{.receipts = ToReceipts(*done), .stream = stream};
}

// The receipt of a request that was carried out before, or nothing.
absl::StatusOr<std::optional<Recorded>> FindKnown(const Office& office,
                                                  const Journey& journey) {
  const auto known = office.casefile.Known(journey.asker.actor.agency,
                                           journey.request_id, journey.hmac);
  if (!known.ok()) return ToRefusal(known.status());
  if (!*known || (*known)->events.empty()) return std::optional<Recorded>();
  return std::optional<Recorded>(
      Recorded{.receipts = ToReceipts(**known),
               .stream = (*known)->events.front().stream});
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
        MakeContext(journey, mutation, context, decided, &loaded.state.shared);
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
        MakeContext(journey, mutation, context, decided, nullptr);
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

}  // namespace sijill::command
