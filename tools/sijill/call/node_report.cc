// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/node_report.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/base/text.h"
#include "tools/sijill/message/field_text.h"
#include "tools/sijill/message/json_form.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::cli {
namespace {

using Json = nlohmann::ordered_json;

// In a timestamp's place: "2026-11-22 01:15 UTC (in 12 days)".
std::string Moment(absl::Time time, absl::Time now) {
  return base::StrCat(TimeText(time), " (", DistanceText(time, now), ")");
}

std::string HealthText(const NodeState& state) {
  std::string ailing;
  for (const auto& [service, health] : state.health) {
    if (health == "serving") continue;
    ailing += base::StrCat(ailing.empty() ? "" : ", ", service, " ", health);
  }
  if (!ailing.empty()) return ailing;
  return base::StrCat("all ", state.health.size(), " services serve");
}

std::string ConfirmationText(v1::Confirmation confirmation) {
  switch (confirmation) {
    case v1::CONFIRMATION_NO_PEERS:
      return "no peers that could confirm its log";
    case v1::CONFIRMATION_CONFIRMED:
      return "confirmed: a peer's view of its log agrees";
    case v1::CONFIRMATION_UNCONFIRMED:
      return "UNCONFIRMED: no peer has answered since it started";
    default:
      return "not stated";
  }
}

std::string ListText(bool held, const v1::RevocationListStatus& list,
                     absl::Time now) {
  if (!held) return "NONE IN FORCE: nobody of the domain is believed";
  return base::StrCat("issued ", TextAt(list, "issued_at"), ", next due ",
                      Moment(ToTime(list.due_at()), now));
}

Report HeadOf(const NodeState& state, absl::Time now) {
  const v1::GetNodeStatusResponse& status = state.status;
  Report head;
  const auto say = [&head](const char* name, std::string text) {
    head.fields.emplace_back(name, std::move(text));
  };
  say("node", status.domain());
  say("exchange", status.exchange());
  say("version", status.version());
  say("node_time", TextAt(status, "current_time"));
  say("health", HealthText(state));
  say("start", ConfirmationText(status.confirmation()));
  say("node_certificate",
      base::StrCat("valid until ",
                   Moment(ToTime(status.certificate_expires_at()), now)));
  say("revocations",
      ListText(status.has_revocation_list(), status.revocation_list(), now));
  say("you", state.identity);
  say("your_certificate",
      base::StrCat("valid until ", Moment(state.certificate_expires_at, now)));
  say("your_revocations",
      base::StrCat("next due ", Moment(state.list_due_at, now)));
  return head;
}

Report LogsOf(const NodeState& state) {
  Report logs;
  logs.rows_name = "logs";
  logs.columns = {"log", "entries", "newest"};
  for (const LogState& log : state.logs) {
    auto& row = logs.rows.emplace_back();
    row.emplace_back(log.checkpoint.origin);
    row.emplace_back(static_cast<int64_t>(log.checkpoint.size));
    row.emplace_back(log.recorded_at);
  }
  return logs;
}

std::string DeliveryText(const v1::PeerStatus& peer) {
  if (!peer.reachable()) return "not reached";
  return peer.confirmed() ? "reached, log confirmed" : "reached";
}

Report PeersOf(const NodeState& state) {
  Report peers;
  peers.rows_name = "peers";
  peers.columns = {"peer", "state", "has_all_since"};
  const bool more =
      state.status.peers_size() > 0 && state.status.peers(0).has_detail();
  if (more) {
    for (const char* column :
         {"delivered", "waiting", "received", "last_failure"}) {
      peers.columns.push_back(column);
    }
  }
  for (const v1::PeerStatus& peer : state.status.peers()) {
    auto& row = peers.rows.emplace_back();
    row.emplace_back(peer.domain());
    row.emplace_back(DeliveryText(peer));
    row.emplace_back(TextAt(peer, "last_delivered_at"));
    if (!more) continue;
    const v1::PeerDetail& detail = peer.detail();
    row.push_back(static_cast<int64_t>(detail.delivered_to_index()));
    row.push_back(static_cast<int64_t>(detail.waiting()));
    row.push_back(static_cast<int64_t>(detail.received_to_index()));
    row.emplace_back(detail.last_error().empty()
                         ? std::string()
                         : base::StrCat(detail.last_error(), ", ",
                                        TextAt(detail, "last_failed_at")));
  }
  return peers;
}

std::string JsonText(const NodeState& state) {
  Json object;
  object["node"] = Json::parse(JsonOf(state.status));
  for (const auto& [service, health] : state.health) {
    object["health"][service] = health;
  }
  object["logs"] = Json::array();
  for (const LogState& log : state.logs) {
    object["logs"].push_back({{"origin", log.checkpoint.origin},
                              {"size", log.checkpoint.size},
                              {"root", log.checkpoint.root.hex()}});
  }
  const auto rfc3339 = [](absl::Time time) {
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
  };
  object["caller"] = {
      {"identity", state.identity},
      {"certificateExpiresAt", rfc3339(state.certificate_expires_at)},
      {"revocationListDueAt", rfc3339(state.list_due_at)}};
  return object.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void PrintNodeState(const NodeState& state, absl::Time now, Output& output) {
  if (output.json()) return output.PrintJson(JsonText(state));
  output.Print(HeadOf(state, now));
  output.PrintLines(" ");
  output.Print(LogsOf(state));
  if (state.status.peers_size() == 0) return;
  output.PrintLines(" ");
  output.Print(PeersOf(state));
}

}  // namespace sijill::cli
