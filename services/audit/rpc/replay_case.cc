// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/command/case_access.h"
#include "common/command/disclosure.h"
#include "common/command/receipts.h"
#include "common/pki/certificate.h"
#include "common/refusal/refusal.h"
#include "services/audit/rpc/audit_methods.h"
#include "services/audit/rpc/page.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::audit {
namespace {

// A page ends before it, so that it is no larger than a message may be; a
// single event is never too large for that.
constexpr size_t kMaxPageBytes = 3 << 20;

// Certificates by the id of their key.
using Certificates = std::map<base::Hash, v1::KeyEndorsed>;

// The logs as one page proves in them.
struct Logs {
  casefile::Casefile::LogView shared;
  casefile::Casefile::LogView own;
  uint64_t shared_size = 0;
  uint64_t own_size = 0;

  const ledger::LogReader& of(ledger::LogKind log) const {
    return log == ledger::LogKind::kShared ? *shared : *own;
  }
  uint64_t size(ledger::LogKind log) const {
    return log == ledger::LogKind::kShared ? shared_size : own_size;
  }
};

// Fixed as they are now; sizes are read by ReadSizes().
Logs OpenLogs(const command::Office& office) {
  return {.shared = office.casefile.Log(ledger::LogKind::kShared),
          .own = office.casefile.Log(ledger::LogKind::kOwn)};
}

absl::Status ReadSizes(Logs& logs) {
  ASSIGN_OR_RETURN(logs.shared_size, logs.shared->Size());
  ASSIGN_OR_RETURN(logs.own_size, logs.own->Size());
  return absl::OkStatus();
}

absl::Status CheckUpTo(const v1::ReplayCaseRequest& request) {
  refusal::FieldProblems problems;
  for (int i = 0; i < request.up_to_size(); ++i) {
    const v1::Log log = request.up_to(i).log();
    if (log != v1::LOG_SHARED && log != v1::LOG_OWN) {
      problems.Add(base::StrCat("up_to[", i, "].log"),
                   "one of the node's two logs");
    }
  }
  return problems.status();
}

absl::Status BeyondLog() {
  return refusal::Refuse(absl::StatusCode::kOutOfRange, "BEYOND_LOG",
                         "the log does not reach that size");
}

// Where the page begins, and which entries of the logs are of this history.
absl::StatusOr<ReplayPosition> Begin(const v1::ReplayCaseRequest& request,
                                     const Logs& logs) {
  ReplayPosition position{.shared_size = logs.shared_size,
                          .own_size = logs.own_size};
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(position, ParseToken(request.page_token()));
    if (position.shared_size > logs.shared_size ||
        position.own_size > logs.own_size) {
      return BeyondLog();
    }
    return position;
  }
  RETURN_IF_ERROR(CheckUpTo(request));
  for (const v1::LogPosition& up_to : request.up_to()) {
    const bool own = up_to.log() == v1::LOG_OWN;
    if (up_to.size() > (own ? logs.own_size : logs.shared_size)) {
      return BeyondLog();
    }
    uint64_t& size = own ? position.own_size : position.shared_size;
    size = std::min(size, up_to.size());
  }
  return position;
}

absl::Status AddCertificates(const command::Office& office,
                             const std::string& domain,
                             Certificates& certificates) {
  ASSIGN_OR_RETURN(const auto name, base::DomainName::Parse(domain));
  ASSIGN_OR_RETURN(
      const casefile::StreamView view,
      office.casefile.Load(base::StreamName::ForNode(name),
                           casefile::Scope::kShared, [](uint32_t kind, size_t) {
                             return kind == v1::EVENT_KIND_KEY_ENDORSED;
                           }));
  for (const casefile::HeldEvent& held : view.events) {
    v1::KeyEndorsed endorsed;
    if (held.event.header.kind != v1::EVENT_KIND_KEY_ENDORSED ||
        held.parts.empty() || !held.parts.front() ||
        !endorsed.ParseFromString(held.parts.front()->bytes)) {
      continue;
    }
    const auto certificate = pki::Certificate::FromDer(endorsed.certificate());
    if (certificate.ok()) {
      certificates[certificate->public_key().id()] = endorsed;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ReplayedEvent> Render(const casefile::HeldEvent& held,
                                         const Logs& logs,
                                         const Certificates& certificates) {
  const event::Header& header = held.event.header;
  v1::ReplayedEvent out;
  out.set_name(command::EventName(header.stream, held.event.id));
  if (v1::EventKind_IsValid(static_cast<int>(header.kind))) {
    out.set_kind(static_cast<v1::EventKind>(header.kind));
  }
  out.set_signed_header(held.signed_header);
  for (size_t i = 0; i < held.commitments.size(); ++i) {
    v1::EventPart* part = out.add_event_parts();
    if (held.parts[i]) {
      part->mutable_opened()->set_salt(held.parts[i]->salt.str());
      part->mutable_opened()->set_content(held.parts[i]->bytes);
    } else {
      part->set_commitment(held.commitments[i].str());
    }
  }
  out.set_log(held.log == ledger::LogKind::kShared ? v1::LOG_SHARED
                                                   : v1::LOG_OWN);
  out.set_index(held.index);
  ASSIGN_OR_RETURN(
      const std::vector<base::Hash> proof,
      logs.of(held.log).InclusionProof(held.index, logs.size(held.log)));
  for (const base::Hash& node : proof) out.add_inclusion_proof(node.str());
  if (header.key_id) {
    const auto found = certificates.find(*header.key_id);
    if (found != certificates.end()) {
      out.set_certificate(found->second.certificate());
      *out.mutable_chain() = found->second.chain();
    }
  }
  return out;
}

absl::Status AddCheckpoints(const Logs& logs,
                            v1::ReplayCaseResponse& response) {
  for (const ledger::LogKind log :
       {ledger::LogKind::kShared, ledger::LogKind::kOwn}) {
    ASSIGN_OR_RETURN(const ledger::LogHead head, logs.of(log).Head());
    if (head.checkpoint.empty()) continue;
    v1::LogCheckpoint* checkpoint = response.add_checkpoints();
    checkpoint->set_log(log == ledger::LogKind::kShared ? v1::LOG_SHARED
                                                        : v1::LOG_OWN);
    checkpoint->set_checkpoint(head.checkpoint);
  }
  return absl::OkStatus();
}

// The events of the case that stood in the logs at `position`.
casefile::StreamView Cut(casefile::StreamView view,
                         const ReplayPosition& position) {
  std::erase_if(view.events, [&](const casefile::HeldEvent& held) {
    return held.index >= (held.log == ledger::LogKind::kShared
                              ? position.shared_size
                              : position.own_size);
  });
  return view;
}

}  // namespace

absl::StatusOr<v1::ReplayCaseResponse> HandleReplayCase(
    const command::Office& office, const rpc::Call& call,
    const v1::ReplayCaseRequest& request) {
  ASSIGN_OR_RETURN(const command::Asker asker,
                   command::ResolveCaller(office, call, request.caller()));
  ASSIGN_OR_RETURN(const size_t page, PageSize(request.page_size()));
  // Before the case: what is written between the two is cut off, so that every
  // page is of one history.
  Logs logs = OpenLogs(office);
  RETURN_IF_ERROR(ReadSizes(logs));
  ASSIGN_OR_RETURN(const command::LoadedCase loaded,
                   command::LoadCaseFor(office, asker, request.case_name()));
  ASSIGN_OR_RETURN(ReplayPosition position, Begin(request, logs));
  // From the store, not from memory: an auditor sees what is written.
  ASSIGN_OR_RETURN(
      casefile::StreamView whole,
      office.casefile.Load(loaded.heads.stream, casefile::Scope::kAll));
  const casefile::StreamView view = Cut(std::move(whole), position);
  const auto events = command::ToFoldEvents(view);
  const std::vector<size_t> order = casestate::Order(events);
  Certificates certificates;
  std::set<std::string> domains;
  for (const auto& event : events) domains.emplace(event.author.domain());
  for (const std::string& domain : domains) {
    RETURN_IF_ERROR(AddCertificates(office, domain, certificates));
  }
  v1::ReplayCaseResponse response;
  size_t bytes = 0;
  for (size_t i = position.shown; i < order.size(); ++i) {
    if (static_cast<size_t>(response.events_size()) == page) break;
    ASSIGN_OR_RETURN(v1::ReplayedEvent event,
                     Render(view.events[order[i]], logs, certificates));
    bytes += event.ByteSizeLong();
    if (bytes > kMaxPageBytes && response.events_size() > 0) break;
    *response.add_events() = std::move(event);
  }
  position.shown += static_cast<uint64_t>(response.events_size());
  if (position.shown < order.size()) {
    response.set_next_page_token(FormatToken(position));
  } else {
    const casestate::CaseState state = casestate::Fold(view.stream, events);
    *response.mutable_snapshot()->mutable_shared() = state.shared;
    *response.mutable_snapshot()->mutable_own_side() = state.own;
  }
  RETURN_IF_ERROR(AddCheckpoints(logs, response));
  RETURN_IF_ERROR(command::RecordDisclosure(
      office, call, asker,
      {.part_classes = {v1::PART_CLASS_OUTWARD, v1::PART_CLASS_OWN_SIDE,
                        v1::PART_CLASS_MEDICAL, v1::PART_CLASS_CHILD,
                        v1::PART_CLASS_CONTEXT},
       .cases = {request.case_name()}}));
  return response;
}

}  // namespace sijill::audit
