// SPDX-License-Identifier: Apache-2.0
// FixedBytes<N>: N bytes with value semantics, for digests, ids and keys'
// names.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/text.h"

namespace sijill::base {

// Exactly N bytes, all zero unless made from something. Ordered by octets.
// Never holds secrets: it prints itself.
template <size_t N>
class FixedBytes {
 public:
  static constexpr size_t kSize = N;

  constexpr FixedBytes() = default;
  explicit constexpr FixedBytes(const std::array<uint8_t, N>& bytes)
      : bytes_(bytes) {}

  // The value whose octets are `bytes`, or nothing if there are not N of them.
  static std::optional<FixedBytes> From(std::string_view bytes) {
    if (bytes.size() != N) return std::nullopt;
    FixedBytes result;
    std::memcpy(result.bytes_.data(), bytes.data(), N);
    return result;
  }

  // Valid as long as this value lives and is not assigned.
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), N};
  }
  std::string str() const { return std::string(view()); }
  // Lower-case hexadecimal digits, two an octet.
  std::string hex() const { return Hex(view()); }

  const uint8_t* data() const { return bytes_.data(); }
  uint8_t* data() { return bytes_.data(); }
  static constexpr size_t size() { return N; }

  bool IsZero() const { return *this == FixedBytes(); }

  friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
  friend bool operator==(const FixedBytes&, const FixedBytes&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const FixedBytes& value) {
    return H::combine(std::move(state), value.bytes_);
  }

 private:
  std::array<uint8_t, N> bytes_ = {};
};

// A SHA-256 value: an event id, an entry, a node of a tree, a key id.
using Hash = FixedBytes<32>;

}  // namespace sijill::base
