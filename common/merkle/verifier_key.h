// SPDX-License-Identifier: Apache-2.0
// The keys that signed notes are verified with (C2SP signed-note, "Signatures"
// and "Verifier keys"; tlog-cosignature, "Format"): Ed25519 only. Public keys
// are the 32 bytes of RFC 8032.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::merkle {

inline constexpr size_t kEd25519KeySize = 32;

// The signature types of signed-note that this network uses.
enum class SignatureType : uint8_t {
  kEd25519 = 0x01,        // of the note's text
  kCosignatureV1 = 0x04,  // of a time and the text of a checkpoint
};

// True if `name` may name a key: UTF-8, not empty, without Unicode space,
// control character below U+0020, or "+".
bool IsKeyName(std::string_view name);

// The first four bytes of SHA-256(name || 0x0A || type || key), big-endian. It
// tells keys apart and proves nothing: four bytes are easily met. `key` is 32
// bytes.
uint32_t KeyHash(std::string_view name, SignatureType type,
                 std::string_view key);
uint32_t Ed25519KeyHash(std::string_view name, std::string_view key);
uint32_t CosignatureKeyHash(std::string_view name, std::string_view key);

// A public key with its name and what it signs.
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::kEd25519;
  base::FixedBytes<kEd25519KeySize> key;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// "<name>+<key hash in 8 lower-case hex digits>+<base64(type || key)>".
// Requires IsKeyName(key.name).
std::string FormatVerifierKey(const VerifierKey& key);

// Reads that form. INVALID_ARGUMENT for any other text, for a key hash that is
// not the key's, and for other signature types.
absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text);

}  // namespace sijill::merkle
