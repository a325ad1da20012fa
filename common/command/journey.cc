// SPDX-License-Identifier: Apache-2.0
#include "common/command/journey.h"

#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/casestate/kinds.h"
#include "common/command/receipts.h"

namespace sijill::command {

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

absl::StatusOr<Recorded> Finish(const absl::StatusOr<casefile::Receipt>& done,
                                const base::StreamName& stream) {
  if (!done.ok()) return ToRefusal(done.status());
  return Recorded{.receipts = ToReceipts(*done), .stream = stream};
}

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

}  // namespace sijill::command
