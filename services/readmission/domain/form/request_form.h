// SPDX-License-Identifier: Apache-2.0
// A request's form, looked at as a whole: what is missing, contradictory, too
// long or unreadable is named at once, so that an officer corrects it once.
// What corridor and post ask for besides is the rule set's (requirements.h).
#pragma once

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/readmission/domain/form/problems.h"
#include "sijill/v1/person.pb.h"

namespace sijill::readmission::form {

// What a form is read with.
struct Reading {
  // The State that replies, three letters; empty if it is not known.
  std::string_view replying_state;
  // No day of the past is after it, wherever on Earth it was.
  absl::CivilDay today;
  // A document request is for a national of the requested State.
  bool own_national_only = false;
};

// Reading::today for an instant.
absl::CivilDay LatestDay(absl::Time now);

// Each adds what is wrong; `path` names the message in the request.
void CheckForm(const v1::RequestForm& form, const Reading& reading,
               Problems& problems);
void CheckChildren(const v1::ChildrenForm& children, const Reading& reading,
                   Problems& problems);
void CheckMedicalNeeds(const v1::MedicalNeeds& needs, Problems& problems);

// Of request_form.cc, each with its file.
void CheckPerson(const v1::PersonForm& person, const Reading& reading,
                 Problems& problems);
void CheckName(const v1::PersonName& name, const std::string& path,
               Problems& problems);
void CheckEvidence(const v1::RequestForm& form, const Reading& reading,
                   Problems& problems);
void CheckEntry(const v1::ThirdCountryNational& claim, const Reading& reading,
                Problems& problems);

}  // namespace sijill::readmission::form
