// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/base64.h"

#include "absl/strings/escaping.h"
#include "common/base/text.h"

namespace sijill::merkle {

std::string EncodeBase64(std::string_view bytes) {
  return absl::Base64Escape(base::Absl(bytes));
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(base::Absl(text), &bytes)) return std::nullopt;
  // Abseil reads several spellings of one value.
  if (EncodeBase64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace sijill::merkle
