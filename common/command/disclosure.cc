// SPDX-License-Identifier: Apache-2.0
#include "common/command/disclosure.h"

#include "common/command/receipts.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::command {

absl::Status RecordDisclosure(const Office& office, const rpc::Call& call,
                              const Asker& asker, const Disclosure& shown) {
  v1::Disclosed record;
  record.set_identity(asker.identity);
  record.set_officer(asker.actor.officer);
  record.set_agency(asker.actor.agency.str());
  record.set_method(call.method);
  record.set_purpose(asker.caller.purpose());
  record.set_purpose_note(asker.caller.purpose_note());
  for (const v1::PartClass part_class : shown.part_classes) {
    record.add_part_classes(part_class);
  }
  for (const std::string& name : shown.cases) record.add_cases(name);
  *record.mutable_disclosed_at() = ToTimestamp(office.clock.Now());
  const base::DomainName& domain = office.casefile.domain();
  casefile::Command command{.agency = base::AgencyName::Node(domain),
                            .request_id = office.random.Bytes(16),
                            .request_hmac = office.random.NextHash()};
  command.proposals.push_back({.stream = base::StreamName::ForNode(domain),
                               .author = base::AgencyName::Node(domain),
                               .audience = {domain.str()},
                               .kind = v1::EVENT_KIND_DISCLOSED,
                               .parts = {record.SerializeAsString()}});
  return ToRefusal(office.casefile.Propose(std::move(command)).status());
}

}  // namespace sijill::command
