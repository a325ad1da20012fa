// SPDX-License-Identifier: Apache-2.0
#include "common/base/names.h"

#include <algorithm>
#include <string>

#include "common/base/base32.h"
#include "common/base/text.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

void CheckAgency(std::string_view text) {
  const auto agency = base::AgencyName::Parse(text);
  if (!agency.ok()) {
    return RequireInvalid(agency.status(), "an agency's name is refused");
  }
  Require(agency->str() == text, "an agency has one name");
  Require(
      base::StrCat(agency->domain(), "/agencies/", agency->agency()) == text,
      "an agency is its domain and its own name");
  Require(base::DomainName::Parse(agency->domain()).ok(),
          "an agency's domain is one");
}

void CheckStream(std::string_view text) {
  const auto stream = base::StreamName::Parse(text);
  if (!stream.ok()) {
    return RequireInvalid(stream.status(), "a stream's name is refused");
  }
  Require(stream->str() == text, "a stream has one name");
  std::string_view rest = text;
  if (base::ConsumePrefix(rest, "cases/")) {
    const auto id = base::CaseId::From(*base::DecodeBase32(rest));
    Require(id && base::StreamName::ForCase(*id) == *stream,
            "a case's stream is named by its id");
  } else {
    // Keys of the store end a stream's name with a zero byte.
    Require(text.find('\0') == text.npos, "a stream's name holds no zero");
  }
}

}  // namespace

Inputs NamesSeeds() {
  return {"north.example",
          std::string(63, 'a') + "." + std::string(189, 'b'),
          "xn--a-b.0",
          "north.example/agencies/interior",
          "cases/" + base::EncodeBase32(std::string(16, 'c')),
          "corridors/north.example+south.example",
          "posts/north.example/cairo",
          "nodes/north.example",
          "registry/north.example"};
}

void FuzzNames(std::string_view bytes) {
  const auto domain = base::DomainName::Parse(bytes);
  Require(domain.ok() == base::IsName(bytes), "a domain is a name");
  if (domain.ok()) {
    Require(domain->str() == bytes && bytes.size() <= 253 &&
                std::ranges::all_of(bytes, IsNameCharacter) &&
                bytes.find("..") == bytes.npos,
            "a name is as it is written");
    Require(base::AgencyName::Node(*domain).domain() == bytes,
            "a domain has a node");
  } else {
    RequireInvalid(domain.status(), "a name is refused as invalid");
  }
  CheckAgency(bytes);
  CheckStream(bytes);
}

}  // namespace sijill::fuzz
