// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/registry_change.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/command/receipts.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::registry {
namespace {

constexpr int kAttempts = 8;

absl::Status RegistryMoved() {
  return refusal::Refuse(absl::StatusCode::kAborted, "REGISTRY_CHANGED",
                         "the registry has changed since it was read");
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
  ASSIGN_OR_RETURN(
      const command::Asker asker,
      command::ResolveCaller(office, mutation.call, mutation.caller));
  ASSIGN_OR_RETURN(std::string id,
                   command::ParseRequestId(mutation.request_id));
  const base::Hash hmac = office.casefile.RequestHmac(
      mutation.call.method, mutation.call.request_bytes);
  const auto known = office.casefile.Known(asker.actor.agency, id, hmac);
  if (!known.ok()) return command::ToRefusal(known.status());
  if (*known) {
    return Changed{.receipts = command::ToReceipts(**known),
                   .registry_version = office.directory.Current()->version};
  }
  absl::StatusOr<casefile::Receipt> done = RegistryMoved();
  for (int i = 0; i < kAttempts && absl::IsAborted(done.status()); ++i) {
    const auto directory = office.directory.Current();
    if (expected != 0 && expected != directory->version) {
      return RegistryMoved();
    }
    RETURN_IF_ERROR(check(*directory));
    if (mutation.validate_only) {
      return Changed{.registry_version = directory->version};
    }
    change.set_identity(asker.identity);
    change.set_request_id(command::FormatRequestId(id));
    change.set_registry_version(directory->version + 1);
    casefile::Command command{
        .agency = asker.actor.agency, .request_id = id, .request_hmac = hmac};
    command.proposals.push_back(RegistryProposal(
        office.casefile.domain(), v1::EVENT_KIND_REGISTRY_CHANGED,
        change.SerializeAsString()));
    command.reads.registry = directory->version;
    done = office.casefile.Propose(std::move(command));
  }
  if (absl::IsAborted(done.status())) return RegistryMoved();
  if (!done.ok()) return command::ToRefusal(done.status());
  return Changed{.receipts = command::ToReceipts(*done),
                 .registry_version = office.directory.Current()->version};
}

}  // namespace sijill::registry
