// SPDX-License-Identifier: Apache-2.0
// What lies in the store, changed on the disk: the auditor's oracle, readers
// and start-up say so or go on; none ends the process.
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "common/casefile/stream_view.h"
#include "common/config/file.h"
#include "common/storage/store.h"
#include "common/testing/deliveries.h"
#include "common/testing/forged_log.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/wire.h"
#include "tests/fuzz/node/delivery_form.h"
#include "tests/fuzz/node/node_targets.h"
#include "tests/fuzz/node/peers.h"

namespace sijill::fuzz {
namespace {

using Records = std::map<std::string, std::string>;

enum InputField { kPlace = 1, kValue };

Records RecordsOf(const storage::Reader& store) {
  Records records;
  const absl::Status status =
      store.Scan("", "\xff", [&](std::string_view key, std::string_view value) {
        records.emplace(key, value);
        return true;
      });
  Require(status.ok(), "a store can be read");
  return records;
}

// A node that holds a case of its own and a peer's events, at rest.
class Subject {
 public:
  Subject() : node_(NewNorth()) {
    const auto author = node_->Agency("interior");
    const auto opening = testing::OpeningOf(author, {kNorth, kSouth}, "a case");
    Require(node_->Propose({opening}, "open").ok(), "a case is opened");
    testing::ForgedLog log(South());
    log.Begin({"interior"});
    log.AddBytes("not a SignedHeader", {});
    TakeAndRequire(*node_, South().AsPeer(), log.From(0, 0));
    records_ = RecordsOf(node_->store());
    released_ = *config::ReadFile(node_->released_path());
  }

  testing::NodeFixture& node() { return *node_; }
  const Records& records() const { return records_; }

  // Puts `value` under the key at `place`, with nobody using the store.
  void Change(size_t place, std::string_view value) {
    Require(node_->OpenStores().ok(), "the stores open");
    auto at = records_.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(place % records_.size()));
    Commit({.puts = {{at->first, std::string(value)}}});
  }

  // As it was before Change().
  void Restore() {
    Require(node_->OpenStores().ok(), "the stores open");
    storage::WriteSet writes;
    for (const auto& [key, value] : RecordsOf(node_->store())) {
      if (!records_.contains(key)) writes.deletes.push_back(key);
    }
    writes.puts.assign(records_.begin(), records_.end());
    Commit(writes);
    Require(config::WriteFileAtomically(node_->released_path(), released_,
                                        config::FileMode::kSecret)
                .ok(),
            "the released file is put back");
  }

 private:
  void Commit(const storage::WriteSet& writes) {
    Require(node_->store().Commit(writes) == storage::CommitOutcome::kCommitted,
            "the store takes it");
  }

  std::unique_ptr<testing::NodeFixture> node_;
  Records records_;
  std::string released_;
};

Subject& TheSubject() {
  static auto* const subject = new Subject;
  return *subject;
}

// Whatever the answer, there is one.
void ReadAll(testing::NodeFixture& node) {
  const auto streams = node.casefile().CaseVersions();
  if (streams.ok()) {
    for (const auto& [stream, version] : *streams) {
      (void)node.casefile().Load(stream, casefile::Scope::kAll);
    }
  }
  (void)node.casefile().PositionOf(South().domain());
  (void)node.casefile().RegistryVersion();
  const auto log = node.casefile().Log(ledger::LogKind::kShared);
  (void)log->Head();
  const auto size = log->Size();
  (void)log->Entries(0, 100);
  if (size.ok() && *size > 0) (void)log->InclusionProof(0, *size);
}

}  // namespace

Inputs StoredRecordSeeds() {
  Inputs inputs;
  uint64_t place = 0;
  for (const auto& [key, value] : TheSubject().records()) {
    inputs.push_back(Wire().Add(kPlace, place++).Add(kValue, value).str());
  }
  return inputs;
}

void FuzzStoredRecord(std::string_view bytes) {
  const Wire input(bytes);
  Subject& subject = TheSubject();
  subject.Change(input.Number(kPlace), input.Bytes(kValue));
  testing::NodeFixture& node = subject.node();
  const std::string findings = node.Findings();
  const absl::Status opened = node.Open();
  if (opened.ok()) {
    ReadAll(node);
  } else {
    RequireRefusal(opened, absl::StatusCode::kDataLoss,
                   "a store that is damaged is called so");
    Require(!findings.empty(), "what does not start is found by the auditor");
  }
  node.Stop();
  subject.Restore();
}

}  // namespace sijill::fuzz
