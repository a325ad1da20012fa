// SPDX-License-Identifier: Apache-2.0
// A checked delivery on its way through the sequencer: imports are one more
// agency's writes.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/casefile/delivery.h"
#include "common/casefile/event_writer.h"
#include "common/ledger/submission.h"

namespace sijill::casefile {

// The transport's answer for one event: evidence for its author, and what
// "delivered" means.
struct ImportedEvent {
  uint64_t author_index = 0;
  std::string refusal;  // stable reason; empty: held here
  base::Hash event_id;
  base::Hash entry;
  uint64_t index = 0;  // in our shared log
};

struct ImportAnswer {
  std::vector<ImportedEvent> events;
  uint64_t next_index = 0;          // what we want next
  std::string checkpoint;           // of our shared log, holding all of them
  std::vector<EventPlace> written;  // what changed here, Delivered included
};

// How far a peer's shared log was taken.
struct PeerState {
  uint64_t next_index = 0;
  std::string checkpoint;  // the newest held of that log; empty if none
  uint64_t refused = 0;    // events kept as evidence

  friend bool operator==(const PeerState&, const PeerState&) = default;
};

// The state in `record`, the value of PeerKey(); none: nothing was taken.
// DATA_LOSS if it is damaged.
absl::StatusOr<PeerState> PeerStateOf(const std::optional<std::string>& record);

class ImportSubmission : public ledger::Submission {
 public:
  using Answer = std::function<void(absl::StatusOr<ImportAnswer>)>;

  // `node` outlives the submission. `answer` is called once, on the
  // sequencer's thread. `held` is what the delivery was checked against:
  // ABORTED if it has moved since.
  ImportSubmission(const NodeParts& node, base::DomainName peer,
                   std::vector<CheckedEvent> events, PeerState held,
                   PeerState next, Answer answer);

  std::string_view account() const override { return account_; }
  void Stage(ledger::Batch& batch) override;
  void Committed(const ledger::LogHead& shared,
                 const ledger::LogHead& own) override;
  void Failed(const absl::Status& status) override { answer_(status); }

 private:
  absl::Status StageOrRefuse(ledger::Batch& batch);
  absl::Status CheckRepeated(const CheckedEvent& checked,
                             const std::string& signed_header) const;
  absl::Status StageEvent(const CheckedEvent& checked, ledger::Batch& batch,
                          EventWriter& writer, ImportedEvent& answer);
  absl::Status ProposeAnswers(const CheckedEvent& checked,
                              std::string_view name, EventWriter& writer);
  absl::StatusOr<std::vector<size_t>> StageEvents(ledger::Batch& batch,
                                                  EventWriter& writer);
  void KeepRefused(const CheckedEvent& checked, const std::string& reason,
                   ledger::Batch& batch);

  const NodeParts& node_;
  const base::DomainName peer_;
  const std::string account_;
  const std::vector<CheckedEvent> events_;
  const PeerState held_;
  const PeerState next_;
  const Answer answer_;
  absl::Status refusal_;
  // Indices of this delivery's refused events: a key endorsed there is none.
  std::set<uint64_t> refused_;
  ImportAnswer result_;
};

}  // namespace sijill::casefile
