// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/log_comparison.h"

#include <map>
#include <optional>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/ed25519.h"
#include "common/merkle/note.h"
#include "common/merkle/verifier_key.h"
#include "sijill/v1/ledger_service.pb.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;

std::optional<merkle::VerifierKey> KeyOf(const ConnectionProfile& profile,
                                         const std::string& origin) {
  for (const std::string& text : profile.log_keys) {
    const absl::StatusOr<merkle::VerifierKey> key =
        merkle::ParseVerifierKey(text);
    if (key.ok() && key->name == origin) return *key;
  }
  return std::nullopt;
}

// The notes of an answer and their logs; the last one of each log.
std::map<v1::Log, std::string> NotesOf(const pb::Message& response) {
  std::map<v1::Log, std::string> notes;
  const pb::FieldDescriptor* const field =
      response.GetDescriptor()->FindFieldByName("receipts");
  if (field == nullptr) return notes;
  const pb::Reflection& reflection = *response.GetReflection();
  for (int i = 0; i < reflection.FieldSize(response, field); ++i) {
    const auto& receipt = static_cast<const v1::Receipt&>(
        reflection.GetRepeatedMessage(response, field, i));
    if (!receipt.checkpoint().empty()) {
      notes[receipt.log()] = receipt.checkpoint();
    }
  }
  return notes;
}

ConsistencyProver ProverOf(NodeLink& link, v1::Log log) {
  return
      [&link, log](uint64_t first,
                   uint64_t second) -> absl::StatusOr<std::vector<base::Hash>> {
        v1::GetConsistencyProofRequest request;
        request.mutable_caller()->set_purpose(v1::PURPOSE_AUDIT);
        request.set_log(log);
        request.set_first_size(first);
        request.set_second_size(second);
        v1::GetConsistencyProofResponse response;
        RETURN_IF_ERROR(
            link.Call("LedgerService/GetConsistencyProof", request, response));
        std::vector<base::Hash> proof;
        for (const std::string& node : response.consistency_proof()) {
          const auto hash = base::Hash::From(node);
          if (!hash)
            return absl::DataLossError("a proof's node has not 32 bytes");
          proof.push_back(*hash);
        }
        return proof;
      };
}

}  // namespace

bool HasKeyOf(const ConnectionProfile& profile, const std::string& origin) {
  return KeyOf(profile, origin).has_value();
}

absl::StatusOr<merkle::Checkpoint> ReadNote(const ConnectionProfile& profile,
                                            const std::string& bytes) {
  const absl::StatusOr<merkle::Note> note = merkle::ParseNote(bytes);
  if (!note.ok()) return absl::DataLossError("the node gave no signed note");
  const auto checkpoint = merkle::ParseCheckpoint(note->text);
  if (!checkpoint.ok()) {
    return absl::DataLossError("the node's note is no checkpoint");
  }
  const auto key = KeyOf(profile, checkpoint->origin);
  if (!key) return *checkpoint;
  const auto verify = [&](std::string_view message,
                          std::string_view signature) {
    return crypto::VerifyEd25519(key->key, message, signature);
  };
  if (!merkle::VerifyNote(*note, key->name, key->key.view(), verify).ok()) {
    return absl::DataLossError(
        "the log's key did not sign the checkpoint of its log");
  }
  return *checkpoint;
}

absl::Status CompareLogs(const ConnectionProfile& profile, NodeLink& link,
                         const pb::Message& response, Session& session) {
  std::map<v1::Log, std::string> notes = NotesOf(response);
  if (const auto* asked =
          dynamic_cast<const v1::GetCheckpointResponse*>(&response)) {
    ASSIGN_OR_RETURN(const auto checkpoint,
                     ReadNote(profile, asked->checkpoint()));
    const bool own = checkpoint.origin.find("/own/") != std::string::npos;
    notes[own ? v1::LOG_OWN : v1::LOG_SHARED] = asked->checkpoint();
  }
  for (const auto& [log, note] : notes) {
    RETURN_IF_ERROR(CompareNote(profile, link, log, note, session));
  }
  return absl::OkStatus();
}

absl::Status CompareNote(const ConnectionProfile& profile, NodeLink& link,
                         v1::Log log, const std::string& note,
                         Session& session) {
  ASSIGN_OR_RETURN(const auto checkpoint, ReadNote(profile, note));
  ASSIGN_OR_RETURN(const std::string directory, session.ConfigDirectory());
  const absl::Status status = CheckpointMemory(directory).Compare(
      checkpoint, note, ProverOf(link, log));
  if (absl::IsDataLoss(status)) {
    return WithNextStep(status,
                        "act no more at this node, and tell the auditors of "
                        "every State that it serves");
  }
  // Of the own log only its auditors may ask.
  const bool closed = log == v1::LOG_OWN && absl::IsNotFound(status);
  if (!status.ok() && !closed) {
    session.output().Warn(
        base::StrCat("The log ", checkpoint.origin,
                     " was not compared with what was seen of it before."));
  }
  return absl::OkStatus();
}

}  // namespace sijill::cli
