// SPDX-License-Identifier: Apache-2.0
// Header <-> bytes. Protobuf's wire format, but with an own walk: protobuf
// itself also reads what must be refused here.
#include <limits>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/event/header.h"

namespace sijill::event {
namespace {

enum Field : uint32_t {
  kFormatField = 1,
  kExchange = 2,
  kStream = 3,
  kAuthor = 4,
  kKeyId = 5,
  kAudience = 6,
  kSequence = 7,
  kPrevious = 8,
  kRandom = 9,
  kKind = 10,
  kCritical = 11,
  kRecordedAt = 12,
  kContentRoot = 13,
  kSeen = 14,
};
enum WireType : uint32_t { kVarint = 0, kLengthDelimited = 2 };

// Every field number is below 16, so a field begins with one byte; a longer
// spelling of it is no minimal varint and matches none of these.
constexpr char Key(Field field, WireType type) {
  return static_cast<char>(field << 3 | type);
}

constexpr uint64_t kMax32 = std::numeric_limits<uint32_t>::max();
constexpr uint64_t kMax64 = std::numeric_limits<uint64_t>::max();

void AppendVarint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) {
    out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  }
  out.push_back(static_cast<char>(value));
}

// A value of 0 is proto3's default and is not written.
void AppendNumber(std::string& out, Field field, uint64_t value) {
  if (value == 0) return;
  out.push_back(Key(field, kVarint));
  AppendVarint(out, value);
}

void AppendBytes(std::string& out, Field field, std::string_view bytes) {
  out.push_back(Key(field, kLengthDelimited));
  AppendVarint(out, bytes.size());
  out.append(bytes);
}

// Walks over the fields in the order of their numbers. A field that is not the
// next one is absent; so whatever is out of order, twice or unknown is left
// standing where the walk ends. The first error stays.
class Walk {
 public:
  explicit Walk(std::string_view bytes) : rest_(bytes) {}

  // 0 if absent.
  uint64_t Number(Field field, uint64_t max) {
    if (!Consume(Key(field, kVarint))) return 0;
    const uint64_t value = Varint();
    if (value == 0) Refuse(field, "a default value is written");
    if (value > max) Refuse(field, "exceeds its width");
    return value;
  }

  // Nothing if absent.
  std::optional<std::string_view> Bytes(Field field) {
    if (!Consume(Key(field, kLengthDelimited))) return std::nullopt;
    const uint64_t size = Varint();
    if (size == 0) Refuse(field, "is empty");
    if (size > rest_.size()) Refuse(field, "runs past the end");
    if (!status_.ok()) return std::nullopt;
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  // Nothing if absent.
  std::optional<base::Hash> Hash(Field field) {
    const std::optional<std::string_view> bytes = Bytes(field);
    if (!bytes) return std::nullopt;
    const std::optional<base::Hash> hash = base::Hash::From(*bytes);
    if (!hash) Refuse(field, "has not 32 bytes");
    return hash;
  }

  base::Hash RequiredHash(Field field) {
    const std::optional<base::Hash> hash = Hash(field);
    if (!hash) Refuse(field, "is missing");
    return hash.value_or(base::Hash());
  }

  std::string_view rest() const { return rest_; }
  const absl::Status& status() const { return status_; }

 private:
  bool Consume(char key) {
    if (!status_.ok() || rest_.empty() || rest_.front() != key) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // 0 also if there is no minimal varint of at most 64 bits, as status_ says.
  uint64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      if (byte == 0 && shift > 0) break;
      return value;
    }
    Refuse("a varint is cut, too long or not minimal");
    return 0;
  }

  void Refuse(std::string why) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(std::move(why));
  }
  void Refuse(Field field, std::string_view why) {
    Refuse(base::StrCat("field ", static_cast<uint32_t>(field), " ", why));
  }

  std::string_view rest_;
  absl::Status status_;
};

// Fields 1 to 13 as they stand, and the rest.
absl::StatusOr<Header> Collect(Walk& walk) {
  const uint64_t format = walk.Number(kFormatField, kMax32);
  const std::string exchange(walk.Bytes(kExchange).value_or(""));
  const std::string_view stream_text = walk.Bytes(kStream).value_or("");
  const std::string_view author_text = walk.Bytes(kAuthor).value_or("");
  const std::optional<base::Hash> key_id = walk.Hash(kKeyId);
  std::vector<std::string> audience;
  while (const auto domain = walk.Bytes(kAudience)) {
    audience.emplace_back(*domain);
  }
  const uint64_t sequence = walk.Number(kSequence, kMax64);
  const std::optional<base::Hash> previous = walk.Hash(kPrevious);
  const base::Hash random = walk.RequiredHash(kRandom);
  const uint64_t kind = walk.Number(kKind, kMax32);
  const uint64_t critical = walk.Number(kCritical, 1);
  const uint64_t recorded_at = walk.Number(kRecordedAt, kMax64);
  const base::Hash content_root = walk.RequiredHash(kContentRoot);
  RETURN_IF_ERROR(walk.status());
  ASSIGN_OR_RETURN(base::StreamName stream,
                   base::StreamName::Parse(stream_text));
  ASSIGN_OR_RETURN(base::AgencyName author,
                   base::AgencyName::Parse(author_text));
  return Header{.format = static_cast<uint32_t>(format),
                .exchange = exchange,
                .stream = std::move(stream),
                .author = std::move(author),
                .key_id = key_id,
                .audience = std::move(audience),
                .sequence = sequence,
                .previous = previous,
                .random = random,
                .kind = static_cast<uint32_t>(kind),
                .critical = critical == 1,
                .recorded_at = recorded_at,
                .content_root = content_root};
}

}  // namespace

absl::StatusOr<std::string> EncodeHeader(const Header& header) {
  RETURN_IF_ERROR(CheckHeader(header));
  std::string out;
  AppendNumber(out, kFormatField, header.format);
  AppendBytes(out, kExchange, header.exchange);
  AppendBytes(out, kStream, header.stream.str());
  AppendBytes(out, kAuthor, header.author.str());
  if (header.key_id) AppendBytes(out, kKeyId, header.key_id->view());
  for (const std::string& domain : header.audience) {
    AppendBytes(out, kAudience, domain);
  }
  AppendNumber(out, kSequence, header.sequence);
  if (header.previous) AppendBytes(out, kPrevious, header.previous->view());
  AppendBytes(out, kRandom, header.random.view());
  AppendNumber(out, kKind, header.kind);
  AppendNumber(out, kCritical, header.critical ? 1 : 0);
  AppendNumber(out, kRecordedAt, header.recorded_at);
  AppendBytes(out, kContentRoot, header.content_root.view());
  for (const base::Hash& id : header.seen) AppendBytes(out, kSeen, id.view());
  out.append(header.rest);
  if (out.size() > kMaxHeaderBytes) {
    return absl::InvalidArgumentError("a header has at most 8,192 bytes");
  }
  return out;
}

absl::StatusOr<Header> ParseHeader(std::string_view bytes) {
  if (bytes.size() > kMaxHeaderBytes) {
    return absl::InvalidArgumentError("a header has at most 8,192 bytes");
  }
  Walk walk(bytes);
  ASSIGN_OR_RETURN(Header header, Collect(walk));
  if (header.format == kFormat) {
    while (const auto id = walk.Hash(kSeen)) header.seen.push_back(*id);
    RETURN_IF_ERROR(walk.status());
  }
  header.rest = std::string(walk.rest());
  RETURN_IF_ERROR(CheckHeader(header));
  return header;
}

}  // namespace sijill::event
