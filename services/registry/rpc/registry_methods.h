// SPDX-License-Identifier: Apache-2.0
// The methods of sijill.v1.RegistryService. Errors: proto/sijill/v1/
// registry_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/registry_service.pb.h"

namespace sijill::registry {

absl::StatusOr<v1::GetAgencyResponse> HandleGetAgency(
    const command::Office& office, const rpc::Call& call,
    const v1::GetAgencyRequest& request);
absl::StatusOr<v1::ListAgenciesResponse> HandleListAgencies(
    const command::Office& office, const rpc::Call& call,
    const v1::ListAgenciesRequest& request);
absl::StatusOr<v1::ListPostsResponse> HandleListPosts(
    const command::Office& office, const rpc::Call& call,
    const v1::ListPostsRequest& request);
absl::StatusOr<v1::ListGrantsResponse> HandleListGrants(
    const command::Office& office, const rpc::Call& call,
    const v1::ListGrantsRequest& request);
absl::StatusOr<v1::ListRuleSetsResponse> HandleListRuleSets(
    const command::Office& office, const rpc::Call& call,
    const v1::ListRuleSetsRequest& request);

absl::StatusOr<v1::SetAgencyResponse> HandleSetAgency(
    const command::Office& office, const rpc::Call& call,
    const v1::SetAgencyRequest& request);
absl::StatusOr<v1::SetPostResponse> HandleSetPost(
    const command::Office& office, const rpc::Call& call,
    const v1::SetPostRequest& request);
absl::StatusOr<v1::SetGrantResponse> HandleSetGrant(
    const command::Office& office, const rpc::Call& call,
    const v1::SetGrantRequest& request);
absl::StatusOr<v1::AgreeRuleSetResponse> HandleAgreeRuleSet(
    const command::Office& office, const rpc::Call& call,
    const v1::AgreeRuleSetRequest& request);

// Offers them all; `office` outlives the table.
void AddRegistryMethods(const command::Office& office,
                        rpc::MethodTable& methods);

}  // namespace sijill::registry
