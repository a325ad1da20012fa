// SPDX-License-Identifier: Apache-2.0
// Unsigned big-endian integers and length-prefixed strings, written and read:
// every integer of the byte formats outside protobuf.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sijill::base {

void AppendU16(std::string& out, uint16_t value);
void AppendU32(std::string& out, uint32_t value);
void AppendU64(std::string& out, uint64_t value);
// lp(x): u32 length in bytes, then the bytes. Requires size() < 2^32.
void AppendLengthPrefixed(std::string& out, std::string_view bytes);

std::string U32(uint32_t value);
std::string U64(uint64_t value);
std::string LengthPrefixed(std::string_view bytes);

// Reads such values one after the other. A read that does not fit returns
// nothing and leaves the reader where it was. The bytes outlive the reader.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::optional<uint16_t> ReadU16();
  std::optional<uint32_t> ReadU32();
  std::optional<uint64_t> ReadU64();
  std::optional<std::string_view> ReadBytes(size_t count);
  std::optional<std::string_view> ReadLengthPrefixed();

  std::string_view rest() const { return rest_; }
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace sijill::base
