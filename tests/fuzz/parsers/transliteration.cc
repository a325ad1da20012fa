// SPDX-License-Identifier: Apache-2.0
#include "common/icao/transliteration.h"

#include <string>

#include "common/base/text.h"
#include "common/icao/name_field.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs TransliterationSeeds() {
  return {"Anna Maria",
          "\xc3\x96zt\xc3\xbcrk-\xc5\x9e\xc4\xb1k",
          "O'Neill, Se\xc3\xa1n",
          "\xd9\x85\xd8\xad\xd9\x85\xd9\x91\xd8\xaf",
          "\xd9\x81\xd8\xa7\xd8\xb7\xd9\x85\xd8\xa9 "
          "\xd8\xa7\xd9\x84\xd8\xb2\xd9\x87\xd8\xb1\xd8\xa7\xd8\xa1",
          "\xd8\xa9\xd8\xa9\xd9\x91\xd9\x8e\xd9\x80",
          std::string(icao::kMaxNameSize, 'a')};
}

void FuzzTransliteration(std::string_view bytes) {
  for (const std::string_view rules :
       {icao::kLatinRuleSet, icao::kArabicRuleSet}) {
    const auto letters = icao::Transliterate(rules, bytes);
    if (!letters.ok()) {
      RequireInvalid(letters.status(), "a name is refused as invalid");
      Require(base::IsUtf8({letters.status().message().data(),
                            letters.status().message().size()}),
              "a refusal shows nothing of the name");
      continue;
    }
    Require(base::IsUtf8(bytes) && bytes.size() <= icao::kMaxNameSize,
            "a name is UTF-8 of a bounded size");
    Require(icao::IsIdentifier(*letters), "what comes of it fits a zone");
    // No letter becomes more than four.
    Require(letters->size() <= 4 * bytes.size(), "its size is bounded");
    const auto again = icao::TransliterateLatin(*letters);
    Require(letters->find('<') != letters->npos || *again == *letters,
            "letters of the zone stay as they are");
  }
  Require(absl::IsNotFound(icao::Transliterate("", bytes).status()),
          "an unknown rule set is not found");
}

}  // namespace sijill::fuzz
