// SPDX-License-Identifier: Apache-2.0
// What services ask of a state.
#include <algorithm>

#include "common/casestate/case_state.h"
#include "common/casestate/fold/fold.h"

namespace sijill::casestate {
namespace {

template <typename Records>
auto FindByName(const Records& records, std::string_view name)
    -> decltype(&*records.begin()) {
  for (const auto& record : records) {
    if (record.name() == name) return &record;
  }
  return nullptr;
}

template <typename Predicate>
bool AnyParticipant(const CaseState& state, Predicate predicate) {
  const auto among = [&](const auto& participants) {
    return std::any_of(participants.begin(), participants.end(), predicate);
  };
  return among(state.shared.participants()) || among(state.own.participants());
}

}  // namespace

std::string HolderOf(const CaseState& state, v1::Role role) {
  const auto& participants = role == v1::ROLE_PROTECTION
                                 ? state.own.participants()
                                 : state.shared.participants();
  for (const v1::Participant& participant : participants) {
    if (participant.role() == role) return participant.agency();
  }
  return "";
}

bool TakesPart(const CaseState& state, std::string_view agency) {
  return AnyParticipant(state, [&](const v1::Participant& participant) {
    return participant.agency() == agency;
  });
}

bool DomainTakesPart(const CaseState& state, std::string_view domain) {
  return AnyParticipant(state, [&](const v1::Participant& participant) {
    const auto name = base::AgencyName::Parse(participant.agency());
    return name.ok() && name->domain() == domain;
  });
}

std::optional<v1::Reply> EffectiveReply(const CaseState& state) {
  if (!state.shared.has_reply()) return std::nullopt;
  const v1::Reply& reply = state.shared.reply();
  const bool counts =
      !fold::Late(reply) || (reply.has_reviewed() && reply.accepted());
  return counts ? std::optional(reply) : std::nullopt;
}

bool ReplyAwaitsReview(const CaseState& state) {
  return state.shared.has_reply() && fold::Late(state.shared.reply()) &&
         !state.shared.reply().has_reviewed();
}

const v1::Transfer* FindTransfer(const CaseState& state,
                                 std::string_view name) {
  return FindByName(state.shared.transfers(), name);
}

const v1::TravelDocument* FindTravelDocument(const CaseState& state,
                                             std::string_view name) {
  return FindByName(state.shared.travel_documents(), name);
}

const v1::DocumentRequestRecord* FindDocumentRequest(const CaseState& state,
                                                     std::string_view name) {
  for (const auto& request : state.shared.document_requests()) {
    if (request.fact().event() == name) return &request;
  }
  return nullptr;
}

const v1::HoldRecord* FindHold(const CaseState& state, std::string_view name) {
  return FindByName(state.own.holds(), name);
}

const v1::Transfer* TransferUnderWay(const CaseState& state) {
  const auto& transfers = state.shared.transfers();
  for (int i = transfers.size() - 1; i >= 0; --i) {
    const v1::Transfer& transfer = transfers.Get(i);
    const bool over = transfer.has_arrived() || transfer.has_arrival_refused();
    if ((fold::Standing(transfer) || transfer.has_departed()) && !over) {
      return &transfer;
    }
  }
  return nullptr;
}

}  // namespace sijill::casestate
