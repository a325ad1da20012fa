// SPDX-License-Identifier: Apache-2.0
#include "common/rules/rule_items.h"

#include <utility>

namespace sijill::rules::json {
namespace {

constexpr Choice<Unit> kUnits[] = {{"hour", Unit::kHour},
                                   {"calendar_day", Unit::kCalendarDay},
                                   {"working_day", Unit::kWorkingDay},
                                   {"week", Unit::kWeek},
                                   {"month", Unit::kMonth},
                                   {"year", Unit::kYear}};

constexpr Choice<StartEvent> kStarts[] = {
    {"received", StartEvent::kReceived},
    {"receipt_confirmed", StartEvent::kReceiptConfirmed},
    {"procedure_start_acknowledged", StartEvent::kProcedureStartAcknowledged},
    {"illegal_stay_ascertained", StartEvent::kIllegalStayAscertained},
    {"apprehended", StartEvent::kApprehended},
    {"interview_held", StartEvent::kInterviewHeld},
    {"approval", StartEvent::kApproval},
    {"approval_or_lapse", StartEvent::kApprovalOrLapse},
    {"document_request_received", StartEvent::kDocumentRequestReceived},
    {"document_expired", StartEvent::kDocumentExpired},
    {"arrival", StartEvent::kArrival},
    {"planned_departure", StartEvent::kPlannedDeparture},
    {"planned_transit", StartEvent::kPlannedTransit}};

constexpr Choice<std::string_view> kLimits[] = {
    {limit::kReply, limit::kReply},
    {limit::kApplicationThirdCountry, limit::kApplicationThirdCountry},
    {limit::kTransferWindow, limit::kTransferWindow},
    {limit::kTransferNotice, limit::kTransferNotice},
    {limit::kTransitRequest, limit::kTransitRequest},
    {limit::kDocumentIssue, limit::kDocumentIssue},
    {limit::kDocumentReissue, limit::kDocumentReissue},
    {limit::kErrorReturn, limit::kErrorReturn},
    {limit::kInterview, limit::kInterview}};

constexpr Choice<TimeLimit::Side> kSides[] = {
    {"requested", TimeLimit::Side::kRequested},
    {"requesting", TimeLimit::Side::kRequesting}};

constexpr Choice<Extension::Kind> kExtensions[] = {
    {"total", Extension::Kind::kTotal},
    {"additional", Extension::Kind::kAdditional},
    {"until_obstacle_removed", Extension::Kind::kUntilObstacleRemoved}};

constexpr Choice<Silence::Effect> kEffects[] = {
    {"deemed_agreed", Silence::Effect::kDeemedAgreed},
    {"requesting_state_document", Silence::Effect::kRequestingStateDocument}};

enum class TermType { kFlag, kPeriod, kText, kOpenedBy };
struct TermKind {
  std::string_view id;
  TermType type;
};
constexpr Choice<TermKind> kTerms[] = {
    {term::kNationalAtAnyTime, {term::kNationalAtAnyTime, TermType::kFlag}},
    {term::kRefusalReasons, {term::kRefusalReasons, TermType::kFlag}},
    {term::kDocumentMinValidity,
     {term::kDocumentMinValidity, TermType::kPeriod}},
    {term::kThirdCountryDeferred,
     {term::kThirdCountryDeferred, TermType::kPeriod}},
    {term::kDataProtection, {term::kDataProtection, TermType::kText}},
    {term::kDocumentOpenedBy, {term::kDocumentOpenedBy, TermType::kOpenedBy}},
    {term::kDocumentNeedsJourney,
     {term::kDocumentNeedsJourney, TermType::kFlag}}};

constexpr Choice<std::string_view> kOpeners[] = {
    {"identity_finding", "identity_finding"},
    {"nationality_confirmed", "nationality_confirmed"}};

constexpr Choice<Subject> kSubjects[] = {
    {"own_national", Subject::kOwnNational},
    {"third_country_national", Subject::kThirdCountryNational}};

constexpr Choice<Grade> kGrades[] = {{"proof", Grade::kProof},
                                     {"prima_facie", Grade::kPrimaFacie},
                                     {"other", Grade::kOther}};

constexpr Choice<Feature> kFeatures[] = {
    {"photo", Feature::kPhoto},
    {"names_person", Feature::kNamesPerson},
    {"states_nationality", Feature::kStatesNationality},
    {"issued_by_requested", Feature::kIssuedByRequested}};

constexpr Choice<EvidenceRule::Copies> kCopies[] = {
    {"no", EvidenceRule::Copies::kNo},
    {"only", EvidenceRule::Copies::kOnly},
    {"also", EvidenceRule::Copies::kAlso}};

Period ReadPeriod(Object& entry) {
  Period period;
  period.unit = entry.Pick("unit", kUnits);
  period.amount = static_cast<int>(entry.Integer(
      "amount", 1, period.unit == Unit::kYear ? kMaxYears : kMaxAmount));
  return period;
}

// A bound on expiry: months or years, which need no calendar.
std::optional<Period> ReadBound(Object& entry, std::string_view key) {
  if (!entry.Has(key)) return std::nullopt;
  Period bound;
  entry.Member(key, [&](Object& member) {
    bound = ReadPeriod(member);
    if (bound.unit != Unit::kMonth && bound.unit != Unit::kYear) {
      member.Problem("unit", "must be month or year here");
    }
  });
  return bound;
}

Extension ReadExtension(Object& entry, const Period& period) {
  using Kind = Extension::Kind;
  Extension extension = {.kind = entry.Pick("kind", kExtensions)};
  const bool has_most = entry.Has("most");
  if (has_most) {
    entry.Member("most", [&](Object& most) {
      extension.most = ReadPeriod(most);
      if ((extension.most->unit == Unit::kHour) !=
          (period.unit == Unit::kHour)) {
        most.Problem("unit", "mixes hours and days with the limit");
      }
    });
  }
  if (extension.kind == Kind::kTotal && !has_most) {
    entry.Problem("most", "is missing");
  }
  if (extension.kind == Kind::kUntilObstacleRemoved && has_most) {
    entry.Problem("most", "has no meaning here");
  }
  return extension;
}

}  // namespace

Origin Provenance::Read(Object& entry) {
  Origin origin = {
      .layer = layer, .rule_set = rule_set, .version = version, .title = title};
  const bool practice = layer == Layer::kPractice;
  if (!practice || entry.Has("article")) origin.article = entry.Text("article");
  const std::string key = entry.Name("source");
  if (const auto source = sources.find(key); source != sources.end()) {
    origin.source = source->second;
  } else if (!key.empty()) {
    entry.Problem("source", "is not one of $.sources");
  }
  origin.note = entry.OptionalText("note");
  origin.verified = entry.Flag("verified");
  all_verified &= origin.verified;
  return origin;
}

TimeLimit ReadTimeLimit(Object& entry, Provenance& provenance) {
  TimeLimit limit;
  limit.id = entry.Pick("id", kLimits);
  limit.period = ReadPeriod(entry);
  limit.start = entry.Pick("start", kStarts);
  if (entry.Has("start_verified")) {
    limit.start_verified = entry.Flag("start_verified");
    provenance.all_verified &= limit.start_verified;
  }
  if (entry.Has("days_of")) limit.days_of = entry.Pick("days_of", kSides);
  if (entry.Has("extension")) {
    entry.Member("extension", [&](Object& extension) {
      limit.extension = ReadExtension(extension, limit.period);
    });
    if (CountsBackwards(limit.start)) {
      entry.Problem("extension", "has no meaning before a planned event");
    }
  }
  limit.origin = provenance.Read(entry);
  return limit;
}

Silence ReadSilence(Object& entry, Provenance& provenance) {
  Silence silence;
  silence.id = entry.Pick("limit", kLimits);
  silence.effect = entry.Pick("effect", kEffects);
  silence.origin = provenance.Read(entry);
  return silence;
}

Term ReadTerm(Object& entry, Provenance& provenance) {
  const TermKind kind = entry.Pick("id", kTerms);
  Term term = {.id = std::string(kind.id)};
  switch (kind.type) {
    case TermType::kFlag:
      term.value = entry.Flag("value");
      break;
    case TermType::kText:
      term.value = entry.Text("value");
      break;
    case TermType::kOpenedBy:
      term.value = std::string(entry.Pick("value", kOpeners));
      break;
    case TermType::kPeriod:
      entry.Member("value",
                   [&](Object& value) { term.value = ReadPeriod(value); });
      break;
  }
  term.origin = provenance.Read(entry);
  return term;
}

EvidenceRule ReadEvidenceRule(Object& entry, Provenance& provenance) {
  EvidenceRule rule;
  rule.id = entry.Name("id");
  rule.subject = entry.Pick("subject", kSubjects);
  rule.grade = entry.Pick("grade", kGrades);
  rule.types = entry.Names("types");
  if (entry.Has("needs")) rule.needs = entry.ChoiceSet("needs", kFeatures);
  rule.copies = entry.Pick("copies", kCopies);
  rule.expired_at_most = ReadBound(entry, "expired_at_most");
  rule.expired_longer_than = ReadBound(entry, "expired_longer_than");
  rule.origin = provenance.Read(entry);
  return rule;
}

}  // namespace sijill::rules::json
