// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/caller.h"
#include "common/command/disclosure.h"
#include "common/refusal/refusal.h"
#include "services/registry/rpc/page.h"
#include "services/registry/rpc/registry_methods.h"

namespace sijill::registry {

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

}  // namespace sijill::registry
