// SPDX-License-Identifier: Apache-2.0
#include "common/command/caller.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/event/derived.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/descriptor.h"
#include "sijill/v1/options.pb.h"

namespace sijill::command {
namespace {

const google::protobuf::MethodDescriptor* FindMethod(
    std::string_view full_method) {
  if (!base::ConsumePrefix(full_method, "/")) return nullptr;
  std::string name(full_method);
  const size_t slash = name.find('/');
  if (slash == std::string::npos) return nullptr;
  name[slash] = '.';
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      name);
}

constexpr size_t kMaxPurposeNote = 1000;  // characters
// Two logs, and room for who names a log again. Each costs a snapshot.
constexpr int kMaxPositions = 16;

size_t Characters(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

// Outside its domain the own log does not exist: whether it has come so far
// would tell its size.
bool MayName(const Office& office, const pki::SpiffeId& caller, v1::Log log) {
  return log == v1::LOG_SHARED ||
         (log == v1::LOG_OWN && caller.domain() == office.casefile.domain());
}

absl::Status CheckClaims(const Office& office, const pki::SpiffeId& id,
                         const v1::Caller& caller) {
  refusal::FieldProblems problems;
  if (Characters(caller.purpose_note()) > kMaxPurposeNote) {
    problems.Add("caller.purpose_note", "at most 1,000 characters");
  }
  if (caller.at_least_size() > kMaxPositions) {
    problems.Add("caller.at_least", "at most 16 positions");
    return problems.status();
  }
  for (int i = 0; i < caller.at_least_size(); ++i) {
    if (!MayName(office, id, caller.at_least(i).log())) {
      problems.Add(base::StrCat("caller.at_least[", i, "].log"),
                   "one of the node's two logs");
    }
  }
  return problems.status();
}

absl::Status CheckAssertion(const decision::Directory& directory,
                            std::string_view identity,
                            std::string_view officer) {
  const v1::Grant* grant = directory.FindGrant(identity);
  if (grant == nullptr || !grant->asserts_officers() ||
      !base::IsName(officer)) {
    return refusal::Refuse(
        absl::StatusCode::kPermissionDenied, "OFFICER_NOT_ASSERTABLE",
        "the registry does not let this system name an officer");
  }
  return absl::OkStatus();
}

absl::Status CheckReached(const Office& office, const v1::Caller& caller) {
  for (const v1::LogPosition& position : caller.at_least()) {
    const auto log = position.log() == v1::LOG_OWN ? ledger::LogKind::kOwn
                                                   : ledger::LogKind::kShared;
    ASSIGN_OR_RETURN(const uint64_t size, office.casefile.Log(log)->Size());
    if (size < position.size()) {
      return refusal::Refuse(absl::StatusCode::kUnavailable, "NOT_YET_READ",
                             "the node has not reached that position");
    }
  }
  return absl::OkStatus();
}

}  // namespace

const v1::Authorization* AuthorizationOf(std::string_view full_method) {
  const auto* method = FindMethod(full_method);
  if (method == nullptr || !method->options().HasExtension(v1::authorization)) {
    return nullptr;
  }
  return &method->options().GetExtension(v1::authorization);
}

bool MayCall(const decision::Directory& directory, std::string_view identity,
             std::string_view full_method) {
  const v1::Authorization* rule = AuthorizationOf(full_method);
  return rule != nullptr &&
         std::ranges::any_of(rule->duties(), [&](const int number) {
           const auto duty = static_cast<v1::Duty>(number);
           return duty != v1::DUTY_PEER && duty != v1::DUTY_UNSPECIFIED &&
                  directory.Has(identity, duty);
         });
}

absl::Status DutyMissing() {
  return refusal::Refuse(absl::StatusCode::kPermissionDenied, "DUTY_MISSING",
                         "the certificate has no duty that calls this method");
}

absl::Status CheckStillGranted(const decision::Directory& directory,
                               const Asker& asker,
                               std::string_view full_method) {
  if (!MayCall(directory, asker.identity, full_method)) return DutyMissing();
  if (!asker.officer_asserted) return absl::OkStatus();
  return CheckAssertion(directory, asker.identity, asker.actor.officer);
}

absl::StatusOr<Asker> ResolveCaller(const Office& office, const rpc::Call& call,
                                    const v1::Caller& caller) {
  const pki::SpiffeId& id = call.principal.id;
  Asker asker{.actor = {.agency = id.agency(), .identity = id.str()},
              .identity = id.str(),
              .caller = caller};
  if (id.kind() == pki::SpiffeId::Kind::kOfficer) {
    asker.actor.officer = std::string(id.name());
  } else if (!caller.officer().empty()) {
    RETURN_IF_ERROR(CheckAssertion(*office.directory.Current(), id.str(),
                                   caller.officer()));
    asker.actor.officer = caller.officer();
    asker.officer_asserted = true;
  }
  const v1::Authorization* authorization = AuthorizationOf(call.method);
  const bool personal =
      authorization == nullptr || authorization->personal_data();
  if (personal && (caller.purpose() == v1::PURPOSE_UNSPECIFIED ||
                   !v1::Purpose_IsValid(caller.purpose()))) {
    return refusal::Refuse(absl::StatusCode::kInvalidArgument,
                           "PURPOSE_REQUIRED",
                           "say for what purpose personal data are used: "
                           "caller.purpose");
  }
  RETURN_IF_ERROR(CheckClaims(office, id, caller));
  RETURN_IF_ERROR(CheckReached(office, caller));
  return asker;
}

absl::StatusOr<std::string> ParseRequestId(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '-') digits.push_back(c);
  }
  const auto bytes = base::FromHex(digits);
  if (!bytes || bytes->size() != event::Uuid::kSize ||
      FormatRequestId(*bytes) != text) {
    refusal::FieldProblems problems;
    problems.Add("request_id",
                 "required: a UUID in lower case, new for each request and "
                 "the same for its repetition");
    return problems.status();
  }
  return *bytes;
}

std::string FormatRequestId(std::string_view bytes) {
  return event::UuidText(*event::Uuid::From(bytes));
}

}  // namespace sijill::command
