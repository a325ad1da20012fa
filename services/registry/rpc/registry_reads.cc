// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/caller.h"
#include "common/command/disclosure.h"
#include "common/command/receipts.h"
#include "common/refusal/refusal.h"
#include "services/registry/rpc/registry_methods.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::registry {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 200;

absl::StatusOr<size_t> PageSize(int asked) {
  if (asked < 0) {
    refusal::FieldProblems problems;
    problems.Add("page_size", "not negative");
    return problems.status();
  }
  return static_cast<size_t>(asked == 0 ? kDefaultPage
                                        : std::min(asked, kMaxPage));
}

// Takes a page of `all` (by name) that begins behind the token: the hexadecimal
// form of the last name shown, so growth moves nothing.
template <typename T, typename Keep>
absl::StatusOr<std::string> TakePage(
    const std::map<std::string, T, std::less<>>& all, int page_size,
    const std::string& token, Keep keep,
    google::protobuf::RepeatedPtrField<T>* page) {
  ASSIGN_OR_RETURN(const size_t size, PageSize(page_size));
  const auto after = base::FromHex(token);
  if (!after) {
    refusal::FieldProblems problems;
    problems.Add("page_token", "as next_page_token gave it");
    return problems.status();
  }
  std::string last;
  for (auto it = token.empty() ? all.begin() : all.upper_bound(*after);
       it != all.end(); ++it) {
    if (!keep(it->second)) continue;
    if (static_cast<size_t>(page->size()) == size) return base::Hex(last);
    *page->Add() = it->second;
    last = it->first;
  }
  return std::string();
}

bool Everything(const google::protobuf::Message&) { return true; }

}  // namespace

absl::StatusOr<v1::GetAgencyResponse> HandleGetAgency(
    const command::Office& office, const rpc::Call& call,
    const v1::GetAgencyRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(office, call, request.caller()).status());
  const auto directory = office.directory.Current();
  const auto found = directory->agencies.find(request.name());
  if (found == directory->agencies.end()) {
    return refusal::Refuse(absl::StatusCode::kNotFound, "AGENCY_UNKNOWN",
                           "no such agency");
  }
  v1::GetAgencyResponse response;
  *response.mutable_agency() = found->second;
  return response;
}

absl::StatusOr<v1::ListAgenciesResponse> HandleListAgencies(
    const command::Office& office, const rpc::Call& call,
    const v1::ListAgenciesRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(office, call, request.caller()).status());
  const auto directory = office.directory.Current();
  const std::string prefix = request.domain() + "/";
  v1::ListAgenciesResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      TakePage(
          directory->agencies, request.page_size(), request.page_token(),
          [&](const v1::Agency& agency) {
            return request.domain().empty() ||
                   agency.name().starts_with(prefix);
          },
          response.mutable_agencies()));
  response.set_registry_version(directory->version);
  return response;
}

absl::StatusOr<v1::ListPostsResponse> HandleListPosts(
    const command::Office& office, const rpc::Call& call,
    const v1::ListPostsRequest& request) {
  RETURN_IF_ERROR(
      command::ResolveCaller(office, call, request.caller()).status());
  const auto directory = office.directory.Current();
  v1::ListPostsResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      TakePage(directory->posts, request.page_size(), request.page_token(),
               Everything, response.mutable_posts()));
  response.set_registry_version(directory->version);
  return response;
}

absl::StatusOr<v1::ListGrantsResponse> HandleListGrants(
    const command::Office& office, const rpc::Call& call,
    const v1::ListGrantsRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  const auto directory = office.directory.Current();
  v1::ListGrantsResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      TakePage(directory->grants, request.page_size(), request.page_token(),
               Everything, response.mutable_grants()));
  response.set_registry_version(directory->version);
  RETURN_IF_ERROR(command::RecordDisclosure(office, call, asker, {}));
  return response;
}

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
  std::map<std::string, v1::RuleSetRecord, std::less<>> records;
  for (const casefile::HeldEvent& held : view.events) {
    v1::RuleSetLoaded loaded;
    if (held.event.header.kind != v1::EVENT_KIND_RULE_SET_LOADED ||
        held.parts.empty() || !held.parts.front() ||
        !loaded.ParseFromString(held.parts.front()->bytes)) {
      continue;
    }
    const v1::VersionReference& version = loaded.loaded();
    v1::RuleSetRecord& record =
        records[base::StrCat(version.id(), "@", version.version(), "@",
                             base::Hex(version.digest()))];
    *record.mutable_version() = version;
    record.set_title(titles[version.digest()]);
    *record.mutable_loaded_at() =
        command::ToTimestamp(held.event.header.recorded_at);
  }
  v1::ListRuleSetsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                   TakePage(records, request.page_size(), request.page_token(),
                            Everything, response.mutable_rule_sets()));
  response.set_registry_version(view.registry_version);
  return response;
}

}  // namespace sijill::registry
