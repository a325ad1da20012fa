// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/note.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/merkle/base64.h"

namespace sijill::merkle {
namespace {

constexpr std::string_view kDash = "\u2014 ";

bool IsNoteText(std::string_view text) {
  return base::IsUtf8(text) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return static_cast<uint8_t>(c) >= 0x20 || c == '\n';
         });
}

// A signature line without its newline.
absl::StatusOr<NoteSignature> ParseSignature(std::string_view line) {
  const bool dashed = base::ConsumePrefix(line, kDash);
  const size_t space = line.find(' ');
  if (!dashed || space == line.npos || !IsKeyName(line.substr(0, space))) {
    return absl::InvalidArgumentError(
        "a note's signature is written \u2014 <name> <signature>");
  }
  const std::optional<std::string> bytes = DecodeBase64(line.substr(space + 1));
  if (!bytes) {
    return absl::InvalidArgumentError("a note's signature is not base 64");
  }
  base::ByteReader reader(*bytes);
  const std::optional<uint32_t> key_hash = reader.ReadU32();
  if (!key_hash || reader.AtEnd()) {
    return absl::InvalidArgumentError("a note's signature is too short");
  }
  return NoteSignature{.name = std::string(line.substr(0, space)),
                       .key_hash = *key_hash,
                       .signature = std::string(reader.rest())};
}

}  // namespace

std::string FormatNote(const Note& note) {
  std::string bytes = base::StrCat(note.text, "\n");
  for (const NoteSignature& s : note.signatures) {
    const std::string signature = base::U32(s.key_hash) + s.signature;
    bytes += base::StrCat(kDash, s.name, " ", EncodeBase64(signature), "\n");
  }
  return bytes;
}

absl::StatusOr<Note> ParseNote(std::string_view bytes) {
  if (bytes.size() > kMaxNoteSize) {
    return absl::InvalidArgumentError("a note is too long");
  }
  if (!IsNoteText(bytes)) {
    return absl::InvalidArgumentError("a note is not plain text");
  }
  // The text may have empty lines; the last one ends it.
  const size_t split = bytes.rfind("\n\n");
  if (split == bytes.npos || !bytes.ends_with('\n') ||
      split + 2 == bytes.size()) {
    return absl::InvalidArgumentError("a note lacks its signatures");
  }
  Note note{.text = std::string(bytes.substr(0, split + 1))};
  std::string_view lines = bytes.substr(split + 2);
  lines.remove_suffix(1);
  for (const std::string_view line : base::Split(lines, '\n')) {
    if (note.signatures.size() == kMaxNoteSignatures) {
      return absl::InvalidArgumentError("a note has too many signatures");
    }
    ASSIGN_OR_RETURN(NoteSignature signature, ParseSignature(line));
    note.signatures.push_back(std::move(signature));
  }
  return note;
}

std::vector<std::string_view> SignaturesBy(const Note& note,
                                           std::string_view name,
                                           uint32_t key_hash) {
  std::vector<std::string_view> signatures;
  for (const NoteSignature& s : note.signatures) {
    if (s.name == name && s.key_hash == key_hash) {
      signatures.push_back(s.signature);
    }
  }
  return signatures;
}

absl::Status VerifyNote(const Note& note, std::string_view name,
                        std::string_view key, SignatureVerifier verify) {
  if (key.size() != kEd25519KeySize) {
    return absl::InvalidArgumentError("not an Ed25519 key");
  }
  const auto signatures = SignaturesBy(note, name, Ed25519KeyHash(name, key));
  if (signatures.empty()) {
    return absl::NotFoundError("the note is not signed by the key");
  }
  for (const std::string_view signature : signatures) {
    if (!verify(note.text, signature)) {
      return absl::InvalidArgumentError("the note's signature does not verify");
    }
  }
  return absl::OkStatus();
}

}  // namespace sijill::merkle
