// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "common/base/names.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/caller.h"
#include "common/command/receipts.h"
#include "services/registry/rpc/page.h"
#include "services/registry/rpc/registry_methods.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::registry {
namespace {

using Records = std::map<std::string, v1::RuleSetRecord, std::less<>>;
// By digest: the corridors in which both sides declared it.
using Agreed = std::map<std::string, std::set<std::string>>;

// The other domains that the registry knows agencies of: no case, and so no
// agreement, is possible with any other.
std::set<std::string> Neighbours(const decision::Directory& directory,
                                 const base::DomainName& own) {
  std::set<std::string> domains;
  for (const auto& [name, agency] : directory.agencies) {
    const auto parsed = base::AgencyName::Parse(name);
    if (parsed.ok() && parsed->domain() != own.str()) {
      domains.emplace(parsed->domain());
    }
  }
  return domains;
}

absl::Status AddCorridor(const command::Office& office,
                         const std::string& neighbour, Agreed& agreed) {
  const auto [low, high] =
      std::minmax(office.casefile.domain().str(), neighbour);
  ASSIGN_OR_RETURN(const auto stream, base::StreamName::Parse(base::StrCat(
                                          "corridors/", low, "+", high)));
  ASSIGN_OR_RETURN(
      const casefile::StreamView view,
      office.casefile.Load(
          stream, casefile::Scope::kShared, [](uint32_t kind, size_t part) {
            return kind == v1::EVENT_KIND_RULE_SET_AGREED && part == 0;
          }));
  std::map<std::string, std::set<std::string>> sides;  // by digest: domains
  for (const casefile::HeldEvent& held : view.events) {
    v1::RuleSetAgreed said;
    if (held.event.header.kind != v1::EVENT_KIND_RULE_SET_AGREED ||
        held.parts.empty() || !held.parts.front() ||
        !said.ParseFromString(held.parts.front()->bytes)) {
      continue;
    }
    sides[said.rule_set().digest()].emplace(held.event.header.author.domain());
  }
  for (const auto& [digest, domains] : sides) {
    if (domains.contains(low) && domains.contains(high)) {
      agreed[digest].insert(stream.str());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Agreed> FindAgreed(const command::Office& office) {
  const auto directory = office.directory.Current();
  Agreed agreed;
  for (const std::string& neighbour :
       Neighbours(*directory, office.casefile.domain())) {
    RETURN_IF_ERROR(AddCorridor(office, neighbour, agreed));
  }
  return agreed;
}

// Orders by identifier, then version as a number.
std::string KeyOf(const v1::VersionReference& version) {
  std::ostringstream key;
  key << version.id() << '@' << std::setw(10) << std::setfill('0')
      << version.version() << '@' << base::Hex(version.digest());
  return key.str();
}

Records RecordsOf(const casefile::StreamView& view,
                  const std::map<std::string, std::string>& titles,
                  const Agreed& agreed) {
  Records records;
  for (const casefile::HeldEvent& held : view.events) {
    v1::RuleSetLoaded loaded;
    if (held.event.header.kind != v1::EVENT_KIND_RULE_SET_LOADED ||
        held.parts.empty() || !held.parts.front() ||
        !loaded.ParseFromString(held.parts.front()->bytes)) {
      continue;
    }
    const v1::VersionReference& version = loaded.loaded();
    v1::RuleSetRecord& record = records[KeyOf(version)];
    *record.mutable_version() = version;
    const auto title = titles.find(version.digest());
    if (title != titles.end()) record.set_title(title->second);
    *record.mutable_loaded_at() =
        command::ToTimestamp(held.event.header.recorded_at);
    const auto corridors = agreed.find(version.digest());
    if (corridors == agreed.end()) continue;
    for (const std::string& corridor : corridors->second) {
      record.add_agreed_corridors(corridor);
    }
  }
  return records;
}

}  // namespace

absl::StatusOr<v1::ListRuleSetsResponse> HandleListRuleSets(
    const command::Office& office, const rpc::Call& call,
    const v1::ListRuleSetsRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(office, call, request.caller()).status());
  ASSIGN_OR_RETURN(const casefile::StreamView view,
                   office.casefile.Load(
                       base::StreamName::ForRegistry(office.casefile.domain()),
                       casefile::Scope::kAll, [](uint32_t kind, size_t) {
                         return kind == v1::EVENT_KIND_RULE_SET_LOADED;
                       }));
  std::map<std::string, std::string> titles;
  for (const rules::RuleSet& set : office.book.sets()) {
    titles[set.digest.str()] = set.title;
  }
  for (const rules::Calendar& calendar : office.book.calendars()) {
    titles[calendar.digest().str()] =
        base::StrCat("Working days, ", calendar.state());
  }
  ASSIGN_OR_RETURN(const Agreed agreed, FindAgreed(office));
  v1::ListRuleSetsResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      TakePage(RecordsOf(view, titles, agreed), request.page_size(),
               request.page_token(), Everything, response.mutable_rule_sets()));
  response.set_registry_version(view.registry_version);
  return response;
}

}  // namespace sijill::registry
