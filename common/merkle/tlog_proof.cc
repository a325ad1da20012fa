// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tlog_proof.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/merkle/base64.h"
#include "common/merkle/proof.h"

namespace sijill::merkle {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr size_t kMaxPath = 63;  // the depth of a tree of kMaxTreeSize

// Takes the next line from `rest`, without its newline; nothing if it has none.
std::optional<std::string_view> NextLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  if (end == rest.npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

absl::Status Malformed(std::string_view part) {
  return absl::InvalidArgumentError(
      base::StrCat("a proof's ", part, " is malformed"));
}

absl::Status ParseExtra(std::string_view& rest, TlogProof& proof) {
  if (!rest.starts_with(kExtra)) return absl::OkStatus();
  std::optional<std::string_view> line = NextLine(rest);
  if (!line) return Malformed("extra data");
  base::ConsumePrefix(*line, kExtra);
  const std::optional<std::string> extra = DecodeBase64(*line);
  // Without extra data there is no such line.
  if (!extra || extra->empty() || extra->size() > kMaxTlogProofExtra) {
    return Malformed("extra data");
  }
  proof.extra = *extra;
  return absl::OkStatus();
}

absl::Status ParseIndex(std::string_view& rest, TlogProof& proof) {
  std::optional<std::string_view> line = NextLine(rest);
  if (!line || !base::ConsumePrefix(*line, kIndex)) return Malformed("index");
  const std::optional<uint64_t> index = base::ParseDecimal(*line);
  if (!index || *index >= kMaxTreeSize) return Malformed("index");
  proof.index = *index;
  return absl::OkStatus();
}

// Takes the path and the empty line after it.
absl::Status ParsePath(std::string_view& rest, TlogProof& proof) {
  while (true) {
    const std::optional<std::string_view> line = NextLine(rest);
    if (!line) return Malformed("path");
    if (line->empty()) return absl::OkStatus();
    const std::optional<std::string> bytes = DecodeBase64(*line);
    const auto node = base::Hash::From(bytes.value_or(""));
    if (!node || proof.path.size() == kMaxPath) return Malformed("path");
    proof.path.push_back(*node);
  }
}

}  // namespace

std::string FormatTlogProof(const TlogProof& proof) {
  std::string bytes(kHeader);
  if (!proof.extra.empty()) {
    bytes += base::StrCat(kExtra, EncodeBase64(proof.extra), "\n");
  }
  bytes += base::StrCat(kIndex, proof.index, "\n");
  for (const base::Hash& node : proof.path) {
    bytes += base::StrCat(EncodeBase64(node.view()), "\n");
  }
  return base::StrCat(bytes, "\n", proof.checkpoint);
}

absl::StatusOr<TlogProof> ParseTlogProof(std::string_view bytes) {
  TlogProof proof;
  if (!base::ConsumePrefix(bytes, kHeader)) return Malformed("first line");
  RETURN_IF_ERROR(ParseExtra(bytes, proof));
  RETURN_IF_ERROR(ParseIndex(bytes, proof));
  RETURN_IF_ERROR(ParsePath(bytes, proof));
  ASSIGN_OR_RETURN(const Note note, ParseNote(bytes));
  RETURN_IF_ERROR(ParseCheckpoint(note.text).status());
  proof.checkpoint = std::string(bytes);
  return proof;
}

absl::StatusOr<Checkpoint> VerifyTlogProof(
    const TlogProof& proof, const base::Hash& leaf_hash,
    std::string_view origin,
    absl::FunctionRef<absl::Status(const Note& note)> verify_note) {
  ASSIGN_OR_RETURN(const Note note, ParseNote(proof.checkpoint));
  RETURN_IF_ERROR(verify_note(note));
  ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(note.text));
  if (checkpoint.origin != origin) {
    return absl::InvalidArgumentError("the proof is of another log");
  }
  RETURN_IF_ERROR(VerifyInclusion(leaf_hash, proof.index, checkpoint.size,
                                  proof.path, checkpoint.root));
  return checkpoint;
}

}  // namespace sijill::merkle
