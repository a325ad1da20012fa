// SPDX-License-Identifier: Apache-2.0
#include "common/icao/name_field.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "common/base/text.h"
#include "common/icao/check_digit.h"

namespace sijill::icao {
namespace {

using Parts = std::vector<std::string_view>;

constexpr std::string_view kBetweenIdentifiers = "<<";
constexpr size_t kSmallestField = 4;  // A<<B

bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }

std::string Joined(const Parts& primary, const Parts& secondary) {
  std::string text;
  for (size_t i = 0; i < primary.size(); ++i) {
    if (i > 0) text.push_back(kFiller);
    text.append(primary[i]);
  }
  for (size_t i = 0; i < secondary.size(); ++i) {
    text.append(i == 0 ? kBetweenIdentifiers : "<");
    text.append(secondary[i]);
  }
  return text;
}

// Positions that fillers between parts take.
size_t Separators(const Parts& primary, const Parts& secondary) {
  return primary.size() - 1 + (secondary.empty() ? 0 : secondary.size() + 1);
}

// Leaves out last parts until the first letters of the others fit.
void DropPartsBeyond(size_t size, Parts& primary, Parts& secondary) {
  const auto smallest = [&] {
    return Separators(primary, secondary) + primary.size() + secondary.size();
  };
  while (smallest() > size) {
    (secondary.size() > 1 ? secondary : primary).pop_back();
  }
}

// Cuts each part to its first letter and what of `spare` it can use.
void Shorten(Parts& parts, size_t& spare) {
  for (std::string_view& part : parts) {
    const size_t more = std::min(part.size() - 1, spare);
    part = part.substr(0, 1 + more);
    spare -= more;
  }
}

absl::StatusOr<std::string> Truncated(Parts primary, Parts secondary,
                                      size_t size) {
  DropPartsBeyond(size, primary, secondary);
  size_t spare =
      size - Separators(primary, secondary) - primary.size() - secondary.size();
  Shorten(primary, spare);
  Shorten(secondary, spare);
  if (spare > 0) {
    return absl::InvalidArgumentError(
        "name: too many parts of one letter to be truncated");
  }
  return Joined(primary, secondary);
}

}  // namespace

bool IsIdentifier(std::string_view text) {
  const Parts parts = base::Split(text, kFiller);
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), IsLetter);
  });
}

absl::StatusOr<std::string> FormatNameField(const NameIdentifiers& name,
                                            size_t size) {
  if (size < kSmallestField) {
    return absl::InvalidArgumentError("name: the field is too small for any");
  }
  if (!IsIdentifier(name.primary) ||
      (!name.secondary.empty() && !IsIdentifier(name.secondary))) {
    return absl::InvalidArgumentError(
        "name: an identifier is parts of A-Z joined by single <");
  }
  const Parts primary = base::Split(name.primary, kFiller);
  const Parts secondary =
      name.secondary.empty() ? Parts() : base::Split(name.secondary, kFiller);
  std::string field = Joined(primary, secondary);
  if (field.size() > size) return Truncated(primary, secondary, size);
  field.resize(size, kFiller);
  return field;
}

absl::StatusOr<NameIdentifiers> ParseNameField(std::string_view field) {
  const std::string_view name =
      field.substr(0, field.find_last_not_of(kFiller) + 1);
  const size_t between = name.find(kBetweenIdentifiers);
  NameIdentifiers identifiers;
  identifiers.primary = std::string(name.substr(0, between));
  if (between != name.npos) {
    identifiers.secondary =
        std::string(name.substr(between + kBetweenIdentifiers.size()));
  }
  if (!IsIdentifier(identifiers.primary) ||
      (between != name.npos && !IsIdentifier(identifiers.secondary))) {
    return absl::InvalidArgumentError(
        "name: not identifiers of A-Z separated by <<");
  }
  return identifiers;
}

bool MayBeTruncated(std::string_view field) {
  return !field.empty() && IsLetter(field.back());
}

}  // namespace sijill::icao
