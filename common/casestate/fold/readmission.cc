// SPDX-License-Identifier: Apache-2.0
// From the opening of a case to its reply, and its end.
#include "common/casestate/fold/fold.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate::fold {
namespace {

// Parts that go to some readers only, where they are held.
void KeepForm(const Step& step) {
  *step.state.shared.mutable_form() = step.event.part<v1::RequestForm>();
  v1::CaseOwnSide& own = step.state.own;
  if (step.event.holds<v1::ChildrenForm>()) {
    *own.mutable_children() = step.event.part<v1::ChildrenForm>();
  }
  if (step.event.holds<v1::MedicalNeeds>()) {
    *own.mutable_medical_needs() = step.event.part<v1::MedicalNeeds>();
  }
}

bool ApplyOpening(const Step& step) {
  v1::Case& shared = step.state.shared;
  const auto& terms = step.event.part<v1::OpeningTerms>();
  shared.set_procedure(terms.procedure());
  *shared.mutable_rule_set() = terms.rule_set();
  if (terms.has_calendar()) *shared.mutable_calendar() = terms.calendar();
  shared.set_post(terms.post());
  shared.set_time_zone(terms.time_zone());
  *shared.mutable_evidence_gradings() = terms.evidence_gradings();
  *shared.mutable_entry_evidence_gradings() = terms.entry_evidence_gradings();
  *shared.mutable_opened() = step.fact();
  // Nothing is delivered to the domain that wrote it: logged is received.
  if (step.event.event().author.domain() == step.roles.replying_domain()) {
    *shared.mutable_received() = step.fact();
  }
  KeepForm(step);
  return true;
}

bool ApplyCompleted(const Step& step) {
  v1::Case& shared = step.state.shared;
  const auto& completed = step.event.part<v1::RequestCompleted>();
  if (!step.Holds(completed.returned_event())) return false;
  *shared.mutable_evidence_gradings() = completed.evidence_gradings();
  *shared.mutable_entry_evidence_gradings() =
      completed.entry_evidence_gradings();
  KeepForm(step);
  if (shared.incomplete_return().fact().event() ==
      step.NameOf(completed.returned_event())) {
    *shared.mutable_incomplete_return()->mutable_completed() = step.fact();
  }
  return true;
}

bool ApplyReturned(const Step& step) {
  v1::IncompleteReturn& record = *step.state.shared.mutable_incomplete_return();
  record.Clear();
  *record.mutable_fact() = step.fact();
  *record.mutable_missing_items() =
      step.event.part<v1::ReturnedAsIncomplete>().missing_items();
  return true;
}

// Of one role the latest counts, so a new reply takes the place of the last,
// and its review with it.
bool ApplyReply(const Step& step) {
  v1::Reply& reply = *step.state.shared.mutable_reply();
  reply.Clear();
  *reply.mutable_fact() = step.fact();
  if (step.kind() == v1::EVENT_KIND_APPROVED) {
    *reply.mutable_approved() = step.event.part<v1::Approved>();
  } else {
    *reply.mutable_refused() = step.event.part<v1::Refused>();
  }
  return true;
}

bool ApplyReview(const Step& step) {
  const auto& review = step.event.part<v1::LateReplyReviewed>();
  if (!step.Holds(review.reply_event())) return false;
  v1::Case& shared = step.state.shared;
  // The review of a reply that no longer stands says nothing of the one that
  // does.
  if (shared.reply().fact().event() != step.NameOf(review.reply_event())) {
    return true;
  }
  *shared.mutable_reply()->mutable_reviewed() = step.fact();
  shared.mutable_reply()->set_accepted(review.accepted());
  return true;
}

bool ApplyDelivered(const Step& step) {
  const std::string& id = step.event.part<v1::Delivered>().event_id();
  if (!step.Holds(id)) return false;
  v1::Case& shared = step.state.shared;
  v1::Delivery& delivery = *shared.add_deliveries();
  delivery.set_event(step.NameOf(id));
  *delivery.mutable_fact() = step.fact();
  if (delivery.event() == shared.opened().event() && !shared.has_received() &&
      step.event.event().author.domain() == step.roles.replying_domain()) {
    *shared.mutable_received() = step.fact();
  }
  return true;
}

bool ApplyMisaddressed(const Step& step) {
  const auto& part = step.event.part<v1::Misaddressed>();
  // A domain speaks of its own agencies alone.
  const auto named = base::AgencyName::Parse(part.participant().agency());
  if (!named.ok() || named->domain() != step.event.event().author.domain()) {
    return false;
  }
  v1::MisaddressedRole& record = *step.state.shared.add_misaddressed();
  *record.mutable_fact() = step.fact();
  *record.mutable_participant() = part.participant();
  return true;
}

bool ApplyEnd(const Step& step) {
  v1::Case& shared = step.state.shared;
  v1::Fact& fact = step.kind() == v1::EVENT_KIND_WITHDRAWN
                       ? *shared.mutable_withdrawn()
                       : *shared.mutable_closed();
  if (fact.event().empty()) fact = step.fact();
  return true;
}

}  // namespace

bool ApplyReadmission(const Step& step) {
  switch (step.kind()) {
    case v1::EVENT_KIND_READMISSION_REQUESTED:
    case v1::EVENT_KIND_DOCUMENT_REQUESTED:
      return ApplyOpening(step);
    case v1::EVENT_KIND_REQUEST_COMPLETED:
      return ApplyCompleted(step);
    case v1::EVENT_KIND_RECEIPT_CONFIRMED:
      *step.state.shared.mutable_receipt_confirmed() = step.fact();
      return true;
    case v1::EVENT_KIND_RETURNED_AS_INCOMPLETE:
      return ApplyReturned(step);
    case v1::EVENT_KIND_APPROVED:
    case v1::EVENT_KIND_REFUSED:
      return ApplyReply(step);
    case v1::EVENT_KIND_LATE_REPLY_REVIEWED:
      return ApplyReview(step);
    case v1::EVENT_KIND_DELIVERED:
      return ApplyDelivered(step);
    case v1::EVENT_KIND_MISADDRESSED:
      return ApplyMisaddressed(step);
    default:
      return ApplyEnd(step);
  }
}

}  // namespace sijill::casestate::fold
