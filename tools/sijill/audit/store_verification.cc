// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/audit/store_verification.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/check/store_check.h"
#include "common/ledger/log_reader.h"
#include "common/merkle/checkpoint.h"
#include "common/merkle/note.h"
#include "common/merkle/verifier_key.h"
#include "common/storage/store.h"
#include "tools/sijill/failure.h"

namespace sijill::cli {
namespace {

std::string LogName(ledger::LogKind log) {
  return log == ledger::LogKind::kShared ? "shared" : "own";
}

// What says "yes" was looked at; content and seals need the node's keys.
Report ToReport(const casefile::StoreReport& found,
                const casefile::StoreCheckOptions& options) {
  Report report{{{"shared_entries", static_cast<int64_t>(found.shared_size)},
                 {"own_entries", static_cast<int64_t>(found.own_size)},
                 {"events", static_cast<int64_t>(found.events)},
                 {"lanes", static_cast<int64_t>(found.lanes)},
                 {"shared_log_signature", options.shared_log.has_value()},
                 {"own_log_signature", options.own_log.has_value()},
                 {"verified", found.sound()}},
                "findings",
                {"log", "index", "event", "what"},
                {}};
  for (const casefile::StoreFinding& finding : found.findings) {
    report.rows.push_back(
        {LogName(finding.log),
         finding.index ? std::to_string(*finding.index) : std::string("-"),
         finding.event_id ? finding.event_id->hex() : std::string("-"),
         finding.what});
  }
  return report;
}

// A store, or a node's directory with one in it.
absl::StatusOr<std::string> FindStore(const std::string& directory) {
  for (const char* folder : {"", "/store"}) {
    std::error_code error;
    const std::string path = directory + folder;
    if (std::filesystem::exists(path + "/CURRENT", error)) return path;
  }
  return WithNextStep(
      absl::NotFoundError(base::StrCat(directory, ": there is no store")),
      "name the folder \"store\" of a node, or a copy of it");
}

// The log's name by its newest checkpoint; empty if there is none to read.
std::string OriginOf(const storage::Reader& store, ledger::LogKind log) {
  const auto head = ledger::LogReader(store, log).Head();
  const auto note = merkle::ParseNote(head.ok() ? head->checkpoint : "");
  const auto checkpoint = merkle::ParseCheckpoint(note.ok() ? note->text : "");
  return checkpoint.ok() ? checkpoint->origin : "";
}

// Of the profile's keys, those of this store's logs: a profile may know others.
absl::Status AddKnownKeys(const ConnectionProfile& profile,
                          const storage::Reader& store,
                          casefile::StoreCheckOptions& options) {
  for (const std::string& text : profile.log_keys) {
    ASSIGN_OR_RETURN(const auto key, merkle::ParseVerifierKey(text));
    const casefile::KnownLog known{.origin = key.name, .key = key.key};
    if (key.name == OriginOf(store, ledger::LogKind::kShared)) {
      options.shared_log = known;
    } else if (key.name == OriginOf(store, ledger::LogKind::kOwn)) {
      options.own_log = known;
    }
  }
  return absl::OkStatus();
}

// A key that was given is of this store, or the store is not the one meant.
absl::Status AddGivenKeys(const std::vector<std::string>& texts,
                          casefile::StoreCheckOptions& options) {
  for (const std::string& text : texts) {
    const auto key = merkle::ParseVerifierKey(text);
    if (!key.ok()) return UsageError(key.status());
    const bool own = key->name.find("/own/") != std::string::npos;
    (own ? options.own_log : options.shared_log) =
        casefile::KnownLog{.origin = key->name, .key = key->key};
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyStore(const std::string& directory,
                         const std::vector<std::string>& log_keys,
                         Session& session) {
  ASSIGN_OR_RETURN(const std::string path, FindStore(directory));
  casefile::StoreCheckOptions options{
      .progress = [&session](uint64_t done, uint64_t of) {
        session.output().Progress(
            base::StrCat(done, " of ", of, " entries of a log"));
      }};
  ASSIGN_OR_RETURN(const auto store,
                   storage::Store::Open(path, {.read_only = true}));
  if (!session.options().profile.empty()) {
    ASSIGN_OR_RETURN(const ConnectionProfile profile, session.Profile());
    RETURN_IF_ERROR(AddKnownKeys(profile, *store, options));
  }
  RETURN_IF_ERROR(AddGivenKeys(log_keys, options));
  ASSIGN_OR_RETURN(const casefile::StoreReport found,
                   casefile::CheckStore(*store, options));
  session.output().Print(ToReport(found, options));
  if (found.sound()) return absl::OkStatus();
  return DoesNotVerify(
      base::StrCat(found.findings.size(), " things in the store do not fit"));
}

}  // namespace sijill::cli
