// SPDX-License-Identifier: Apache-2.0
// What follows from the facts of a case, whatever order they came in.
#include <algorithm>
#include <set>

#include "common/casestate/fold/fold.h"

namespace sijill::casestate::fold {
namespace {

// The latest transfer that says where the person is or is to be.
const v1::Transfer* Latest(const v1::Case& shared) {
  for (int i = shared.transfers_size() - 1; i >= 0; --i) {
    const v1::Transfer& transfer = shared.transfers(i);
    if (Standing(transfer) || transfer.has_departed() ||
        transfer.has_arrived() || transfer.has_arrival_refused()) {
      return &transfer;
    }
  }
  return nullptr;
}

// Where the person is, once on the way; otherwise unspecified.
v1::CaseStatus JourneyStatus(const v1::Transfer* transfer) {
  if (transfer == nullptr) return v1::CASE_STATUS_UNSPECIFIED;
  if (transfer->has_arrived()) return v1::CASE_STATUS_ARRIVED;
  if (transfer->has_arrival_refused()) {
    return v1::CASE_STATUS_ARRIVAL_REFUSED;
  }
  if (transfer->has_departed()) return v1::CASE_STATUS_DEPARTED;
  return v1::CASE_STATUS_UNSPECIFIED;
}

// A late reply that the requesting State does not act on is as none.
bool SetAside(const v1::Reply& reply) {
  return Late(reply) && reply.has_reviewed() && !reply.accepted();
}

bool AwaitsReview(const v1::Reply& reply) {
  return Late(reply) && !reply.has_reviewed();
}

bool Incomplete(const v1::Case& shared) {
  return shared.has_incomplete_return() &&
         !shared.incomplete_return().has_completed();
}

v1::CaseStatus ReplyStatus(const v1::Case& shared) {
  if (shared.has_reply() && !SetAside(shared.reply())) {
    if (AwaitsReview(shared.reply())) return v1::CASE_STATUS_LATE_REPLY;
    return shared.reply().has_approved() ? v1::CASE_STATUS_APPROVED
                                         : v1::CASE_STATUS_REFUSED;
  }
  if (Incomplete(shared)) return v1::CASE_STATUS_INCOMPLETE;
  return shared.has_received() ? v1::CASE_STATUS_RECEIVED
                               : v1::CASE_STATUS_OPENED;
}

bool DocumentHolds(const v1::Case& shared) {
  const auto& documents = shared.travel_documents();
  return std::any_of(
      documents.begin(), documents.end(),
      [](const auto& document) { return !document.has_revoked(); });
}

v1::CaseStatus DocumentStatus(const v1::Case& shared) {
  if (DocumentHolds(shared)) return v1::CASE_STATUS_DOCUMENT_ISSUED;
  const v1::FindingResult result = shared.finding().finding().result();
  const bool known = shared.has_nationality();
  if (result == v1::FINDING_RESULT_RECOGNISED ||
      (known && shared.nationality().confirmed())) {
    return v1::CASE_STATUS_IDENTIFIED;
  }
  if (result == v1::FINDING_RESULT_NOT_RECOGNISED || known) {
    return v1::CASE_STATUS_NOT_IDENTIFIED;
  }
  return ReplyStatus(shared);
}

v1::CaseStatus Status(const v1::Case& shared) {
  if (!shared.has_opened()) return v1::CASE_STATUS_UNSPECIFIED;
  if (shared.has_closed()) return v1::CASE_STATUS_CLOSED;
  const v1::Transfer* transfer = Latest(shared);
  const v1::CaseStatus journey = JourneyStatus(transfer);
  if (journey != v1::CASE_STATUS_UNSPECIFIED) return journey;
  if (shared.has_withdrawn()) return v1::CASE_STATUS_WITHDRAWN;
  if (shared.misaddressed_size() > 0) return v1::CASE_STATUS_MISADDRESSED;
  if (shared.identity_contradicted()) return v1::CASE_STATUS_CONTRADICTED;
  if (transfer != nullptr) return v1::CASE_STATUS_TRANSFER_NOTIFIED;
  return shared.procedure() == v1::PROCEDURE_DOCUMENT_REQUEST
             ? DocumentStatus(shared)
             : ReplyStatus(shared);
}

// A document rests on a recognised finding or a confirmed nationality, as the
// rule set says; without either, or while they contradict each other, it is
// flagged.
void FlagDocuments(v1::Case& shared) {
  const bool founded =
      !shared.identity_contradicted() &&
      (shared.finding().finding().result() == v1::FINDING_RESULT_RECOGNISED ||
       shared.nationality().confirmed());
  for (v1::TravelDocument& document : *shared.mutable_travel_documents()) {
    document.set_flagged_for_revocation(!founded && !document.has_revoked());
  }
}

bool OnRevokedDocument(const v1::Case& shared, const v1::Transfer& transfer) {
  const base::Hash wanted = base::Hash::From(transfer.notice().document_event())
                                .value_or(base::Hash());
  const std::string name =
      base::StrCat(shared.name(), "/events/", wanted.hex());
  const auto& documents = shared.travel_documents();
  return std::any_of(documents.begin(), documents.end(),
                     [&](const auto& document) {
                       return document.name() == name && document.has_revoked();
                     });
}

bool Refused(const v1::Case& shared) {
  return shared.has_reply() && shared.reply().has_refused() &&
         !SetAside(shared.reply());
}

// `contradictions` holds ACT_AFTER_END already, if the fold met it.
void FindContradictions(v1::Case& shared) {
  std::set<int> found(shared.contradictions().begin(),
                      shared.contradictions().end());
  if (shared.identity_contradicted()) {
    found.insert(v1::CONTRADICTION_FINDING_AND_NATIONALITY);
  }
  for (const v1::TravelDocument& document : shared.travel_documents()) {
    if (document.flagged_for_revocation()) {
      found.insert(v1::CONTRADICTION_DOCUMENT_WITHOUT_FINDING);
    }
  }
  for (const v1::Transfer& transfer : shared.transfers()) {
    if (Standing(transfer) && Refused(shared)) {
      found.insert(v1::CONTRADICTION_TRANSFER_AND_REFUSAL);
    }
    if (Standing(transfer) && OnRevokedDocument(shared, transfer)) {
      found.insert(v1::CONTRADICTION_TRANSFER_AND_REVOCATION);
    }
    // An arrival says that there was a departure.
    const bool left = transfer.has_departed() || transfer.has_arrived() ||
                      transfer.has_arrival_refused();
    if (!Standing(transfer) && left) {
      found.insert(v1::CONTRADICTION_DEPARTURE_AND_CANCELLATION);
    }
  }
  shared.clear_contradictions();
  for (const int contradiction : found) {
    shared.add_contradictions(static_cast<v1::Contradiction>(contradiction));
  }
}

void DeriveOwnSide(CaseState& state) {
  const auto& holds = state.own.holds();
  const bool in_force =
      std::any_of(holds.begin(), holds.end(),
                  [](const auto& hold) { return !hold.has_released(); });
  state.own.set_hold_in_force(in_force);
  const v1::Transfer* transfer = TransferUnderWay(state);
  state.own.set_transfer_to_cancel(in_force && transfer != nullptr &&
                                   !transfer->has_departed());
}

}  // namespace

bool Late(const v1::Reply& reply) {
  return reply.has_approved() ? reply.approved().timing().late()
                              : reply.refused().timing().late();
}

bool Standing(const v1::Transfer& transfer) {
  return !transfer.has_cancelled() && !transfer.has_objected();
}

void Derive(CaseState& state) {
  FlagDocuments(state.shared);
  FindContradictions(state.shared);
  state.shared.set_status(Status(state.shared));
  DeriveOwnSide(state);
}

}  // namespace sijill::casestate::fold
