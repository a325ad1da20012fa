// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/node_status.h"

// The header above has CLI/App.hpp; the formatter is instantiated here.
#include <CLI/CLI.hpp>
#include <set>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/pki/certificate.h"
#include "common/pki/revocation_list.h"
#include "sijill/v1/ledger_service.pb.h"
#include "tools/sijill/call/command.h"
#include "tools/sijill/call/log_comparison.h"
#include "tools/sijill/call/node_link.h"
#include "tools/sijill/call/node_report.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

absl::Status AskHealth(NodeLink& link, NodeState& state) {
  std::set<std::string> services = {"ExchangeService"};
  for (const Command& command : AllCommands()) {
    services.insert(command.method.substr(0, command.method.find('/')));
  }
  for (const std::string& service : services) {
    ASSIGN_OR_RETURN(std::string health,
                     link.Health(base::StrCat("sijill.v1.", service)));
    state.health.emplace_back(service, std::move(health));
  }
  return absl::OkStatus();
}

// A log that the caller may not see is left out.
absl::Status AskLog(const ConnectionProfile& profile, NodeLink& link,
                    v1::Log log, std::string recorded_at, Session& session,
                    NodeState& state) {
  v1::GetCheckpointRequest request;
  request.mutable_caller();
  request.set_log(log);
  v1::GetCheckpointResponse response;
  const absl::Status asked =
      link.Call("LedgerService/GetCheckpoint", request, response);
  if (absl::IsNotFound(asked) || absl::IsPermissionDenied(asked)) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(asked);
  ASSIGN_OR_RETURN(merkle::Checkpoint checkpoint,
                   ReadNote(profile, response.checkpoint()));
  RETURN_IF_ERROR(CompareLogs(profile, link, response, session));
  state.logs.push_back({std::move(checkpoint), std::move(recorded_at)});
  return absl::OkStatus();
}

absl::Status ReadOwnFiles(const ConnectionProfile& profile, NodeState& state) {
  ASSIGN_OR_RETURN(const std::string pem,
                   config::ReadFile(profile.certificate));
  ASSIGN_OR_RETURN(const auto certificate, pki::Certificate::FromPem(pem));
  if (!certificate.uris().empty()) state.identity = certificate.uris().front();
  state.certificate_expires_at = certificate.not_after();
  ASSIGN_OR_RETURN(const std::string root_pem, config::ReadFile(profile.root));
  ASSIGN_OR_RETURN(const auto root, pki::Certificate::FromPem(root_pem));
  ASSIGN_OR_RETURN(const std::string list_pem,
                   config::ReadFile(profile.revocation_list,
                                    pki::kMaxRevocationListPemBytes));
  ASSIGN_OR_RETURN(const auto list,
                   pki::RevocationList::FromPem(list_pem, root));
  state.list_due_at = list.next_update();
  return absl::OkStatus();
}

absl::StatusOr<NodeState> Ask(const ConnectionProfile& profile,
                              Session& session) {
  NodeState state;
  RETURN_IF_ERROR(ReadOwnFiles(profile, state));
  ASSIGN_OR_RETURN(
      const auto link,
      NodeLink::Open(profile, session.clock(),
                     absl::Seconds(session.options().timeout_seconds)));
  v1::GetNodeStatusRequest request;
  request.mutable_caller();
  RETURN_IF_ERROR(
      link->Call("ExchangeService/GetNodeStatus", request, state.status));
  RETURN_IF_ERROR(AskHealth(*link, state));
  RETURN_IF_ERROR(AskLog(profile, *link, v1::LOG_SHARED,
                         TextAt(state.status, "shared_log_recorded_at"),
                         session, state));
  RETURN_IF_ERROR(AskLog(profile, *link, v1::LOG_OWN,
                         TextAt(state.status, "own_log_recorded_at"), session,
                         state));
  return state;
}

absl::Status ShowStatus(Session& session) {
  ASSIGN_OR_RETURN(const ConnectionProfile profile, session.Profile());
  ASSIGN_OR_RETURN(const NodeState state, Ask(profile, session));
  PrintNodeState(state, session.Now(), session.output());
  return absl::OkStatus();
}

}  // namespace

void AddNodeStatus(CLI::App& node, Session& session) {
  CLI::App* const status = node.add_subcommand(
      "status", "How the node is doing, its logs and its peers");
  status->footer("Example: sijill --profile admin node status");
  status->callback(
      [&session] { session.Run([&] { return ShowStatus(session); }); });
}

}  // namespace sijill::cli
