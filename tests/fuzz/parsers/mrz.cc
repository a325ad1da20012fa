// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/icao/check_digit.h"
#include "common/icao/name_field.h"
#include "common/icao/partial_date.h"
#include "common/icao/td2.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

void CheckLines(const std::string& upper, const std::string& lower) {
  const auto document = icao::ParseTd2(upper, lower);
  if (!document.ok()) {
    RequireInvalid(document.status(), "a zone is refused as invalid");
    const std::string_view problem(document.status().message().data(),
                                   document.status().message().size());
    Require(
        lower.size() < 9 || problem.find(lower.substr(0, 9)) == problem.npos,
        "a refusal shows no value");
    return;
  }
  const auto lines = icao::FormatTd2(*document);
  Require(lines.ok() && lines->upper == upper && lines->lower == lower,
          "what was read of a zone is written as it stood");
}

// The lower line with the check digits that it should have, so that a change
// of anything else is looked at.
std::string Mended(std::string line) {
  if (line.size() != icao::kTd2LineSize) return line;
  const auto digit = [](const std::string& element) {
    return icao::CheckDigit(element).value_or('<');
  };
  if (line[9] != '<') line[9] = digit(line.substr(0, 9));
  line[19] = digit(line.substr(13, 6));
  line[27] = digit(line.substr(21, 6));
  line[35] =
      digit(line.substr(0, 10) + line.substr(13, 7) + line.substr(21, 14));
  return line;
}

}  // namespace

Inputs MrzSeeds() {
  return {
      "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
      "D231458907UTO7408122F1204159<<<<<<<6",
      "C<EGYALXXX<<MXHMD<ABD<ALLH<<<<<<<<<<"
      "123456789<EGY94<<<<4<30010124567<<<2",
      "I<D<<A<B<C<D<E<F<G<H<I<J<K<L<M<N<O<P"
      "D23145890<D<<<<<<<<0<2001014AB112<<<",
  };
}

// Two lines of 36 characters, one after the other.
void FuzzMrz(std::string_view bytes) {
  const std::string upper(bytes.substr(0, icao::kTd2LineSize));
  const std::string lower(bytes.substr(upper.size()));
  CheckLines(upper, lower);
  CheckLines(upper, Mended(lower));
}

Inputs NameFieldSeeds() {
  return {"ERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "A<<B",
          "ABDALLAH<MOHAMED<<<<<<<<<<<<<<",
          "A<B<C<D<E<F<G<H<I<J<K<L<M<N<O<P<<Q<R<S<T"};
}

void FuzzNameField(std::string_view bytes) {
  const auto name = icao::ParseNameField(bytes);
  if (!name.ok()) {
    return RequireInvalid(name.status(), "a name is refused as invalid");
  }
  if (bytes.size() >= 4) {
    const auto same = icao::FormatNameField(*name, bytes.size());
    Require(same.ok() && *same == bytes, "what was read is written the same");
  }
  for (const size_t size :
       {icao::kTd1NameField, icao::kTd2NameField, icao::kTd3NameField}) {
    const auto field = icao::FormatNameField(*name, size);
    if (!field.ok()) {
      RequireInvalid(field.status(), "a name is refused as invalid");
      continue;
    }
    Require(field->size() == size && icao::IsZoneText(*field),
            "a name fills its field");
    const auto again = icao::ParseNameField(*field);
    Require(again.ok(), "what was written is read");
    Require(*icao::FormatNameField(*again, size) == *field,
            "what truncation left stays");
  }
}

Inputs PartialDateSeeds() {
  return {"940817", "94<<<<", "<<<<<<", "000229", "99<<31", "010229"};
}

void FuzzPartialDate(std::string_view bytes) {
  const auto date = icao::ParsePartialDate(bytes);
  if (!date.ok()) {
    return RequireInvalid(date.status(), "a date is refused as invalid");
  }
  const auto text = icao::FormatPartialDate(*date);
  Require(text.ok() && *text == bytes, "a date has one form");
}

}  // namespace sijill::fuzz
