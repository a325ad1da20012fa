// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <string>

#include "common/base/base32.h"
#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/merkle/base64.h"
#include "google/protobuf/stubs/common.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

// What is read of `text` is written so, and what is written of it is read.
template <typename Encode, typename Decode>
void CheckBothWays(std::string_view text, Encode encode, Decode decode) {
  const auto bytes = decode(text);
  if (bytes) Require(encode(*bytes) == text, "a value has one spelling");
  const auto back = decode(encode(text));
  Require(back && *back == text, "what is encoded is decoded");
}

void CheckDecimal(std::string_view text) {
  const auto number = base::ParseDecimal(text);
  uint64_t other = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, other);
  const bool whole = error == std::errc() && stop == end && !text.empty();
  if (number) {
    Require(whole && *number == other && std::to_string(other) == text,
            "a number has one spelling");
  } else {
    Require(!whole || std::to_string(other) != text, "no number is refused");
  }
}

}  // namespace

Inputs EncodingsSeeds() {
  return {"18446744073709551615",
          "18446744073709551616",
          "00ff10",
          base::EncodeBase32("sixteen octets.."),
          merkle::EncodeBase64("some octets"),
          "\xd9\x85\xd8\xad\xe2\x82\xac\xf0\x9f\x87\xaa",
          "\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf",
          base::LengthPrefixed("octets")};
}

void FuzzEncodings(std::string_view bytes) {
  CheckBothWays(bytes, base::Hex, base::FromHex);
  CheckBothWays(bytes, base::EncodeBase32, base::DecodeBase32);
  CheckBothWays(bytes, merkle::EncodeBase64, merkle::DecodeBase64);
  CheckDecimal(bytes);
  Require(base::IsUtf8(bytes) ==
              google::protobuf::internal::IsStructurallyValidUTF8(
                  bytes.data(), static_cast<int>(bytes.size())),
          "both implementations of UTF-8 agree");
  base::ByteReader reader(bytes);
  if (const auto prefixed = reader.ReadLengthPrefixed()) {
    Require(
        base::StrCat(base::LengthPrefixed(*prefixed), reader.rest()) == bytes,
        "what is read in front is written in front");
  } else {
    Require(reader.rest() == bytes, "a read that does not fit takes nothing");
  }
}

}  // namespace sijill::fuzz
