// SPDX-License-Identifier: Apache-2.0
#include "common/icao/transliteration.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/icao/check_digit.h"
#include "common/icao/transliteration_table.h"

namespace sijill::icao {
namespace {

constexpr char32_t kTehMarbuta = 0x0629;
constexpr char32_t kShadda = 0x0651;

// The characters of `bytes`, which is UTF-8.
std::u32string Decoded(std::string_view bytes) {
  std::u32string text;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x80) {
      text.push_back(byte);
    } else if (byte < 0xc0) {
      text.back() = text.back() << 6 | (byte & 0x3f);
    } else {
      // The lead byte's own bits: 5, 4 or 3 of them.
      text.push_back(byte & (byte < 0xe0 ? 0x1f : byte < 0xf0 ? 0x0f : 0x07));
    }
  }
  return text;
}

absl::StatusOr<std::u32string> ReadName(std::string_view name) {
  if (name.size() > kMaxNameSize) {
    return absl::InvalidArgumentError("name: longer than any name");
  }
  if (!base::IsUtf8(name)) {
    return absl::InvalidArgumentError("name: not UTF-8");
  }
  return Decoded(name);
}

absl::Status NotInTable(size_t index) {
  return absl::InvalidArgumentError(base::StrCat(
      "name: no transliteration for the character at position ", index + 1));
}

// Spaces, hyphens (and the dashes typed for them) and commas.
bool DividesParts(char32_t c) {
  return c == U' ' || c == U'-' || c == U',' || c == 0x00a0 || c == 0x060c ||
         (c >= 0x2010 && c <= 0x2013);
}

// The rest of ASCII's punctuation (not its symbols, such as $ or <), and what
// is typed for an apostrophe.
bool IsOmitted(char32_t c) {
  constexpr std::u32string_view kOmitted =
      U"!\"#%&'()*./:;?@[\\]_{}`\u00b4\u02bb\u02bc\u2018\u2019\u201b";
  return kOmitted.find(c) != kOmitted.npos;
}

// Tatweel and vowel signs (table C, "not encoded").
bool IsNotEncoded(char32_t c) {
  return c == 0x0640 || (c >= 0x064b && c <= 0x0650) || c == 0x0652 ||
         c == 0x0670;
}

bool EndsPart(std::u32string_view rest) {
  for (const char32_t c : rest) {
    if (DividesParts(c)) return true;
    if (!IsOmitted(c) && !IsNotEncoded(c) && c != kShadda) return false;
  }
  return true;
}

// Parts joined by single fillers, however many dividers stand between, before
// and after them.
class IdentifierText {
 public:
  void Divide() { divided_ = !text_.empty(); }
  void Append(std::string_view letters) {
    if (divided_) text_.push_back(kFiller);
    divided_ = false;
    text_.append(letters);
  }
  absl::StatusOr<std::string> Finish() && {
    if (text_.empty()) return absl::InvalidArgumentError("name: no letter");
    return std::move(text_);
  }

 private:
  std::string text_;
  bool divided_ = false;
};

}  // namespace

absl::StatusOr<std::string> TransliterateLatin(std::string_view name) {
  ASSIGN_OR_RETURN(const std::u32string text, ReadName(name));
  IdentifierText identifier;
  for (size_t i = 0; i < text.size(); ++i) {
    if (DividesParts(text[i])) {
      identifier.Divide();
    } else if (const auto letter = LatinLetter(text[i])) {
      identifier.Append(*letter);
    } else if (!IsOmitted(text[i])) {
      return NotInTable(i);
    }
  }
  return std::move(identifier).Finish();
}

absl::StatusOr<std::string> TransliterateArabic(std::string_view name) {
  ASSIGN_OR_RETURN(const std::u32string text, ReadName(name));
  IdentifierText identifier;
  // What a shadda would repeat. Unicode's canonical order puts vowel signs
  // between a letter and its shadda, so those leave it.
  std::string_view last;
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (DividesParts(c)) {
      identifier.Divide();
      last = {};
    } else if (c == kShadda) {
      if (last.empty()) return NotInTable(i);
      identifier.Append(std::exchange(last, {}));
    } else if (c == kTehMarbuta) {
      last = EndsPart(std::u32string_view(text).substr(i + 1)) ? "XAH" : "XTA";
      identifier.Append(last);
    } else if (const auto letter = ArabicLetter(c)) {
      last = *letter;
      identifier.Append(last);
    } else if (!IsOmitted(c) && !IsNotEncoded(c)) {
      return NotInTable(i);
    }
  }
  return std::move(identifier).Finish();
}

absl::StatusOr<std::string> Transliterate(std::string_view rule_set,
                                          std::string_view name) {
  if (rule_set == kLatinRuleSet) return TransliterateLatin(name);
  if (rule_set == kArabicRuleSet) return TransliterateArabic(name);
  return absl::NotFoundError("no such rule set of transliteration");
}

}  // namespace sijill::icao
