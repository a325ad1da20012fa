// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/case_state.h"

#include <algorithm>

#include "common/casestate/fold/fold.h"
#include "common/casestate/interpretation.h"
#include "common/casestate/roles.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate {
namespace {

// What may still be said of a case that was withdrawn or closed: receipts, the
// end itself, who speaks, and whatever closes or only protects.
bool FitsAfterEnd(uint32_t kind) {
  switch (kind) {
    case v1::EVENT_KIND_DELIVERED:
    case v1::EVENT_KIND_MISADDRESSED:
    case v1::EVENT_KIND_RECEIPT_CONFIRMED:
    case v1::EVENT_KIND_CLOSED:
    case v1::EVENT_KIND_PARTICIPANT_ADDED:
    case v1::EVENT_KIND_ROLE_REASSIGNED:
    case v1::EVENT_KIND_TRANSFER_CANCELLED:
    case v1::EVENT_KIND_TRAVEL_DOCUMENT_REVOKED:
      return true;
    default:
      return false;
  }
}

// One run over the events of a case.
class Folding {
 public:
  Folding(const base::StreamName& stream,
          const std::vector<InterpretedEvent>& events)
      : stream_(stream.str()), events_(events), roles_(events) {
    for (const InterpretedEvent& event : events_) {
      if (!roles_.OwnSide(event)) held_.insert(event.event().id);
    }
    state_.shared.set_name(stream_);
  }

  CaseState Run() && {
    for (size_t place = 0; place < events_.size(); ++place) Visit(place);
    // What referred to an event that sorts later can be folded now.
    while (RetryUnresolved()) {
    }
    for (const size_t place : unresolved_) {
      Wait(place, v1::WAITING_REASON_REFERENCE);
    }
    for (auto& participant : roles_.participants()) {
      *state_.shared.add_participants() = std::move(participant);
    }
    for (auto& participant : roles_.protectors()) {
      *state_.own.add_participants() = std::move(participant);
    }
    DropCorrectedAddresses();
    SortWaiting();
    fold::Derive(state_);
    return std::move(state_);
  }

 private:
  void Visit(size_t place) {
    const InterpretedEvent& event = events_[place];
    if (!event.understood()) {
      if (event.event().critical) SetUndecidable(event);
      return Wait(place, v1::WAITING_REASON_NOT_INTERPRETED);
    }
    if (!roles_.opening().has_value()) {
      return Wait(place, v1::WAITING_REASON_ROLE);
    }
    if (!roles_.InPlace(event)) {
      return Wait(place, v1::WAITING_REASON_MISPLACED);
    }
    if (!roles_.Admits(place, event)) {
      return Wait(place, v1::WAITING_REASON_ROLE);
    }
    if (!Apply(event)) unresolved_.push_back(place);
  }

  bool Apply(const InterpretedEvent& event) {
    const bool ended = state_.ended();
    const fold::Step step{event, roles_, held_, stream_, state_};
    if (!ApplyByKind(step)) return false;
    const uint32_t kind = event.event().kind;
    if (ended && event.kind()->lane == v1::LANE_SHARED && !FitsAfterEnd(kind)) {
      state_.shared.add_contradictions(v1::CONTRADICTION_ACT_AFTER_END);
    }
    KeepOwnSideFile(event);
    return true;
  }

  bool ApplyByKind(const fold::Step& step) {
    const uint32_t kind = step.kind();
    if (kind == v1::EVENT_KIND_PARTICIPANT_ADDED ||
        kind == v1::EVENT_KIND_ROLE_REASSIGNED) {
      return true;  // Roles has read it
    }
    if (step.event.kind()->lane == v1::LANE_OWN) {
      return fold::ApplyOwnSide(step);
    }
    if (kind >= v1::EVENT_KIND_TRANSFER_NOTIFIED &&
        kind <= v1::EVENT_KIND_ARRIVAL_REFUSED) {
      return fold::ApplyTransfer(step);
    }
    if (kind >= v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED &&
        kind <= v1::EVENT_KIND_TRAVEL_DOCUMENT_REVOKED) {
      return fold::ApplyTravelDocument(step);
    }
    if (kind >= v1::EVENT_KIND_EVIDENCE_ADDED &&
        kind <= v1::EVENT_KIND_NATIONALITY_DENIED) {
      return fold::ApplyIdentity(step);
    }
    return fold::ApplyReadmission(step);
  }

  // A wrong address is put right by whoever has the role now.
  void DropCorrectedAddresses() {
    auto& records = *state_.shared.mutable_misaddressed();
    const auto corrected = [&](const v1::MisaddressedRole& record) {
      const v1::Participant& named = record.participant();
      return HolderOf(state_, named.role()) != named.agency();
    };
    records.erase(std::remove_if(records.begin(), records.end(), corrected),
                  records.end());
  }

  void KeepOwnSideFile(const InterpretedEvent& event) {
    const auto& file = event.part<v1::OwnSideFile>();
    if (!file.external_reference().empty()) {
      state_.own.set_external_reference(file.external_reference());
    }
    if (!file.note().empty()) state_.own.add_notes(file.note());
  }

  bool RetryUnresolved() {
    bool progress = false;
    std::vector<size_t> still;
    for (const size_t place : unresolved_) {
      if (Apply(events_[place])) {
        progress = true;
      } else {
        still.push_back(place);
      }
    }
    unresolved_ = std::move(still);
    return progress;
  }

  void SetUndecidable(const InterpretedEvent& event) {
    if (roles_.OwnSide(event)) {
      state_.own.set_undecidable(true);
    } else {
      state_.shared.set_undecidable(true);
    }
  }

  void Wait(size_t place, v1::WaitingReason reason) {
    waiting_.emplace_back(place, reason);
  }

  void SortWaiting() {
    std::sort(waiting_.begin(), waiting_.end());
    for (const auto& [place, reason] : waiting_) {
      const InterpretedEvent& event = events_[place];
      v1::WaitingEvent& waiting = roles_.OwnSide(event)
                                      ? *state_.own.add_waiting()
                                      : *state_.shared.add_waiting();
      *waiting.mutable_fact() = fold::FactOf(stream_, event.event());
      waiting.set_kind(event.event().kind);
      waiting.set_reason(reason);
    }
  }

  const std::string stream_;
  const std::vector<InterpretedEvent>& events_;
  const Roles roles_;
  absl::flat_hash_set<base::Hash> held_;  // shared lanes only
  std::vector<size_t> unresolved_;
  std::vector<std::pair<size_t, v1::WaitingReason>> waiting_;
  CaseState state_;
};

}  // namespace

CaseState Fold(const base::StreamName& stream,
               std::span<const FoldEvent> events) {
  std::vector<InterpretedEvent> ordered;
  for (const size_t index : Order(events)) ordered.emplace_back(events[index]);
  return Folding(stream, ordered).Run();
}

std::string SerializeForComparison(const CaseState& state, View view) {
  v1::CaseSnapshot snapshot;
  *snapshot.mutable_shared() = state.shared;
  if (view == View::kWhole) *snapshot.mutable_own_side() = state.own;
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream sink(&bytes);
    google::protobuf::io::CodedOutputStream out(&sink);
    out.SetSerializationDeterministic(true);
    snapshot.SerializeToCodedStream(&out);
  }
  return bytes;
}

}  // namespace sijill::casestate
