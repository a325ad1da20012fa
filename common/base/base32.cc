// SPDX-License-Identifier: Apache-2.0
#include "common/base/base32.h"

#include <cstdint>

namespace sijill::base {
namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

}  // namespace

std::string EncodeBase32(std::string_view bytes) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<uint8_t>(byte);
    for (count += 8; count >= 5; count -= 5) {
      text.push_back(kAlphabet[(bits >> (count - 5)) & 31]);
    }
    bits &= 0xff;
  }
  if (count > 0) text.push_back(kAlphabet[(bits << (5 - count)) & 31]);
  return text;
}

std::optional<std::string> DecodeBase32(std::string_view text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char digit : text) {
    const size_t value = kAlphabet.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 5) | static_cast<uint32_t>(value);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>((bits >> count) & 0xff));
    }
    bits &= 0xff;
  }
  // One spelling: re-encoding refuses stray bits and impossible lengths.
  if (EncodeBase32(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace sijill::base
