// SPDX-License-Identifier: Apache-2.0
#include "common/event/derived.h"
#include "common/event/header.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs EventHeaderSeeds() {
  Inputs inputs = VectorBytes("parse_header", "header");
  for (std::string& bytes : VectorBytes("opening", "header")) {
    inputs.push_back(std::move(bytes));
  }
  return inputs;
}

// A filter, never a re-encoder: what is accepted is the one spelling of its
// fields, and no part of another header.
void FuzzEventHeader(std::string_view bytes) {
  const auto header = event::ParseHeader(bytes);
  if (!header.ok()) {
    return RequireInvalid(header.status(), "a header is refused as invalid");
  }
  Require(bytes.size() <= event::kMaxHeaderBytes, "a header is bounded");
  Require(event::CheckHeader(*header).ok(), "its fields keep the rules");
  const auto again = event::EncodeHeader(*header);
  Require(again.ok() && *again == bytes, "its encoding is itself");
  Require(header->audience.size() <= event::kMaxAudience &&
              header->seen.size() <= event::kMaxSeen,
          "its lists are bounded");
  Require(header->recorded_at <= event::kMaxRecordedAt, "its time is one");
  Require(event::SameLane(*header, *header), "it stands in its own lane");
  Require(!event::CheckLink(bytes, bytes).ok(), "it does not follow itself");
  if (header->format == event::kFormat) {
    const auto cut = event::ParseHeader(bytes.substr(0, bytes.size() - 1));
    RequireInvalid(cut.status(), "a cut header of format 1 is refused");
  }
  // Never a fault, whatever stream and author are.
  if (!event::CheckOpening(*header).ok()) return;
  const auto id =
      event::CaseIdOf(header->exchange, header->author, header->random);
  Require(header->stream == base::StreamName::ForCase(id),
          "an opening names its own case");
}

}  // namespace sijill::fuzz
