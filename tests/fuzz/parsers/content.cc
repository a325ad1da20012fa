// SPDX-License-Identifier: Apache-2.0
#include "common/event/content.h"

#include <string>
#include <variant>
#include <vector>

#include "common/base/big_endian.h"
#include "tests/fuzz/harness/cursor.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

constexpr uint8_t kWithheld = 1;

// A part, or its commitment, as a delivery's fields have them.
std::string InputOf(uint8_t form, std::string_view salt,
                    std::string_view bytes) {
  std::string out(1, static_cast<char>(form));
  base::AppendLengthPrefixed(out, salt);
  base::AppendLengthPrefixed(out, bytes);
  return out;
}

std::vector<event::WirePart> PartsOf(Cursor& cursor) {
  std::vector<event::WirePart> parts;
  while (!cursor.AtEnd() && parts.size() < 2 * event::kMaxParts) {
    const bool withheld = cursor.TakeByte() % 2 == kWithheld;
    const std::string_view salt = cursor.TakeLengthPrefixed();
    const std::string_view bytes = cursor.TakeLengthPrefixed();
    auto part = withheld ? event::ParseWithheldPart(salt)
                         : event::ParsePart(salt, std::string(bytes));
    Require(part.ok() == (salt.size() == base::Hash::kSize),
            "a salt and a commitment have 32 bytes");
    if (!part.ok()) {
      RequireInvalid(part.status(), "a part is refused as invalid");
      continue;
    }
    parts.push_back(*std::move(part));
  }
  return parts;
}

}  // namespace

Inputs ContentSeeds() {
  const std::string salt(32, 's');
  std::string many;
  for (size_t i = 0; i < event::kMaxParts; ++i) many += InputOf(0, salt, "");
  return {InputOf(0, salt, "bytes"),
          InputOf(0, salt, "bytes") + InputOf(kWithheld, salt, ""),
          InputOf(kWithheld, salt, ""), many, many + InputOf(0, salt, "")};
}

// The root says the same of a part and of what stands for it, and only of
// those.
void FuzzContent(std::string_view bytes) {
  Cursor cursor(bytes);
  std::vector<event::WirePart> parts = PartsOf(cursor);
  std::vector<base::Hash> commitments;
  for (const event::WirePart& part : parts) {
    commitments.push_back(event::Commitment(part));
  }
  const base::Hash root = event::ContentRoot(commitments);
  const bool counted = !parts.empty() && parts.size() <= event::kMaxParts;
  Require(event::CheckContent(parts, root).ok() == counted,
          "content is 1 to 16 parts");
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto* whole = std::get_if<event::Part>(&parts[i]);
    if (whole == nullptr) continue;
    const auto read =
        event::ParseRestPlaintext(event::RestPlaintext(*whole), commitments[i]);
    Require(read.ok() && *read == *whole, "what is stored is read");
    parts[i] = commitments[i];
  }
  if (!counted) return;
  Require(event::CheckContent(parts, root).ok(),
          "withheld parts have the same root");
  parts.pop_back();
  Require(!event::CheckContent(parts, root).ok(), "no part can be left out");
}

}  // namespace sijill::fuzz
