// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/registry_methods.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/receipts.h"
#include "common/refusal/refusal.h"
#include "services/registry/domain/entry.h"
#include "services/registry/rpc/registry_change.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::registry {
namespace {

template <typename Request>
command::Mutation MutationOf(const rpc::Call& call, const Request& request) {
  return {.call = call,
          .caller = request.caller(),
          .request_id = request.request_id(),
          .validate_only = request.validate_only()};
}

template <typename Response>
Response ToResponse(const Changed& changed) {
  Response response;
  response.mutable_receipts()->Assign(changed.receipts.begin(),
                                      changed.receipts.end());
  response.set_registry_version(changed.registry_version);
  return response;
}

bool IsWanted(const v1::VersionReference& held,
              const v1::VersionReference& wanted) {
  return held.id() == wanted.id() && held.version() == wanted.version() &&
         (wanted.digest().empty() || held.digest() == wanted.digest());
}

// The rule set of this node that is wanted, whole: with its digest, which the
// caller need not give.
std::optional<v1::VersionReference> HeldRuleSet(
    const command::Office& office, const v1::VersionReference& wanted) {
  for (const rules::RuleSet& set : office.book.sets()) {
    v1::VersionReference held;
    held.set_id(set.id);
    held.set_version(std::to_string(set.version));
    held.set_digest(set.digest.str());
    if (IsWanted(held, wanted)) return held;
  }
  return std::nullopt;
}

std::optional<v1::VersionReference> HeldCalendar(
    const command::Office& office, const v1::VersionReference& wanted) {
  for (const rules::Calendar& calendar : office.book.calendars()) {
    const v1::VersionReference held = decision::ReferenceOf(calendar);
    if (IsWanted(held, wanted)) return held;
  }
  return std::nullopt;
}

absl::StatusOr<v1::RuleSetAgreed> AgreementOf(
    const command::Office& office, const v1::AgreeRuleSetRequest& request) {
  const auto rule_set = HeldRuleSet(office, request.rule_set());
  const auto calendar = HeldCalendar(office, request.calendar());
  if (!rule_set || (request.has_calendar() && !calendar)) {
    return refusal::Refuse(
        absl::StatusCode::kNotFound, "RULE_SET_UNKNOWN",
        "this node has not loaded that rule set or that calendar");
  }
  v1::RuleSetAgreed agreed;
  *agreed.mutable_rule_set() = *rule_set;
  if (request.has_calendar()) *agreed.mutable_calendar() = *calendar;
  return agreed;
}

}  // namespace

absl::StatusOr<v1::SetAgencyResponse> HandleSetAgency(
    const command::Office& office, const rpc::Call& call,
    const v1::SetAgencyRequest& request) {
  v1::RegistryChanged change;
  *change.mutable_agency() = request.agency();
  ASSIGN_OR_RETURN(const Changed changed,
                   ChangeRegistry(office, MutationOf(call, request),
                                  request.registry_version(), std::move(change),
                                  [&](const decision::Directory&) {
                                    return CheckAgency(request.agency());
                                  }));
  return ToResponse<v1::SetAgencyResponse>(changed);
}

absl::StatusOr<v1::SetPostResponse> HandleSetPost(
    const command::Office& office, const rpc::Call& call,
    const v1::SetPostRequest& request) {
  v1::RegistryChanged change;
  *change.mutable_post() = request.post();
  ASSIGN_OR_RETURN(const Changed changed,
                   ChangeRegistry(office, MutationOf(call, request),
                                  request.registry_version(), std::move(change),
                                  [&](const decision::Directory& directory) {
                                    return CheckPost(request.post(), directory);
                                  }));
  return ToResponse<v1::SetPostResponse>(changed);
}

absl::StatusOr<v1::SetGrantResponse> HandleSetGrant(
    const command::Office& office, const rpc::Call& call,
    const v1::SetGrantRequest& request) {
  v1::RegistryChanged change;
  *change.mutable_grant() = request.grant();
  ASSIGN_OR_RETURN(const Changed changed,
                   ChangeRegistry(office, MutationOf(call, request),
                                  request.registry_version(), std::move(change),
                                  [&](const decision::Directory& directory) {
                                    return CheckGrant(request.grant(),
                                                      office.casefile.domain(),
                                                      directory);
                                  }));
  return ToResponse<v1::SetGrantResponse>(changed);
}

// The corridor's stream is shared: the declaration is sealed for the agency of
// the certificate and delivered to the other side.
absl::StatusOr<v1::AgreeRuleSetResponse> HandleAgreeRuleSet(
    const command::Office& office, const rpc::Call& call,
    const v1::AgreeRuleSetRequest& request) {
  refusal::FieldProblems problems;
  const auto stream = base::StreamName::Parse(request.corridor());
  if (!stream.ok() || stream->shape() != base::StreamName::Shape::kCorridor) {
    problems.Add("corridor", "written corridors/<domain>+<domain>, ascending");
    return problems.status();
  }
  const auto ends =
      base::Split(std::string_view(stream->str()).substr(10), '+');
  if (std::ranges::find(ends, office.casefile.domain().str()) == ends.end()) {
    problems.Add("corridor", "one that this node's domain is an end of");
    return problems.status();
  }
  ASSIGN_OR_RETURN(const v1::RuleSetAgreed agreed,
                   AgreementOf(office, request));
  ASSIGN_OR_RETURN(
      const command::Recorded recorded,
      command::WriteInStream(
          office, MutationOf(call, request), *stream,
          {std::string(ends.front()), std::string(ends.back())},
          decision::EventOf(v1::EVENT_KIND_RULE_SET_AGREED, {&agreed})));
  v1::AgreeRuleSetResponse response;
  response.mutable_receipts()->Assign(recorded.receipts.begin(),
                                      recorded.receipts.end());
  return response;
}

void AddRegistryMethods(const command::Office& office,
                        rpc::MethodTable& methods) {
  const auto add =
      [&]<typename Request, typename Response>(
          const std::string& name,
          absl::StatusOr<Response> (*handle)(
              const command::Office&, const rpc::Call&, const Request&)) {
        methods.Add<Request, Response>(
            "/sijill.v1.RegistryService/" + name,
            [&office, handle](const rpc::Call& call, const Request& request) {
              return handle(office, call, request);
            });
      };
  add("GetAgency", HandleGetAgency);
  add("ListAgencies", HandleListAgencies);
  add("SetAgency", HandleSetAgency);
  add("ListPosts", HandleListPosts);
  add("SetPost", HandleSetPost);
  add("ListGrants", HandleListGrants);
  add("SetGrant", HandleSetGrant);
  add("ListRuleSets", HandleListRuleSets);
  add("AgreeRuleSet", HandleAgreeRuleSet);
}

}  // namespace sijill::registry
