// SPDX-License-Identifier: Apache-2.0
#include "services/registry/rpc/bootstrap.h"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rules/calendar.h"
#include "common/rules/rule_set.h"
#include "google/protobuf/util/json_util.h"
#include "services/registry/domain/entry.h"
#include "services/registry/rpc/registry_change.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::registry {
namespace {

constexpr std::string_view kFirstRegistry = "first registry";
constexpr int kMaxDepth = 16;

// One command of the node's own, named by what it is for, so that a start that
// was cut short does not repeat it.
casefile::Command NodeCommand(const casefile::Casefile& casefile,
                              std::string_view purpose) {
  const base::Hash digest = base::Sha256({purpose});
  casefile::Command command{
      .agency = base::AgencyName::Node(casefile.domain()),
      .request_id = std::string(digest.view().substr(0, 16)),
      .request_hmac = digest};
  return command;
}

template <typename T>
absl::Status ParseEntry(const nlohmann::json& json, const std::string& where,
                        T* entry) {
  const auto status =
      google::protobuf::util::JsonStringToMessage(json.dump(), entry);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      base::StrCat(where, ": ", status.ToString()));
}

absl::Status Named(const std::string& where, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::InvalidArgumentError(
      base::StrCat(where, ": ", std::string(status.message())));
}

// Parses and checks one list, entry by entry, into `changes`.
template <typename T, typename Check>
absl::Status TakeList(const nlohmann::json& root, const char* key,
                      T* (v1::RegistryChanged::*mutable_entry)(), Check check,
                      decision::Directory& directory,
                      std::vector<v1::RegistryChanged>& changes) {
  const auto list = root.find(key);
  if (list == root.end()) return absl::OkStatus();
  if (!list->is_array()) {
    return absl::InvalidArgumentError(base::StrCat(key, ": a list"));
  }
  for (size_t i = 0; i < list->size(); ++i) {
    const std::string where = base::StrCat(key, "[", i, "]");
    v1::RegistryChanged& change = changes.emplace_back();
    T* entry = (change.*mutable_entry)();
    RETURN_IF_ERROR(ParseEntry((*list)[i], where, entry));
    RETURN_IF_ERROR(Named(where, check(*entry)));
    Apply(change, directory);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::RegistryChanged>> ParseRegistry(
    const base::DomainName& domain, std::string_view json) {
  // Entries are written out again by recursion.
  bool shallow = true;
  const auto root = nlohmann::json::parse(
      json,
      [&shallow](int depth, auto, const auto&) {
        shallow = shallow && depth <= kMaxDepth;
        return shallow;
      },
      false);
  if (!shallow || !root.is_object()) {
    return absl::InvalidArgumentError("the registry file is no JSON object");
  }
  for (const auto& [key, value] : root.items()) {
    if (key != "agencies" && key != "posts" && key != "grants") {
      return absl::InvalidArgumentError(base::StrCat(key, ": unknown key"));
    }
  }
  decision::Directory directory;
  std::vector<v1::RegistryChanged> changes;
  RETURN_IF_ERROR(TakeList<v1::Agency>(root, "agencies",
                                       &v1::RegistryChanged::mutable_agency,
                                       CheckAgency, directory, changes));
  RETURN_IF_ERROR(TakeList<v1::Post>(
      root, "posts", &v1::RegistryChanged::mutable_post,
      [&](const v1::Post& post) { return CheckPost(post, directory); },
      directory, changes));
  RETURN_IF_ERROR(TakeList<v1::Grant>(
      root, "grants", &v1::RegistryChanged::mutable_grant,
      [&](const v1::Grant& grant) {
        return CheckGrant(grant, domain, directory);
      },
      directory, changes));
  const size_t entries = directory.agencies.size() + directory.posts.size() +
                         directory.grants.size();
  if (entries != changes.size()) {
    return absl::InvalidArgumentError("an entry stands there twice");
  }
  return changes;
}

absl::StatusOr<std::set<std::string>> LoadedDigests(
    const casefile::Casefile& casefile) {
  ASSIGN_OR_RETURN(
      const casefile::StreamView view,
      casefile.Load(base::StreamName::ForRegistry(casefile.domain()),
                    casefile::Scope::kAll, [](uint32_t kind, size_t) {
                      return kind == v1::EVENT_KIND_RULE_SET_LOADED;
                    }));
  std::set<std::string> digests;
  for (const casefile::HeldEvent& held : view.events) {
    v1::RuleSetLoaded loaded;
    if (held.event.header.kind == v1::EVENT_KIND_RULE_SET_LOADED &&
        !held.parts.empty() && held.parts.front() &&
        loaded.ParseFromString(held.parts.front()->bytes)) {
      digests.insert(loaded.loaded().digest());
    }
  }
  return digests;
}

// Parses one file into the book and says how it is named.
absl::StatusOr<v1::VersionReference> ParseFile(const RuleFile& file,
                                               decision::RuleBook& book) {
  if (file.is_calendar) {
    auto calendar = rules::ParseCalendar(file.bytes);
    RETURN_IF_ERROR(Named(file.name, calendar.status()));
    v1::VersionReference reference = decision::ReferenceOf(*calendar);
    book.Add(*std::move(calendar));
    return reference;
  }
  auto set = rules::ParseRuleSet(file.bytes);
  RETURN_IF_ERROR(Named(file.name, set.status()));
  v1::VersionReference reference;
  reference.set_id(set->id);
  reference.set_version(std::to_string(set->version));
  reference.set_digest(set->digest.str());
  book.Add(*std::move(set));
  return reference;
}

}  // namespace

absl::Status Bootstrap(casefile::Casefile& casefile,
                       const decision::Directory& current,
                       std::string_view json) {
  if (!current.agencies.empty() || !current.grants.empty()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<v1::RegistryChanged> changes,
                   ParseRegistry(casefile.domain(), json));
  if (changes.empty()) return absl::OkStatus();
  casefile::Command command = NodeCommand(casefile, kFirstRegistry);
  uint64_t version = current.version;
  for (v1::RegistryChanged change : changes) {
    change.set_identity(base::AgencyName::Node(casefile.domain()).str());
    change.set_registry_version(++version);
    command.proposals.push_back(
        RegistryProposal(casefile.domain(), v1::EVENT_KIND_REGISTRY_CHANGED,
                         change.SerializeAsString()));
  }
  return casefile.Propose(std::move(command)).status();
}

absl::StatusOr<decision::RuleBook> LoadRules(casefile::Casefile& casefile,
                                             std::span<const RuleFile> files) {
  ASSIGN_OR_RETURN(std::set<std::string> known, LoadedDigests(casefile));
  decision::RuleBook book;
  std::set<std::pair<std::string, std::string>> versions;
  std::vector<v1::RuleSetLoaded> read;
  for (const RuleFile& file : files) {
    ASSIGN_OR_RETURN(v1::VersionReference reference, ParseFile(file, book));
    if (!versions.emplace(reference.id(), reference.version()).second) {
      return absl::InvalidArgumentError(base::StrCat(
          file.name, ": another file has this id and this version"));
    }
    v1::RuleSetLoaded& loaded = read.emplace_back();
    *loaded.mutable_loaded() = std::move(reference);
    loaded.set_content(file.bytes);
  }
  for (const v1::RuleSetLoaded& loaded : read) {
    if (!known.insert(loaded.loaded().digest()).second) continue;
    casefile::Command command = NodeCommand(
        casefile, base::StrCat("rules ", base::Hex(loaded.loaded().digest())));
    command.proposals.push_back(RegistryProposal(casefile.domain(),
                                                 v1::EVENT_KIND_RULE_SET_LOADED,
                                                 loaded.SerializeAsString()));
    RETURN_IF_ERROR(casefile.Propose(std::move(command)).status());
  }
  return book;
}

}  // namespace sijill::registry
