// SPDX-License-Identifier: Apache-2.0
#include "common/base/big_endian.h"

namespace sijill::base {
namespace {

template <typename T>
void Append(std::string& out, T value) {
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0;
       shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

template <typename T>
std::optional<T> Read(std::string_view& rest) {
  if (rest.size() < sizeof(T)) return std::nullopt;
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>((value << 8) | static_cast<uint8_t>(rest[i]));
  }
  rest.remove_prefix(sizeof(T));
  return value;
}

}  // namespace

void AppendU16(std::string& out, uint16_t value) { Append(out, value); }
void AppendU32(std::string& out, uint32_t value) { Append(out, value); }
void AppendU64(std::string& out, uint64_t value) { Append(out, value); }

void AppendLengthPrefixed(std::string& out, std::string_view bytes) {
  AppendU32(out, static_cast<uint32_t>(bytes.size()));
  out.append(bytes);
}

std::string U32(uint32_t value) {
  std::string out;
  AppendU32(out, value);
  return out;
}

std::string U64(uint64_t value) {
  std::string out;
  AppendU64(out, value);
  return out;
}

std::string LengthPrefixed(std::string_view bytes) {
  std::string out;
  AppendLengthPrefixed(out, bytes);
  return out;
}

std::optional<uint16_t> ByteReader::ReadU16() { return Read<uint16_t>(rest_); }
std::optional<uint32_t> ByteReader::ReadU32() { return Read<uint32_t>(rest_); }
std::optional<uint64_t> ByteReader::ReadU64() { return Read<uint64_t>(rest_); }

std::optional<std::string_view> ByteReader::ReadBytes(size_t count) {
  if (rest_.size() < count) return std::nullopt;
  const std::string_view bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return bytes;
}

std::optional<std::string_view> ByteReader::ReadLengthPrefixed() {
  const std::string_view before = rest_;
  const std::optional<uint32_t> length = ReadU32();
  if (!length) return std::nullopt;
  const std::optional<std::string_view> bytes = ReadBytes(*length);
  if (!bytes) rest_ = before;
  return bytes;
}

}  // namespace sijill::base
