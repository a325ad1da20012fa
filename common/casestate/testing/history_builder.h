// SPDX-License-Identifier: Apache-2.0
// Histories for tests: of the fold here, and of services' decisions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/casestate/case_state.h"
#include "common/casestate/history.h"
#include "google/protobuf/message.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate::testing {

inline constexpr char kNorth[] = "north.example";
inline constexpr char kSouth[] = "south.example";
inline constexpr char kRequesting[] = "north.example/agencies/interior";
inline constexpr char kProtection[] = "north.example/agencies/protection";
inline constexpr char kRequested[] = "south.example/agencies/interior";
inline constexpr char kConsulate[] = "south.example/agencies/consulate";
inline constexpr char kBorder[] = "south.example/agencies/border";
inline constexpr char kNorthNode[] = "north.example/agencies/node";
inline constexpr char kSouthNode[] = "south.example/agencies/node";

// How an event is written.
struct Writing {
  // For its author's domain alone.
  bool own_lane = false;
  // Written without having seen anything of the other domain since the
  // opening: it crosses what that domain writes.
  bool crossing = false;
  // Marked as critical in its header.
  bool critical = false;
};

// Writes a history, one second after the other. Each event names its lane's
// previous one and has seen the latest of every other lane that it may name.
// Ids are digests of a counter, so they are alike in every run.
class HistoryBuilder {
 public:
  // The case's domains; one for a case within a domain.
  explicit HistoryBuilder(std::vector<std::string> domains = {kNorth, kSouth});

  // Writes an event of the kind; parts are put where the kind has them, others
  // are absent. Returns its id.
  base::Hash Write(
      std::string_view author, v1::EventKind kind,
      const std::vector<const google::protobuf::Message*>& parts = {},
      Writing writing = {});
  // One part given by value.
  template <typename Part>
  base::Hash Say(std::string_view author, v1::EventKind kind, const Part& part,
                 Writing writing = {}) {
    return Write(author, kind, {&part}, writing);
  }

  // Opens with all five agencies named, and the south's receipt of it.
  base::Hash OpenReadmission();
  // Opens a document request of kRequesting's; kRequested is named as well.
  base::Hash OpenDocumentRequest();
  // The receiving node's Delivered for the event.
  base::Hash Deliver(const base::Hash& id, std::string_view node = kSouthNode);

  // Lets time pass.
  void Wait(uint64_t seconds) { now_ += seconds * 1'000'000; }

  std::vector<FoldEvent>& events() { return events_; }
  // What the domain's node holds: of others' events no own lane, and only
  // outward parts.
  std::vector<FoldEvent> HeldBy(std::string_view domain) const;
  base::StreamName stream() const;
  CaseState Fold() const;
  // The name of an event of the case.
  std::string NameOf(const base::Hash& id) const;

 private:
  using Lane = std::pair<std::string, std::vector<std::string>>;

  std::vector<std::string> domains_;
  std::vector<FoldEvent> events_;
  std::map<Lane, size_t> heads_;  // index of each lane's latest event
  std::optional<base::Hash> opening_;
  uint64_t now_ = 1'700'000'000'000'000;
  uint64_t counter_ = 0;
};

// The terms of a readmission between the two domains above, rule set included.
v1::OpeningTerms ReadmissionTerms();
v1::OpeningTerms DocumentTerms();
// A filled form of an own national.
v1::RequestForm Form();

}  // namespace sijill::casestate::testing
