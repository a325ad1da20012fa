// SPDX-License-Identifier: Apache-2.0
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/p256.h"
#include "common/event/derived.h"
#include "common/event/header.h"
#include "tests/conformance/vectors.h"

namespace sijill::conformance {
namespace {

absl::StatusOr<event::Header> HeaderOf(const Json& fields) {
  ASSIGN_OR_RETURN(base::StreamName stream,
                   base::StreamName::Parse(TextOf(fields, "stream")));
  ASSIGN_OR_RETURN(base::AgencyName author,
                   base::AgencyName::Parse(TextOf(fields, "author")));
  event::Header header{
      .format = fields.at("format").get<uint32_t>(),
      .exchange = TextOf(fields, "exchange"),
      .stream = std::move(stream),
      .author = std::move(author),
      .audience = fields.at("audience").get<std::vector<std::string>>(),
      .sequence = fields.at("sequence").get<uint64_t>(),
      .random = HashOf(fields, "random"),
      .kind = fields.at("kind").get<uint32_t>(),
      .critical = fields.value("critical", 0) == 1,
      .recorded_at = fields.at("recorded_at").get<uint64_t>(),
      .content_root = HashOf(fields, "content_root")};
  if (fields.contains("key_id")) header.key_id = HashOf(fields, "key_id");
  if (fields.contains("previous")) header.previous = HashOf(fields, "previous");
  if (fields.contains("seen")) header.seen = HashesOf(fields, "seen");
  if (fields.contains("rest")) header.rest = BytesOf(fields, "rest");
  return header;
}

Json FieldsOf(const event::Header& header) {
  Json fields;
  fields["format"] = header.format;
  fields["exchange"] = header.exchange;
  fields["stream"] = header.stream.str();
  fields["author"] = header.author.str();
  if (header.key_id) fields["key_id"] = header.key_id->hex();
  fields["audience"] = header.audience;
  fields["sequence"] = header.sequence;
  if (header.previous) fields["previous"] = header.previous->hex();
  fields["random"] = header.random.hex();
  fields["kind"] = header.kind;
  if (header.critical) fields["critical"] = 1;
  fields["recorded_at"] = header.recorded_at;
  fields["content_root"] = header.content_root.hex();
  if (!header.seen.empty()) fields["seen"] = HexOf(header.seen);
  if (!header.rest.empty()) fields["rest"] = base::Hex(header.rest);
  return fields;
}

absl::StatusOr<Json> KeyId(const Json& in) {
  ASSIGN_OR_RETURN(const auto key,
                   crypto::PublicKey::FromSpki(BytesOf(in, "spki")));
  return Json{{"key_id", key.id().hex()}};
}

absl::StatusOr<Json> Stream(const Json& in) {
  RETURN_IF_ERROR(base::StreamName::Parse(TextOf(in, "stream")).status());
  return Json::object();
}

absl::StatusOr<Json> EncodeHeader(const Json& in) {
  ASSIGN_OR_RETURN(const event::Header header, HeaderOf(in.at("fields")));
  ASSIGN_OR_RETURN(const std::string bytes, event::EncodeHeader(header));
  return Json{{"header", base::Hex(bytes)},
              {"event_id", event::EventId(bytes).hex()}};
}

absl::StatusOr<Json> ParseHeader(const Json& in) {
  const std::string bytes = BytesOf(in, "header");
  ASSIGN_OR_RETURN(const event::Header header, event::ParseHeader(bytes));
  return Json{{"fields", FieldsOf(header)},
              {"event_id", event::EventId(bytes).hex()}};
}

absl::StatusOr<Json> Link(const Json& in) {
  RETURN_IF_ERROR(
      event::CheckLink(BytesOf(in, "earlier"), BytesOf(in, "later")));
  return Json::object();
}

absl::StatusOr<Json> Opening(const Json& in) {
  ASSIGN_OR_RETURN(const event::Header header,
                   event::ParseHeader(BytesOf(in, "header")));
  RETURN_IF_ERROR(event::CheckOpening(header));
  return Json::object();
}

}  // namespace

void AddHeaderOperations(Operations& operations) {
  operations["key_id"] = KeyId;
  operations["stream"] = Stream;
  operations["encode_header"] = EncodeHeader;
  operations["parse_header"] = ParseHeader;
  operations["link"] = Link;
  operations["opening"] = Opening;
}

}  // namespace sijill::conformance
