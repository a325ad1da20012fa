// SPDX-License-Identifier: Apache-2.0
// The proof of a case: what a node replays, checked by ourselves down to keys,
// commitments and the log's root. The node's word counts for nothing here.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/event/header.h"
#include "common/event/signed_header.h"
#include "common/merkle/checkpoint.h"
#include "common/pki/certificate.h"
#include "common/pki/trust_store.h"
#include "sijill/v1/audit_service.pb.h"

namespace sijill::cli {

// One event of the timeline.
struct ReplayedLine {
  std::string name;  // "cases/{case}/events/{id}"
  v1::Log log = v1::LOG_UNSPECIFIED;
  uint64_t index = 0;
  absl::Time recorded_at;
  std::string agency;
  std::string kind;
  std::string officer;                // if the context may be read; personal
  std::vector<std::string> failures;  // none: all that could be was verified
};

// The checkpoint that a note states; DATA_LOSS if it is not to be believed.
using NoteReader =
    std::function<absl::StatusOr<merkle::Checkpoint>(const std::string& note)>;

// Add the pages of one case in their order, then call Finish(). Checks of each
// event: its header and id, its place in the case, the seal under the author's
// certificate and that under the root of the author's domain, the commitments
// of its parts, the proof that the page's checkpoint contains it; of all
// together: no lane has a gap or a fork. Not thread-safe.
class ReplayCheck {
 public:
  // `roots` outlives this.
  ReplayCheck(std::string case_name, const pki::TrustStore& roots,
              NoteReader read_note);

  void AddPage(const v1::ReplayCaseResponse& page);
  // Something else that could not be checked.
  void AddNote(std::string note) { notes_.insert(std::move(note)); }
  void Finish();

  const std::vector<ReplayedLine>& lines() const { return lines_; }
  // What could not be checked, a sentence each.
  const std::set<std::string>& notes() const { return notes_; }
  // What is wrong with the whole, beside the failures of its lines.
  const std::vector<std::string>& failures() const { return failures_; }
  // Nothing is wrong, of what could be checked.
  bool verified() const;
  // Everything could be.
  bool complete() const { return notes_.empty(); }

 private:
  // Where an event stands in its lane.
  struct Step {
    std::string header_bytes;
    size_t line;
  };
  using Lane = std::map<uint64_t, Step>;

  void ReadCheckpoints(const v1::ReplayCaseResponse& page);
  void AddEvent(const v1::ReplayedEvent& replayed);
  void CheckPlace(const event::ParsedEvent& event, ReplayedLine& line);
  void CheckSeal(const event::ParsedEvent& event,
                 const v1::ReplayedEvent& replayed, ReplayedLine& line);
  void CheckCertificate(const event::ParsedEvent& event,
                        const pki::Certificate& certificate,
                        ReplayedLine& line);
  void CheckParts(const event::ParsedEvent& event,
                  const v1::ReplayedEvent& replayed, ReplayedLine& line);
  void CheckInclusion(const event::ParsedEvent& event,
                      const v1::ReplayedEvent& replayed, ReplayedLine& line);
  void CheckLane(const Lane& lane);

  const std::string case_name_;
  const pki::TrustStore& roots_;
  const NoteReader read_note_;
  std::optional<std::string> exchange_;                // the first event's
  std::map<v1::Log, merkle::Checkpoint> checkpoints_;  // of the present page
  std::map<std::string, Lane> lanes_;
  std::vector<ReplayedLine> lines_;
  std::vector<std::string> failures_;
  std::set<std::string> notes_;
};

}  // namespace sijill::cli
