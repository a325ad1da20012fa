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

size_t Characters(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

absl::Status CheckClaims(const v1::Caller& caller) {
  refusal::FieldProblems problems;
  if (Characters(caller.purpose_note()) > kMaxPurposeNote) {
    problems.Add("caller.purpose_note", "at most 1,000 characters");
  }
  for (int i = 0; i < caller.at_least_size(); ++i) {
    const v1::Log log = caller.at_least(i).log();
    if (log != v1::LOG_SHARED && log != v1::LOG_OWN) {
      problems.Add(base::StrCat("caller.at_least[", i, "].log"),
                   "one of the node's two logs");
    }
  }
  return problems.status();
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

absl::StatusOr<Asker> ResolveCaller(const Office& office, const rpc::Call& call,
                                    const v1::Caller& caller) {
  const pki::SpiffeId& id = call.principal.id;
  Asker asker{.actor = {.agency = id.agency(), .identity = id.str()},
              .identity = id.str(),
              .caller = caller};
  if (id.kind() == pki::SpiffeId::Kind::kOfficer) {
    asker.actor.officer = std::string(id.name());
  } else if (!caller.officer().empty()) {
    const auto directory = office.directory.Current();
    const v1::Grant* grant = directory->FindGrant(id.str());
    if (grant == nullptr || !grant->asserts_officers() ||
        !base::IsName(caller.officer())) {
      return refusal::Refuse(
          absl::StatusCode::kPermissionDenied, "OFFICER_NOT_ASSERTABLE",
          "the registry does not let this system name an officer");
    }
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
  RETURN_IF_ERROR(CheckClaims(caller));
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
