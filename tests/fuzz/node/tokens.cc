// SPDX-License-Identifier: Apache-2.0
// What callers hand back to a node: request ids and page tokens.
#include <string>

#include "common/command/caller.h"
#include "common/refusal/refusal.h"
#include "services/audit/rpc/page.h"
#include "services/readmission/projection/page_token.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/node/node_targets.h"

namespace sijill::fuzz {
namespace {

constexpr char kCase[] = "cases/aaaaaaaaaaaaaaaaaaaaaaaaaa";

// What is refused is refused as a field that is wrong.
void RequireField(const absl::Status& status) {
  RequireInvalid(status, "a token is refused as invalid");
  Require(refusal::FieldViolationsOf(status).size() == 1,
          "the field that is wrong is named");
}

}  // namespace

Inputs TokensSeeds() {
  return {"00112233-4455-6677-8899-aabbccddeeff",
          audit::FormatToken({.shown = 1, .shared_size = 2, .own_size = 3}),
          readmission::FormatPageToken({}, {.opened_at = 7, .name = kCase})};
}

void FuzzTokens(std::string_view bytes) {
  const auto id = command::ParseRequestId(bytes);
  if (id.ok()) {
    Require(command::FormatRequestId(*id) == bytes, "an id has one spelling");
  } else {
    RequireField(id.status());
  }
  const std::string text(bytes);
  const auto replay = audit::ParseToken(text);
  if (replay.ok()) {
    Require(audit::FormatToken(*replay) == bytes, "a token has one form");
  } else {
    RequireField(replay.status());
  }
  v1::ListCasesRequest request;
  request.set_page_token(text);
  const auto place = readmission::ParsePageToken(request);
  if (place.ok()) {
    Require(readmission::FormatPageToken(request, *place) == bytes,
            "a token has one form");
  } else {
    RequireField(place.status());
  }
}

}  // namespace sijill::fuzz
