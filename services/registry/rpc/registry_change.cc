// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/registry_change.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/command/journey.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::registry {
namespace {

absl::Status RegistryMoved(uint64_t version) {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "REGISTRY_CHANGED",
                         "the registry has changed since it was read",
                         {{"registry_version", std::to_string(version)}});
}

// What the event says, so that a repetition is told what the first one was.
absl::StatusOr<uint64_t> VersionAfter(const command::Office& office,
                                      const v1::Receipt& receipt) {
  const auto id = base::Hash::From(receipt.event_id());
  if (!id) return absl::InternalError("a receipt names no event");
  ASSIGN_OR_RETURN(
      const casefile::HeldEvent held,
      office.casefile.Event(ledger::LogKind::kOwn, *id, casefile::EveryPart));
  v1::RegistryChanged changed;
  if (held.parts.empty() || !held.parts.front() ||
      !changed.ParseFromString(held.parts.front()->bytes)) {
    return absl::DataLossError("a change of the registry cannot be read");
  }
  return changed.registry_version();
}

}  // namespace

casefile::Proposal RegistryProposal(const base::DomainName& domain,
                                    uint32_t kind, std::string part) {
  return {.stream = base::StreamName::ForRegistry(domain),
          .author = base::AgencyName::Node(domain),
          .audience = {domain.str()},
          .kind = kind,
          .parts = {std::move(part)}};
}

absl::StatusOr<Changed> ChangeRegistry(
    const command::Office& office, const command::Mutation& mutation,
    uint64_t expected, v1::RegistryChanged change,
    absl::FunctionRef<absl::Status(const decision::Directory&)> check) {
  ASSIGN_OR_RETURN(const command::Journey journey,
                   command::Begin(office, mutation));
  change.set_identity(journey.asker.identity);
  change.set_request_id(command::FormatRequestId(journey.request_id));
  const auto stream = base::StreamName::ForRegistry(office.casefile.domain());
  uint64_t version = 0;
  ASSIGN_OR_RETURN(
      command::Recorded recorded,
      command::CarryOut(
          office, journey, stream,
          [&](const decision::Directory& directory)
              -> absl::StatusOr<command::Recorded> {
            version = directory.version;
            if (expected != 0 && expected != version) {
              return RegistryMoved(version);
            }
            RETURN_IF_ERROR(check(directory));
            if (mutation.validate_only) {
              return command::Recorded{.stream = stream};
            }
            change.set_registry_version(version + 1);
            casefile::Command command{.agency = journey.asker.actor.agency,
                                      .request_id = journey.request_id,
                                      .request_hmac = journey.hmac,
                                      .still_believed = journey.still_believed};
            command.proposals.push_back(RegistryProposal(
                office.casefile.domain(), v1::EVENT_KIND_REGISTRY_CHANGED,
                change.SerializeAsString()));
            command.reads.registry = version;
            return command::Propose(office, std::move(command), stream);
          }));
  if (!recorded.receipts.empty()) {
    ASSIGN_OR_RETURN(version, VersionAfter(office, recorded.receipts.front()));
  }
  return Changed{.receipts = std::move(recorded.receipts),
                 .registry_version = version};
}

}  // namespace sijill::registry
