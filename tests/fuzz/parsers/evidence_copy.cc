// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/evidence_copy.h"

#include <string>

#include "common/base/big_endian.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

using namespace std::string_view_literals;

std::string Segment(uint8_t marker, std::string_view data) {
  std::string out = "\xFF";
  out.push_back(static_cast<char>(marker));
  base::AppendU16(out, static_cast<uint16_t>(data.size() + 2));
  return out.append(data);
}

std::string Chunk(std::string_view type, std::string_view data) {
  std::string out;
  base::AppendU32(out, static_cast<uint32_t>(data.size()));
  return out.append(type).append(data).append("CRC.");
}

}  // namespace

Inputs EvidenceCopySeeds() {
  const std::string jpeg =
      "\xFF\xD8" + Segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0"sv) +
      Segment(0xE1, "Exif\0\0place"sv) + Segment(0xFE, "comment") +
      Segment(0xDB, std::string(65, 'q')) + Segment(0xDA, "scan") +
      std::string("data\xFF\0data\xFF\xD0more"sv) + "\xFF\xD9trailer";
  const std::string png = "\x89PNG\r\n\x1A\n" +
                          Chunk("IHDR", std::string(13, 'h')) +
                          Chunk("eXIf", "place") + Chunk("tEXt", "author") +
                          Chunk("IDAT", "data") + Chunk("IEND", "") + "trailer";
  return {jpeg, png, "%PDF-1.4\nbody"};
}

// A copy is of its type, no larger than what came, and has nothing left to
// take away.
void FuzzEvidenceCopy(std::string_view bytes) {
  for (const std::string_view type :
       {"image/jpeg"sv, "image/png"sv, "application/pdf"sv, "text/plain"sv}) {
    const auto bare = identity::WithoutMetadata(type, bytes);
    if (!bare.ok()) {
      RequireInvalid(bare.status(), "a copy is refused as invalid");
      continue;
    }
    Require(identity::IsCopyType(type), "only copies' types are taken");
    Require(bare->size() <= bytes.size(), "nothing is added");
    const auto again = identity::WithoutMetadata(type, *bare);
    Require(again.ok() && *again == *bare, "nothing is left to take away");
  }
}

}  // namespace sijill::fuzz
