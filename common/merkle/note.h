// SPDX-License-Identifier: Apache-2.0
// Signed notes (C2SP signed-note): a text and signatures of it, one a line.
// Keys and the signature algorithm are the caller's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/merkle/verifier_key.h"

namespace sijill::merkle {

// What is accepted of a note, and read before anything of it is verified.
inline constexpr size_t kMaxNoteSize = 1'000'000;
inline constexpr size_t kMaxNoteSignatures = 100;

// One line "— <name> <base64(key hash || signature)>".
struct NoteSignature {
  std::string name;       // IsKeyName()
  uint32_t key_hash = 0;  // of the key that signed
  std::string signature;  // not empty; its form is the key's matter

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

// `text` ends with a newline, is UTF-8 and has no control character below
// U+0020 other than newlines.
struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;  // 1 to kMaxNoteSignatures

  friend bool operator==(const Note&, const Note&) = default;
};

// Whether a key signed a message. The message is what was signed, not a digest.
using SignatureVerifier = absl::FunctionRef<bool(std::string_view message,
                                                 std::string_view signature)>;

// The text, a blank line, and the signature lines. Requires what the fields of
// Note and NoteSignature say.
std::string FormatNote(const Note& note);

// Reads what FormatNote() wrote; nothing in it is verified. INVALID_ARGUMENT
// for any other bytes: each note has one form.
absl::StatusOr<Note> ParseNote(std::string_view bytes);

// The note's signatures by the key with this name and hash. Any number.
std::vector<std::string_view> SignaturesBy(const Note& note,
                                           std::string_view name,
                                           uint32_t key_hash);

// OK if the Ed25519 key `key` (32 bytes) called `name` signed the note's text.
// `verify` is asked whether that key signed a message. Signatures by other keys
// are passed over. NOT_FOUND if the note has none by this key;
// INVALID_ARGUMENT if `key` is no key, or one by it does not verify.
absl::Status VerifyNote(const Note& note, std::string_view name,
                        std::string_view key, SignatureVerifier verify);

}  // namespace sijill::merkle
