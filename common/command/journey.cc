// SPDX-License-Identifier: Apache-2.0
#include "common/command/journey.h"

#include <optional>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/casestate/kinds.h"
#include "common/command/receipts.h"
#include "common/refusal/refusal.h"

namespace sijill::command {
namespace {

// The receipt of a request that was carried out before, or nothing.
absl::StatusOr<std::optional<Recorded>> FindKnown(
    const Office& office, const Journey& journey,
    const base::StreamName& stream) {
  const auto known = office.casefile.Known(journey.asker.actor.agency,
                                           journey.request_id, journey.hmac);
  if (!known.ok()) return ToRefusal(known.status());
  if (!*known) return std::optional<Recorded>();
  const auto& events = (*known)->events;
  return std::optional<Recorded>(
      Recorded{.receipts = ToReceipts(**known, AssuranceOf(office)),
               .stream = events.empty() ? stream : events.front().stream});
}

// The ledger says so without a reason; a decision that refuses has one.
bool HasMoved(const absl::Status& status) {
  return absl::IsAborted(status) && !refusal::ReasonOf(status);
}

}  // namespace

absl::StatusOr<Journey> Begin(const Office& office, const Mutation& mutation) {
  ASSIGN_OR_RETURN(Asker asker,
                   ResolveCaller(office, mutation.call, mutation.caller));
  ASSIGN_OR_RETURN(std::string id, ParseRequestId(mutation.request_id));
  const base::Hash hmac = office.casefile.RequestHmac(
      mutation.call.method, mutation.call.request_bytes);
  return Journey{.asker = std::move(asker),
                 .method = mutation.call.method,
                 .request_id = std::move(id),
                 .hmac = hmac,
                 .still_believed = mutation.call.still_believed};
}

v1::DecisionContext MakeContext(const Journey& journey,
                                const Mutation& mutation,
                                const decision::Context& context,
                                absl::Time valid_until, const v1::Case* state) {
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
  if (valid_until != absl::InfiniteFuture()) {
    *made.mutable_valid_until() = ToTimestamp(valid_until);
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

absl::StatusOr<Recorded> Propose(const Office& office,
                                 casefile::Command command,
                                 const base::StreamName& stream) {
  ASSIGN_OR_RETURN(const casefile::Receipt receipt,
                   office.casefile.Propose(std::move(command)));
  return Recorded{.receipts = ToReceipts(receipt, AssuranceOf(office)),
                  .stream = stream};
}

absl::StatusOr<Recorded> CarryOut(
    const Office& office, const Journey& journey,
    const base::StreamName& stream,
    absl::FunctionRef<absl::StatusOr<Recorded>(const decision::Directory&)>
        attempt) {
  ASSIGN_OR_RETURN(auto known, FindKnown(office, journey, stream));
  if (known) return *std::move(known);
  const auto try_once = [&]() -> absl::StatusOr<Recorded> {
    const auto directory = office.directory.Current();
    RETURN_IF_ERROR(
        CheckStillGranted(*directory, journey.asker, journey.method));
    return attempt(*directory);
  };
  absl::StatusOr<Recorded> done = try_once();
  for (int i = 1; i < kAttempts && HasMoved(done.status()); ++i) {
    done = try_once();
  }
  if (done.ok()) return done;
  ASSIGN_OR_RETURN(known, FindKnown(office, journey, stream));
  if (known) return *std::move(known);
  return ToRefusal(done.status());
}

}  // namespace sijill::command
