// SPDX-License-Identifier: Apache-2.0
// What is wrong with a form, gathered whole, and the checks of single fields.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/refusal/refusal.h"
#include "google/type/date.pb.h"

namespace sijill::readmission::form {

// As refusal::FieldProblems.
class Problems {
 public:
  void Add(const std::string& path, std::string_view description) {
    named_.Add(path, std::string(description));
  }
  bool empty() const { return named_.empty(); }
  // INVALID_ARGUMENT, or OK if there is none.
  absl::Status status() const { return named_.status(); }

 private:
  refusal::FieldProblems named_;
};

struct TextRule {
  size_t most = 200;  // characters, as Unicode counts them
  bool required = false;
  bool latin = false;  // Latin letters alone; marks and digits are free
};

// A text: UTF-8, no longer than the rule says, without control characters
// (line breaks and tabs are none) and without those that turn the direction of
// writing, by which a name can be made to look like another.
void CheckText(std::string_view text, const TextRule& rule,
               const std::string& path, Problems& problems);

enum class DateShape {
  kPartial,  // a year; a year and a month; a whole date
  kWhole,
};

// A date that exists, in 1850 to 9999. Its first possible day, or nothing if
// it is absent (no part is set) or wrong.
std::optional<absl::CivilDay> CheckDate(const google::type::Date& date,
                                        DateShape shape,
                                        const std::string& path,
                                        Problems& problems);
// As CheckDate(), and not after `today`.
std::optional<absl::CivilDay> CheckPastDate(const google::type::Date& date,
                                            DateShape shape,
                                            absl::CivilDay today,
                                            const std::string& path,
                                            Problems& problems);

// "form.person.names[2]": how a problem names an element.
std::string At(const std::string& path, int index);

}  // namespace sijill::readmission::form
