// SPDX-License-Identifier: Apache-2.0
#include "common/decision/text_fields.h"

#include <algorithm>
#include <cstdint>

#include "common/base/text.h"
#include "common/casestate/interpretation.h"

namespace sijill::decision {
namespace {

using namespace std::string_view_literals;

size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

// In UTF-8: C0 but tab, line feed and carriage return, DEL, C1; U+202A to
// U+202E and U+2066 to U+2069. The bytes cannot begin inside of another
// character, since each begins with a leading byte.
bool HoldsControl(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<uint8_t>(text[i]);
    if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) {
      return true;
    }
    const std::string_view rest = text.substr(i);
    if (c == 0xC2 && rest.size() > 1 && static_cast<uint8_t>(rest[1]) < 0xA0) {
      return true;
    }
    const auto last = rest.size() > 2 ? static_cast<uint8_t>(rest[2]) : 0;
    if ((rest.starts_with("\xE2\x80"sv) && last >= 0xAA && last <= 0xAE) ||
        (rest.starts_with("\xE2\x81"sv) && last >= 0xA6 && last <= 0xA9)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

void CheckText(std::string_view text, size_t most, const std::string& field,
               refusal::FieldProblems& problems) {
  if (Characters(text) > most) {
    problems.Add(field, base::StrCat("at most ", most, " characters"));
  }
  if (HoldsControl(text)) problems.Add(field, "holds control characters");
}

void RequireText(std::string_view text, size_t most, const std::string& field,
                 refusal::FieldProblems& problems) {
  if (IsBlank(text)) problems.Add(field, "required");
  CheckText(text, most, field, problems);
}

void CheckKnown(const google::protobuf::Message& message,
                const std::string& field, refusal::FieldProblems& problems) {
  if (casestate::HasUnknown(message)) {
    problems.Add(field, "has a field or a word that this node does not know");
  }
}

}  // namespace sijill::decision
