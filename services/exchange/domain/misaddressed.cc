// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/domain/misaddressed.h"

namespace sijill::exchange {

std::vector<v1::Participant> UnknownHere(const v1::OpeningTerms& opening,
                                         const base::DomainName& domain,
                                         const decision::Directory& directory) {
  std::vector<v1::Participant> unknown;
  for (const v1::Participant& participant : opening.participants()) {
    const auto agency = base::AgencyName::Parse(participant.agency());
    if (!agency.ok() || agency->domain() != domain.str()) continue;
    if (directory.FindAgency(agency->str()) == nullptr) {
      unknown.push_back(participant);
    }
  }
  return unknown;
}

}  // namespace sijill::exchange
