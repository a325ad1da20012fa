// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/testing/history_builder.h"

#include <algorithm>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/casestate/kinds.h"

namespace sijill::casestate::testing {
namespace {

bool Contains(const std::vector<std::string>& audience,
              std::string_view domain) {
  return std::find(audience.begin(), audience.end(), domain) != audience.end();
}

std::optional<std::string> BytesOf(
    const PartKind& kind,
    const std::vector<const google::protobuf::Message*>& parts) {
  for (const auto* part : parts) {
    if (part->GetDescriptor() == kind.message) return part->SerializeAsString();
  }
  return "";
}

void Name(v1::OpeningTerms& terms, v1::Role role, std::string_view agency) {
  v1::Participant& participant = *terms.add_participants();
  participant.set_role(role);
  participant.set_agency(std::string(agency));
}

v1::OpeningTerms Terms(v1::Procedure procedure) {
  v1::OpeningTerms terms;
  terms.set_procedure(procedure);
  Name(terms, v1::ROLE_REQUESTING, kRequesting);
  Name(terms, v1::ROLE_REQUESTED, kRequested);
  Name(terms, v1::ROLE_CONSULATE, kConsulate);
  terms.mutable_rule_set()->set_id("none");
  return terms;
}

}  // namespace

HistoryBuilder::HistoryBuilder(std::vector<std::string> domains)
    : domains_(std::move(domains)) {}

base::StreamName HistoryBuilder::stream() const {
  return base::StreamName::ForCase(base::CaseId());
}

base::Hash HistoryBuilder::Write(
    std::string_view author, v1::EventKind kind_number,
    const std::vector<const google::protobuf::Message*>& parts,
    Writing writing) {
  const Kind& kind = *FindKind(static_cast<uint32_t>(kind_number));
  FoldEvent event{
      .id = base::Sha256({"test event", base::StrCat(++counter_)}),
      .author = *base::AgencyName::Parse(author),
      .kind = kind.number,
      .recorded_at = now_ += 1'000'000,
      .audience = domains_,
      .critical = writing.critical,
  };
  if (writing.own_lane || kind.lane == v1::LANE_OWN) {
    event.audience = {std::string(event.author.domain())};
  }
  for (const PartKind& part : kind.parts) {
    event.parts.push_back(BytesOf(part, parts));
  }
  const Lane lane{event.author.str(), event.audience};
  for (const auto& [other, head] : heads_) {
    const FoldEvent& latest = events_[head];
    const bool visible = std::all_of(
        event.audience.begin(), event.audience.end(),
        [&](const std::string& d) { return Contains(latest.audience, d); });
    if (other == lane) {
      event.previous = latest.id;
      event.sequence = latest.sequence;
    } else if (visible && (!writing.crossing ||
                           latest.author.domain() == event.author.domain())) {
      event.seen.push_back(latest.id);
    }
  }
  if (writing.crossing && opening_.has_value()) {
    event.seen.push_back(*opening_);
  }
  ++event.sequence;
  if (kind.opening && !opening_.has_value()) opening_ = event.id;
  heads_[lane] = events_.size();
  events_.push_back(event);
  return event.id;
}

base::Hash HistoryBuilder::OpenReadmission() {
  const v1::OpeningTerms terms = ReadmissionTerms();
  const v1::RequestForm form = Form();
  const base::Hash id =
      Write(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, {&terms, &form});
  Deliver(id);
  return id;
}

base::Hash HistoryBuilder::OpenDocumentRequest() {
  const v1::OpeningTerms terms = DocumentTerms();
  const v1::RequestForm form = Form();
  const base::Hash id =
      Write(kRequesting, v1::EVENT_KIND_DOCUMENT_REQUESTED, {&terms, &form});
  Deliver(id);
  return id;
}

base::Hash HistoryBuilder::Deliver(const base::Hash& id,
                                   std::string_view node) {
  v1::Delivered part;
  part.set_event_id(id.str());
  return Say(node, v1::EVENT_KIND_DELIVERED, part);
}

std::vector<FoldEvent> HistoryBuilder::HeldBy(std::string_view domain) const {
  std::vector<FoldEvent> held;
  for (const FoldEvent& event : events_) {
    if (!Contains(event.audience, domain)) continue;
    held.push_back(event);
    const Kind* kind = FindKind(event.kind);
    if (event.author.domain() == domain || kind == nullptr) continue;
    for (size_t i = 0; i < held.back().parts.size(); ++i) {
      if (kind->parts[i].part_class != v1::PART_CLASS_OUTWARD) {
        held.back().parts[i].reset();
      }
    }
  }
  return held;
}

CaseState HistoryBuilder::Fold() const {
  return casestate::Fold(stream(), events_);
}

std::string HistoryBuilder::NameOf(const base::Hash& id) const {
  return base::StrCat(stream().str(), "/events/", id.hex());
}

v1::OpeningTerms ReadmissionTerms() {
  v1::OpeningTerms terms = Terms(v1::PROCEDURE_READMISSION);
  Name(terms, v1::ROLE_BORDER, kBorder);
  return terms;
}

v1::OpeningTerms DocumentTerms() {
  return Terms(v1::PROCEDURE_DOCUMENT_REQUEST);
}

v1::RequestForm Form() {
  v1::RequestForm form;
  v1::PersonName& name = *form.mutable_person()->add_names();
  name.set_use(v1::NAME_USE_CURRENT);
  v1::NamePart& family = *name.add_name_parts();
  family.set_kind(v1::NAME_PART_KIND_FAMILY);
  family.set_latin("Specimen");
  v1::NamePart& given = *name.add_name_parts();
  given.set_kind(v1::NAME_PART_KIND_GIVEN);
  given.set_latin("Amal");
  form.mutable_person()->mutable_date_of_birth()->set_year(1990);
  form.mutable_person()->add_nationalities("UTO");
  form.mutable_own_national();
  v1::EvidenceItem& passport = *form.add_means_of_evidence();
  passport.set_kind(v1::EVIDENCE_KIND_PASSPORT);
  passport.set_form(v1::EVIDENCE_FORM_COPY);
  return form;
}

}  // namespace sijill::casestate::testing
