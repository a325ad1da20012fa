// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/casestate/case_state.h"
#include "common/casestate/kinds.h"
#include "common/casestate/testing/history_builder.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/wire.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

namespace history = casestate::testing;

constexpr uint64_t kBegin = 1'700'000'000'000'000;
constexpr size_t kMostEvents = 60;
constexpr const char* kAuthors[] = {
    history::kRequesting, history::kProtection,
    history::kRequested,  history::kConsulate,
    history::kBorder,     history::kNorthNode,
    history::kSouthNode,  "east.example/agencies/other"};

// An input is events; an event is these.
enum EventField {
  kKind = 1,
  kAuthor,    // in kAuthors
  kAt,        // microseconds after kBegin
  kSeen,      // places of events before it, again and again
  kPrevious,  // the place of one, plus one
  kSequence,
  kFlags,
  kPart,
  kWithheld,  // the place of a part, plus one
};
constexpr uint64_t kOwnLane = 1;  // flags
constexpr uint64_t kCritical = 2;
constexpr uint64_t kNewer = 4;

base::Hash IdOf(size_t place) {
  return base::Sha256({"event", base::StrCat(place)});
}

casestate::FoldEvent EventAt(size_t place, const Wire& wire) {
  const uint64_t flags = wire.Number(kFlags);
  casestate::FoldEvent event{
      .id = IdOf(place),
      .author = *base::AgencyName::Parse(
          kAuthors[wire.Number(kAuthor) % std::size(kAuthors)]),
      .kind = static_cast<uint32_t>(wire.Number(kKind)),
      .recorded_at = kBegin + wire.Number(kAt) % 100'000'000'000'000,
      .sequence = wire.Number(kSequence),
      .audience = {history::kNorth, history::kSouth},
      .critical = (flags & kCritical) != 0,
      .newer_format = (flags & kNewer) != 0};
  if ((flags & kOwnLane) != 0) {
    event.audience = {std::string(event.author.domain())};
  }
  // A place not before it is an event that is not held: ids are digests, so
  // nothing sees what comes after it.
  const auto cause = [&](uint64_t at) {
    return IdOf(at < place ? at : 1'000'000 + at % 1'000'000);
  };
  for (const uint64_t at : wire.Numbers(kSeen)) {
    event.seen.push_back(cause(at));
  }
  std::ranges::sort(event.seen);
  if (wire.Number(kPrevious) > 0) {
    event.previous = cause(wire.Number(kPrevious) - 1);
  }
  for (const std::string& part : wire.All(kPart)) event.parts.push_back(part);
  for (const uint64_t at : wire.Numbers(kWithheld)) {
    if (at > 0 && at <= event.parts.size()) event.parts[at - 1].reset();
  }
  return event;
}

std::string InputOf(const std::vector<casestate::FoldEvent>& events) {
  Wire input;
  std::vector<base::Hash> ids;
  const auto place = [&](const base::Hash& id) {
    return static_cast<uint64_t>(std::ranges::find(ids, id) - ids.begin());
  };
  for (const casestate::FoldEvent& event : events) {
    Wire wire;
    uint64_t author = 0;
    while (event.author.str() != kAuthors[author]) ++author;
    wire.Add(kKind, event.kind)
        .Add(kAuthor, author)
        .Add(kAt, event.recorded_at - kBegin)
        .Add(kSequence, event.sequence)
        .Add(kFlags, (event.audience.size() == 1 ? kOwnLane : 0) |
                         (event.critical ? kCritical : 0));
    for (const base::Hash& id : event.seen) wire.Add(kSeen, place(id));
    if (event.previous) wire.Add(kPrevious, place(*event.previous) + 1);
    for (const auto& part : event.parts) wire.Add(kPart, part.value_or(""));
    input.Add(1, wire.str());
    ids.push_back(event.id);
  }
  return input.str();
}

}  // namespace

Inputs FoldSeeds() {
  history::HistoryBuilder readmission;
  readmission.OpenReadmission();
  history::HistoryBuilder document;
  document.OpenDocumentRequest();
  // One event of every kind, whoever may write it, without content.
  history::HistoryBuilder every;
  every.OpenReadmission();
  for (const casestate::Kind& kind : casestate::AllKinds()) {
    every.Write(kAuthors[kind.number % 7],
                static_cast<v1::EventKind>(kind.number));
  }
  return {InputOf(readmission.events()), InputOf(document.events()),
          InputOf(every.events())};
}

// The state is a function of the set of events: no order, no repetition and
// no content changes that, and none ends the process.
void FuzzFold(std::string_view bytes) {
  std::vector<casestate::FoldEvent> events;
  for (const std::string& event : Wire(bytes).All(1)) {
    if (events.size() == kMostEvents) break;
    events.push_back(EventAt(events.size(), Wire(event)));
  }
  const auto stream = base::StreamName::ForCase(base::CaseId());
  const auto folded = [&](const std::vector<casestate::FoldEvent>& held) {
    return casestate::SerializeForComparison(casestate::Fold(stream, held),
                                             casestate::View::kWhole);
  };
  const std::string state = folded(events);
  std::vector<casestate::FoldEvent> other(events.rbegin(), events.rend());
  Require(folded(other) == state, "another order is the same state");
  other.insert(other.end(), events.begin(), events.end());
  Require(folded(other) == state, "events held twice are the same state");
  Require(casestate::Order(events).size() == events.size(),
          "every event has its place");
}

}  // namespace sijill::fuzz
