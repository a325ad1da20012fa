// SPDX-License-Identifier: Apache-2.0
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/content/at_rest.h"
#include "common/event/content.h"
#include "tests/conformance/vectors.h"

namespace sijill::conformance {
namespace {

absl::StatusOr<std::vector<event::WirePart>> PartsOf(const Json& in) {
  std::vector<event::WirePart> parts;
  for (const Json& part : in.at("parts")) {
    ASSIGN_OR_RETURN(
        event::WirePart wire,
        part.contains("commitment")
            ? event::ParseWithheldPart(BytesOf(part, "commitment"))
            : event::ParsePart(BytesOf(part, "salt"), BytesOf(part, "bytes")));
    parts.push_back(std::move(wire));
  }
  return parts;
}

absl::StatusOr<Json> Content(const Json& in) {
  ASSIGN_OR_RETURN(const std::vector<event::WirePart> parts, PartsOf(in));
  std::vector<base::Hash> commitments;
  for (const event::WirePart& part : parts) {
    commitments.push_back(event::Commitment(part));
  }
  const base::Hash root = event::ContentRoot(commitments);
  RETURN_IF_ERROR(event::CheckContent(parts, root));
  return Json{{"commitments", HexOf(commitments)},
              {"content_root", root.hex()}};
}

absl::StatusOr<Json> CheckContent(const Json& in) {
  ASSIGN_OR_RETURN(const std::vector<event::WirePart> parts, PartsOf(in));
  RETURN_IF_ERROR(event::CheckContent(parts, HashOf(in, "content_root")));
  return Json::object();
}

absl::StatusOr<Json> StorePart(const Json& in) {
  ASSIGN_OR_RETURN(const auto key,
                   crypto::DataKey::FromBytes(BytesOf(in, "data_key")));
  const auto key_id = FixedOf<16>(in, "data_key_id");
  const event::Part part{HashOf(in, "salt"), BytesOf(in, "bytes")};
  const base::Hash commitment = event::Commitment(part);
  return Json{{"commitment", commitment.hex()},
              {"aad", base::Hex(event::RestAad(key_id, commitment))},
              {"stored", base::Hex(content::EncryptPart(
                             key, key_id, FixedOf<12>(in, "nonce"), part))}};
}

absl::StatusOr<Json> ReadPart(const Json& in) {
  ASSIGN_OR_RETURN(const auto key,
                   crypto::DataKey::FromBytes(BytesOf(in, "data_key")));
  ASSIGN_OR_RETURN(
      const event::Part part,
      content::DecryptPart(key, FixedOf<16>(in, "data_key_id"),
                           HashOf(in, "commitment"), BytesOf(in, "stored")));
  return Json{{"salt", part.salt.hex()}, {"bytes", base::Hex(part.bytes)}};
}

}  // namespace

void AddContentOperations(Operations& operations) {
  operations["content"] = Content;
  operations["check_content"] = CheckContent;
  operations["store_part"] = StorePart;
  operations["read_part"] = ReadPart;
}

}  // namespace sijill::conformance
