// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/form/problems.h"

#include "common/base/text.h"

namespace sijill::readmission::form {
namespace {

// The characters of valid UTF-8, one after the other.
class Characters {
 public:
  explicit Characters(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  char32_t Next() {
    const auto lead = static_cast<unsigned char>(rest_.front());
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t value = size == 1 ? lead : lead & (0x7Fu >> size);
    for (size_t i = 1; i < size; ++i) {
      value = value << 6 | (static_cast<unsigned char>(rest_[i]) & 0x3Fu);
    }
    rest_.remove_prefix(size);
    return value;
  }

 private:
  std::string_view rest_;
};

bool IsBlank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0;
}

bool IsControl(char32_t c) {
  const bool control = (c < 0x20 && !IsBlank(c)) || (c >= 0x7F && c < 0xA0);
  const bool turns = (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2066 && c <= 0x2069) || c == 0x061C;
  return control || turns || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

// Basic Latin to Latin Extended-B and spacing modifiers, combining marks,
// Latin Extended Additional, and general punctuation (apostrophes, dashes).
bool MayStandInLatin(char32_t c) {
  return c < 0x370 || (c >= 0x1E00 && c < 0x1F00) ||
         (c >= 0x2010 && c < 0x2028);
}

bool Exists(const google::type::Date& date) {
  const int month = date.month() == 0 ? 1 : date.month();
  const int day = date.day() == 0 ? 1 : date.day();
  if (date.year() < 1850 || date.year() > 9999) return false;
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return absl::CivilDay(date.year(), month, day).day() == day;
}

}  // namespace

void CheckText(std::string_view text, const TextRule& rule,
               const std::string& path, Problems& problems) {
  if (!base::IsUtf8(text)) return problems.Add(path, "not UTF-8");
  size_t count = 0;
  bool blank = true;
  bool control = false;
  bool latin = true;
  for (Characters characters(text); !characters.done(); ++count) {
    const char32_t c = characters.Next();
    blank &= IsBlank(c);
    control |= IsControl(c);
    latin &= MayStandInLatin(c);
  }
  if (blank && rule.required) return problems.Add(path, "required");
  if (blank && count > 0) return problems.Add(path, "nothing but blanks");
  if (count > rule.most) {
    problems.Add(path, base::StrCat("at most ", rule.most, " characters"));
  }
  if (control) problems.Add(path, "holds control characters");
  if (rule.latin && !latin) problems.Add(path, "not in Latin letters");
}

std::optional<absl::CivilDay> CheckDate(const google::type::Date& date,
                                        DateShape shape,
                                        const std::string& path,
                                        Problems& problems) {
  if (date.year() == 0 && date.month() == 0 && date.day() == 0) {
    return std::nullopt;
  }
  const bool whole = date.month() != 0 && date.day() != 0;
  if (date.year() == 0 || (date.month() == 0 && date.day() != 0)) {
    problems.Add(path, "a month needs its year, and a day its month");
    return std::nullopt;
  }
  if (!Exists(date)) {
    problems.Add(path, "no such date, or before 1850");
    return std::nullopt;
  }
  if (shape == DateShape::kWhole && !whole) {
    problems.Add(path, "year, month and day");
    return std::nullopt;
  }
  return absl::CivilDay(date.year(), date.month() == 0 ? 1 : date.month(),
                        date.day() == 0 ? 1 : date.day());
}

std::optional<absl::CivilDay> CheckPastDate(const google::type::Date& date,
                                            DateShape shape,
                                            absl::CivilDay today,
                                            const std::string& path,
                                            Problems& problems) {
  const auto day = CheckDate(date, shape, path, problems);
  if (day && *day > today) problems.Add(path, "in the future");
  return day;
}

std::string At(const std::string& path, int index) {
  return base::StrCat(path, "[", index, "]");
}

}  // namespace sijill::readmission::form
