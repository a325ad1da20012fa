// SPDX-License-Identifier: Apache-2.0
// A case between the Netherlands and Kazakhstan, for tests of decisions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/casestate/testing/history_builder.h"
#include "common/decision/decision.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"

namespace sijill::travel_document {

namespace history = casestate::testing;

inline constexpr char kAlmaty[] = "Asia/Almaty";

// A protocol under the Benelux agreement that states one term.
inline rules::RuleSet Protocol(std::string_view term, std::string_view value) {
  const auto set = rules::ParseRuleSet(base::StrCat(
      R"({"format":1,"id":"made","version":1,"title":"Made","layer":)",
      R"("protocol","procedures":["readmission","document_request"],)",
      R"("parties":{"requesting":["NLD"],"requested":["KAZ"],)",
      R"("both_ways":false},"sources":{"s":"a text"},"validity":{},)",
      R"("verified":true,"time_limits":[],"silence":[],"terms":[{"id":")", term,
      R"(","value":)", value,
      R"(,"article":"4","source":"s","verified":true}],)",
      R"("evidence":[],"requirements":[]})"));
  EXPECT_TRUE(set.ok()) << set.status();
  return *set;
}

inline std::string ReasonOf(const absl::Status& status) {
  return refusal::ReasonOf(status).value_or("");
}

inline google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline google::protobuf::Timestamp Timestamp(absl::Time at) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(at));
  return timestamp;
}

class Scene {
 public:
  // Opened under these layers; none is the rule set `none`.
  explicit Scene(v1::Procedure procedure,
                 std::vector<rules::RuleSet> layers = {}) {
    absl::LoadTimeZone(kAlmaty, &zone_);
    Register(history::kRequesting, "NLD", "Europe/Amsterdam");
    for (const char* name :
         {history::kRequested, history::kConsulate, history::kBorder}) {
      Register(name, "KAZ", kAlmaty);
    }
    for (const rules::RuleSet& layer : layers) book_.Add(layer);
    const auto calendar = rules::ParseCalendar(
        rules::ShippedBytes("calendars/kaz-working-week.json"));
    EXPECT_TRUE(calendar.ok()) << calendar.status();
    book_.Add(*calendar);
    Open(procedure, layers);
  }

  casestate::testing::HistoryBuilder& history() { return history_; }
  casestate::CaseState State() const { return history_.Fold(); }

  // Noon in Almaty on 20 November 2023, unless told otherwise.
  absl::Time At(int month, int day, int hour = 12) const {
    return absl::FromCivil(absl::CivilHour(2023, month, day, hour), zone_);
  }
  void SetNow(absl::Time now) { now_ = now; }

  // Valid until the next call.
  decision::Context As(std::string_view agency,
                       std::string_view officer = "officer-7") {
    actor_ = {.agency = *base::AgencyName::Parse(agency),
              .officer = std::string(officer)};
    return {.now = now_,
            .exchange = "training.example",
            .actor = actor_,
            .directory = directory_,
            .book = book_};
  }

  base::Hash Find(v1::FindingResult result) {
    v1::IdentityFinding finding;
    finding.set_result(result);
    return history_.Say(history::kConsulate, v1::EVENT_KIND_IDENTITY_FINDING,
                        finding);
  }
  void SayNationality(bool confirmed) {
    if (confirmed) {
      history_.Write(history::kRequested, v1::EVENT_KIND_NATIONALITY_CONFIRMED);
    } else {
      history_.Write(history::kRequested, v1::EVENT_KIND_NATIONALITY_DENIED);
    }
  }
  // Asks for a document, for a journey that arrives then; its name.
  std::string Ask(std::optional<absl::Time> arrives = std::nullopt) {
    v1::TravelDocumentRequested asked;
    if (arrives) {
      v1::Journey& journey = *asked.mutable_planned_journey();
      *journey.mutable_departs_at() = Timestamp(*arrives - absl::Hours(8));
      *journey.mutable_arrives_at() = Timestamp(*arrives);
    }
    return history_.NameOf(history_.Say(
        history::kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED, asked));
  }
  // Writes what was decided; the event's name.
  std::string Write(std::string_view author,
                    const decision::Decision& decided) {
    const decision::DecidedEvent& event = decided.events.front();
    const base::Hash id = history_.Write(author, event.kind);
    auto& parts = history_.events().back().parts;
    for (size_t i = 0; i < parts.size(); ++i) parts[i] = event.parts[i];
    return history_.NameOf(id);
  }

 private:
  void Register(const char* name, const char* state, const char* zone) {
    v1::Agency& agency = directory_.agencies[name];
    agency.set_name(name);
    agency.set_state(state);
    agency.set_time_zone(zone);
  }

  void Open(v1::Procedure procedure,
            const std::vector<rules::RuleSet>& layers) {
    const bool readmission = procedure == v1::PROCEDURE_READMISSION;
    v1::OpeningTerms terms =
        readmission ? history::ReadmissionTerms() : history::DocumentTerms();
    const auto rules = rules::Rules::Resolve(
        layers, {.procedure = readmission ? rules::Procedure::kReadmission
                                          : rules::Procedure::kDocumentRequest,
                 .requesting = "NLD",
                 .requested = "KAZ"});
    EXPECT_TRUE(rules.ok()) << rules.status();
    *terms.mutable_rule_set() = decision::ReferenceOf(*rules);
    const v1::RequestForm form = history::Form();
    history_.Deliver(history_.Write(history::kRequesting,
                                    readmission
                                        ? v1::EVENT_KIND_READMISSION_REQUESTED
                                        : v1::EVENT_KIND_DOCUMENT_REQUESTED,
                                    {&terms, &form}));
    now_ = At(11, 20);
  }

  absl::TimeZone zone_;
  absl::Time now_;
  decision::Directory directory_;
  decision::RuleBook book_;
  decision::Actor actor_{.agency =
                             *base::AgencyName::Parse(history::kConsulate)};
  casestate::testing::HistoryBuilder history_;
};

}  // namespace sijill::travel_document
