// SPDX-License-Identifier: Apache-2.0
// Takes an input apart where a target needs more than one string of it.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/base/big_endian.h"

namespace sijill::fuzz {

// Every input can be read to any depth: what is not there is empty or 0.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : reader_(bytes) {}

  uint8_t TakeByte() {
    const auto byte = reader_.ReadBytes(1);
    return byte ? static_cast<uint8_t>(byte->front()) : 0;
  }
  // A value below `bound`, which is not 0.
  size_t TakeBelow(size_t bound) { return TakeByte() % bound; }
  uint32_t TakeU32() { return reader_.ReadU32().value_or(0); }
  uint64_t TakeU64() { return reader_.ReadU64().value_or(0); }
  std::string_view TakeLengthPrefixed() {
    return reader_.ReadLengthPrefixed().value_or("");
  }
  std::string_view rest() const { return reader_.rest(); }
  bool AtEnd() const { return reader_.AtEnd(); }

 private:
  base::ByteReader reader_;
};

}  // namespace sijill::fuzz
