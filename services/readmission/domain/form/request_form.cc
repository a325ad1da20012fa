// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/form/request_form.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/casestate/interpretation.h"
#include "common/decision/evidence_grading.h"
#include "common/icao/country.h"

namespace sijill::readmission::form {
namespace {

constexpr int kMostChildren = 20;
constexpr size_t kLongText = 2000;

// Part of a name may be a single letter, so there is no lower bound but one.
bool IsTwoLetters(std::string_view text) {
  return text.size() == 2 &&
         std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Whoever is claimed to be a national is not given other nationalities alone,
// and whoever is not, not that one.
void CheckClaim(const v1::RequestForm& form, const Reading& reading,
                Problems& problems) {
  const auto& nationalities = form.person().nationalities();
  const bool national =
      std::ranges::any_of(nationalities, [&](const std::string& code) {
        return decision::SameState(code, reading.replying_state);
      });
  const std::string path = "form.person.nationalities";
  switch (form.claim_case()) {
    case v1::RequestForm::CLAIM_NOT_SET:
      return problems.Add("form.claim", "required");
    case v1::RequestForm::kOwnNational:
      if (!nationalities.empty() && !reading.replying_state.empty() &&
          !national) {
        problems.Add(path,
                     "contradicts the claim that the person is a national of "
                     "the State that replies");
      }
      return;
    case v1::RequestForm::kThirdCountryNational:
      if (reading.own_national_only) {
        problems.Add("form.third_country_national",
                     "a document is asked for an own national only");
      }
      if (nationalities.empty()) {
        problems.Add(path, "required of a third-country national");
      } else if (national) {
        problems.Add(path,
                     "contradicts the claim that the person is no national of "
                     "the State that replies");
      }
      return CheckEntry(form.third_country_national(), reading, problems);
  }
}

// A part that this version cannot read would leave its reader undecided, and
// nothing goes out that nobody here has looked at.
void CheckKnown(const google::protobuf::Message& message,
                const std::string& path, Problems& problems) {
  if (casestate::HasUnknown(message)) {
    problems.Add(path, "holds a field or a value that this node does not know");
  }
}

}  // namespace

absl::CivilDay LatestDay(absl::Time now) {
  return absl::ToCivilDay(now + absl::Hours(14), absl::UTCTimeZone());
}

void CheckForm(const v1::RequestForm& form, const Reading& reading,
               Problems& problems) {
  CheckKnown(form, "form", problems);
  if (form.has_person()) {
    CheckPerson(form.person(), reading, problems);
  } else {
    problems.Add("form.person", "required");
  }
  CheckClaim(form, reading, problems);
  CheckEvidence(form, reading, problems);
  CheckText(form.observations(), {.most = kLongText}, "form.observations",
            problems);
  if (!form.language().empty() && !IsTwoLetters(form.language())) {
    problems.Add("form.language", "two lower-case letters of ISO 639-1");
  }
}

void CheckChildren(const v1::ChildrenForm& children, const Reading& reading,
                   Problems& problems) {
  CheckKnown(children, "children", problems);
  if (children.minor_children_size() > kMostChildren) {
    return problems.Add("children.minor_children",
                        base::StrCat("at most ", kMostChildren));
  }
  for (int i = 0; i < children.minor_children_size(); ++i) {
    const v1::Child& child = children.minor_children(i);
    const std::string path = At("children.minor_children", i);
    CheckName(child.child_name(), path + ".child_name", problems);
    CheckPastDate(child.date_of_birth(), DateShape::kPartial, reading.today,
                  path + ".date_of_birth", problems);
  }
}

void CheckMedicalNeeds(const v1::MedicalNeeds& needs, Problems& problems) {
  CheckKnown(needs, "medical_needs", problems);
  CheckText(needs.medical_needs(), {.most = kLongText},
            "medical_needs.medical_needs", problems);
}

}  // namespace sijill::readmission::form
