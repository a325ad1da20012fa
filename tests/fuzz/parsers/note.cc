// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/note.h"

#include "common/base/text.h"
#include "common/merkle/checkpoint.h"
#include "common/merkle/cosignature.h"
#include "common/merkle/tree.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

constexpr std::string_view kLog = "north.example/sijill/training.example";
constexpr std::string_view kWitness = "south.example/witness";
constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";

bool Accept(std::string_view, std::string_view) { return true; }
bool Refuse(std::string_view, std::string_view) { return false; }

merkle::Note Cosigned(uint64_t size) {
  merkle::Note note{.text = merkle::FormatCheckpoint(
                        {.origin = std::string(kLog),
                         .size = size,
                         .root = size == 0 ? merkle::EmptyRoot()
                                           : merkle::LeafHash("entry")})};
  note.signatures.push_back({.name = std::string(kLog),
                             .key_hash = merkle::Ed25519KeyHash(kLog, kKey),
                             .signature = std::string(64, 's')});
  note.signatures.push_back(merkle::MakeCosignature(
      kWitness, kKey, 1'790'000'000, std::string(64, 'w')));
  return note;
}

void CheckText(const std::string& text) {
  const auto checkpoint = merkle::ParseCheckpoint(text);
  if (!checkpoint.ok()) {
    return RequireInvalid(checkpoint.status(), "a checkpoint is refused");
  }
  Require(merkle::FormatCheckpoint(*checkpoint) == text,
          "a checkpoint has one form");
  Require(merkle::IsOrigin(checkpoint->origin) &&
              checkpoint->size <= merkle::kMaxTreeSize,
          "its fields are in their bounds");
}

}  // namespace

Inputs NoteSeeds() {
  merkle::Note many = Cosigned(7);
  many.signatures.resize(merkle::kMaxNoteSignatures, many.signatures[0]);
  return {merkle::FormatNote(Cosigned(0)), merkle::FormatNote(Cosigned(1)),
          merkle::FormatNote(Cosigned(merkle::kMaxTreeSize)),
          merkle::FormatNote(many)};
}

void FuzzNote(std::string_view bytes) {
  CheckText(std::string(bytes));
  const auto note = merkle::ParseNote(bytes);
  if (!note.ok()) {
    return RequireInvalid(note.status(), "a note is refused as invalid");
  }
  Require(merkle::FormatNote(*note) == bytes, "a note has one form");
  Require(base::IsUtf8(note->text) && note->text.ends_with('\n'),
          "its text is lines of UTF-8");
  Require(!note->signatures.empty() &&
              note->signatures.size() <= merkle::kMaxNoteSignatures,
          "its signatures are bounded");
  for (const merkle::NoteSignature& signature : note->signatures) {
    Require(merkle::IsKeyName(signature.name), "who signed has a name");
  }
  const bool signed_by_log = merkle::VerifyNote(*note, kLog, kKey, Accept).ok();
  Require(!merkle::VerifyNote(*note, kLog, kKey, Refuse).ok(),
          "no signature verifies against the verifier");
  Require(signed_by_log == !merkle::SignaturesBy(
                                *note, kLog, merkle::Ed25519KeyHash(kLog, kKey))
                                .empty(),
          "a note is signed by who signed it");
  const auto time = merkle::VerifyCosignature(*note, kWitness, kKey, Accept);
  Require(!time.ok() || *time <= INT64_MAX, "a cosignature's time is one");
  CheckText(note->text);
}

}  // namespace sijill::fuzz
