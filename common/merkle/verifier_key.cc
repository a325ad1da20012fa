// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/verifier_key.h"

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/merkle/base64.h"

namespace sijill::merkle {
namespace {

// The characters above U+0020 with the Unicode property White_Space.
constexpr std::string_view kSpaces[] = {
    "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
    "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
    "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

bool IsSignatureType(char octet) {
  return octet == static_cast<char>(SignatureType::kEd25519) ||
         octet == static_cast<char>(SignatureType::kCosignatureV1);
}

}  // namespace

bool IsKeyName(std::string_view name) {
  if (name.empty() || !base::IsUtf8(name)) return false;
  for (const char c : name) {
    if (static_cast<uint8_t>(c) <= 0x20 || c == '+') return false;
  }
  for (const std::string_view space : kSpaces) {
    if (name.find(space) != std::string_view::npos) return false;
  }
  return true;
}

uint32_t KeyHash(std::string_view name, SignatureType type,
                 std::string_view key) {
  const char octet = static_cast<char>(type);
  const base::Hash hash = base::Sha256({name, "\n", {&octet, 1}, key});
  return *base::ByteReader(hash.view()).ReadU32();
}

uint32_t Ed25519KeyHash(std::string_view name, std::string_view key) {
  return KeyHash(name, SignatureType::kEd25519, key);
}

uint32_t CosignatureKeyHash(std::string_view name, std::string_view key) {
  return KeyHash(name, SignatureType::kCosignatureV1, key);
}

std::string FormatVerifierKey(const VerifierKey& key) {
  std::string material(1, static_cast<char>(key.type));
  material.append(key.key.view());
  const uint32_t hash = KeyHash(key.name, key.type, key.key.view());
  return base::StrCat(key.name, "+", base::Hex(base::U32(hash)), "+",
                      EncodeBase64(material));
}

absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text) {
  // The name has no "+", and neither have hex digits; base64 may.
  const size_t first = text.find('+');
  const size_t second = text.find('+', first + 1);
  if (first == text.npos || second == text.npos) {
    return absl::InvalidArgumentError(
        "a verifier key is written <name>+<hash>+<key>");
  }
  const std::optional<std::string> material =
      DecodeBase64(text.substr(second + 1));
  if (!material || material->size() != 1 + kEd25519KeySize ||
      !IsSignatureType(material->front())) {
    return absl::InvalidArgumentError("a verifier key is no Ed25519 key");
  }
  const std::string_view public_key = std::string_view(*material).substr(1);
  VerifierKey key{.name = std::string(text.substr(0, first)),
                  .type = static_cast<SignatureType>(material->front()),
                  .key = *base::FixedBytes<kEd25519KeySize>::From(public_key)};
  // What has another hash or another spelling is not written again the same.
  if (!IsKeyName(key.name) || FormatVerifierKey(key) != text) {
    return absl::InvalidArgumentError(
        "a verifier key's name or hash is not in order");
  }
  return key;
}

}  // namespace sijill::merkle
