// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/testing/setting.h"

#include <initializer_list>

#include "common/base/text.h"
#include "common/rules/test_files.h"

namespace sijill::readmission::testing {
namespace {

namespace cases = casestate::testing;

void Add(decision::Directory& directory, std::string_view name,
         std::string_view state, std::string_view zone,
         std::initializer_list<v1::Role> roles) {
  v1::Agency& agency = directory.agencies[std::string(name)];
  agency.set_name(std::string(name));
  agency.set_state(std::string(state));
  agency.set_time_zone(std::string(zone));
  for (const v1::Role role : roles) agency.add_roles(role);
}

rules::Calendar ShippedCalendar(std::string_view state) {
  const auto calendar = rules::ParseCalendar(rules::ShippedBytes(
      base::StrCat("calendars/", state, "-working-week.json")));
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return *calendar;
}

void AddPart(v1::PersonName& name, v1::NamePartKind kind,
             std::string_view latin, std::string_view original) {
  v1::NamePart& part = *name.add_name_parts();
  part.set_kind(kind);
  part.set_latin(std::string(latin));
  part.set_original(std::string(original));
  part.set_script("Arab");
}

}  // namespace

Setting::Setting(std::string_view replying_state)
    : actor_{.agency = *base::AgencyName::Parse(cases::kRequesting)} {
  const bool egypt = replying_state == "EGY";
  const std::string_view zone = egypt ? "Africa/Cairo" : "Asia/Almaty";
  directory.version = 7;
  Add(directory, cases::kRequesting, "NLD", "Europe/Amsterdam",
      {v1::ROLE_REQUESTING});
  Add(directory, cases::kProtection, "NLD", "Europe/Amsterdam",
      {v1::ROLE_PROTECTION});
  Add(directory, cases::kRequested, replying_state, zone, {v1::ROLE_REQUESTED});
  Add(directory, cases::kConsulate, replying_state, zone, {v1::ROLE_CONSULATE});
  Add(directory, cases::kBorder, replying_state, zone, {v1::ROLE_BORDER});
  v1::Post& post = directory.posts[kEmbassy];
  post.set_name(kEmbassy);
  post.set_agency(cases::kConsulate);
  book.Add(rules::Kazakhstan());
  book.Add(rules::Egypt());
  book.Add(ShippedCalendar("kaz"));
  book.Add(ShippedCalendar("egy"));
}

decision::Context Setting::As(std::string_view agency,
                              std::string_view officer) {
  actor_ = {.agency = *base::AgencyName::Parse(agency),
            .officer = std::string(officer)};
  return {.now = now,
          .exchange = kExchange,
          .actor = actor_,
          .directory = directory,
          .book = book};
}

v1::OpeningTerms Setting::Terms() const {
  v1::OpeningTerms terms = cases::ReadmissionTerms();
  const auto rules = decision::RulesFor(
      v1::PROCEDURE_READMISSION, *directory.FindAgency(cases::kRequesting),
      *directory.FindAgency(cases::kRequested), "", "",
      {.now = now,
       .exchange = kExchange,
       .actor = actor_,
       .directory = directory,
       .book = book});
  EXPECT_TRUE(rules.ok()) << rules.status();
  *terms.mutable_rule_set() = rules->reference;
  *terms.mutable_calendar() = rules->calendar_reference;
  return terms;
}

cases::HistoryBuilder Setting::Opened() const {
  cases::HistoryBuilder history;
  const v1::OpeningTerms terms = Terms();
  const v1::RequestForm form = CompleteForm();
  history.Deliver(history.Write(cases::kRequesting,
                                v1::EVENT_KIND_READMISSION_REQUESTED,
                                {&terms, &form}));
  return history;
}

v1::RequestForm CompleteForm(std::string_view state) {
  v1::RequestForm form;
  v1::PersonForm& person = *form.mutable_person();
  v1::PersonName& name = *person.add_names();
  name.set_use(v1::NAME_USE_CURRENT);
  AddPart(name, v1::NAME_PART_KIND_GIVEN, "Amal", "أمل");
  AddPart(name, v1::NAME_PART_KIND_FATHER, "Yusuf", "يوسف");
  AddPart(name, v1::NAME_PART_KIND_GRANDFATHER, "Ibrāhīm", "إبراهيم");
  AddPart(name, v1::NAME_PART_KIND_FAMILY, "Specimen", "نموذج");
  person.mutable_date_of_birth()->set_year(1990);
  person.mutable_place_of_birth()->set_state(std::string(state));
  person.mutable_place_of_birth()->set_locality("Aswan");
  person.add_nationalities(std::string(state));
  person.set_last_address("12 School Street, Daraw");
  person.add_last_address_parts(v1::ADDRESS_PART_STREET);
  person.add_last_address_parts(v1::ADDRESS_PART_VILLAGE);
  person.set_no_known_relatives(true);
  form.mutable_own_national();
  form.set_language("en");
  v1::EvidenceItem& passport = *form.add_means_of_evidence();
  passport.set_kind(v1::EVIDENCE_KIND_PASSPORT);
  passport.set_form(v1::EVIDENCE_FORM_ORIGINAL);
  passport.set_issuing_state(std::string(state));
  v1::EvidenceItem& fingerprints = *form.add_means_of_evidence();
  fingerprints.set_kind(v1::EVIDENCE_KIND_FINGERPRINTS);
  fingerprints.set_form(v1::EVIDENCE_FORM_DATA);
  return form;
}

}  // namespace sijill::readmission::testing
