// SPDX-License-Identifier: Apache-2.0
// What a peer sends that keeps the form and means ill: every event is in its
// log, proved, and (unless said otherwise) sealed by its author.
#include <string>
#include <variant>
#include <vector>

#include "common/base/sha256.h"
#include "common/event/derived.h"
#include "common/testing/deliveries.h"
#include "common/testing/forged_log.h"
#include "sijill/v1/kinds.pb.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/wire.h"
#include "tests/fuzz/node/delivery_form.h"
#include "tests/fuzz/node/node_targets.h"
#include "tests/fuzz/node/peers.h"

namespace sijill::fuzz {
namespace {

constexpr size_t kMostEvents = 8;

// An input is events (1) and how many come first (2); an event is these.
enum EventField {
  kKind = 1,
  kAuthor,
  kAudience,
  kStream,
  kAt,  // its recorded-at; 0: as it should be
  kTweaks,
  kRest,
  kPart,      // in place of the part that stands there
  kSequence,  // added
};
enum Tweaks : uint64_t {
  kOtherExchange = 1,
  kNewerFormat = 2,
  kNoPrevious = 4,
  kOtherRoot = 8,
  kWithheld = 16,
  kPartMissing = 32,
  kRaw = 64,  // kRest in place of a SignedHeader
  kOtherKey = 128,
  kRepeated = 256,
  kNotCritical = 512,
  kSeenUnheld = 1024,
};

template <typename T, size_t N>
const T& Pick(const T (&choices)[N], uint64_t number) {
  return choices[number % N];
}

base::AgencyName AuthorOf(uint64_t number) {
  constexpr const char* kAuthors[] = {
      "south.example/agencies/interior", "south.example/agencies/node",
      "south.example/agencies/unknown", "north.example/agencies/interior",
      "east.example/agencies/interior"};
  return *base::AgencyName::Parse(Pick(kAuthors, number));
}

std::vector<std::string> AudienceOf(uint64_t number) {
  const std::vector<std::string> audiences[] = {
      {kNorth, kSouth},
      {"*"},
      {kSouth},
      {kNorth},
      {"east.example", kNorth, kSouth}};
  return Pick(audiences, number);
}

// The case of an opening by this author with this random.
base::StreamName CaseOf(const base::AgencyName& author,
                        const base::Hash& random) {
  return base::StreamName::ForCase(
      event::CaseIdOf(testing::kExchange, author, random));
}

const base::Hash& Random() {
  static const auto* const random =
      new base::Hash(base::Sha256({"random of the case"}));
  return *random;
}

base::StreamName StreamOf(uint64_t number, const base::AgencyName& author) {
  constexpr const char* kStreams[] = {"",  // the author's case
                                      "nodes/south.example",
                                      "nodes/north.example",
                                      "registry/south.example",
                                      "corridors/north.example+south.example",
                                      "corridors/east.example+south.example",
                                      "posts/south.example/embassy",
                                      "posts/north.example/embassy",
                                      "cases/aaaaaaaaaaaaaaaaaaaaaaaaaa"};
  const std::string name = Pick(kStreams, number);
  return name.empty() ? CaseOf(author, Random())
                      : *base::StreamName::Parse(name);
}

void ReplaceParts(const Wire& wire, uint64_t tweaks,
                  std::vector<event::WirePart>& parts) {
  const std::vector<std::string> given = wire.All(kPart);
  for (size_t i = 0; i < given.size() && i < 20; ++i) {
    if (i == parts.size()) {
      parts.emplace_back(
          event::Part{.salt = base::Sha256({"added"}), .bytes = ""});
    }
    if (auto* part = std::get_if<event::Part>(&parts[i])) {
      part->bytes = given[i];
    }
  }
  if ((tweaks & kWithheld) != 0 && !parts.empty()) {
    parts.front() = event::Commitment(parts.front());
  }
  if ((tweaks & kPartMissing) != 0 && !parts.empty()) parts.pop_back();
}

testing::Draft DraftOf(const Wire& wire, testing::ForgedLog& log) {
  const uint64_t tweaks = wire.Number(kTweaks);
  const auto kind = static_cast<uint32_t>(wire.Number(kKind));
  const base::AgencyName author = AuthorOf(wire.Number(kAuthor));
  testing::Draft draft =
      log.DraftOf(StreamOf(wire.Number(kStream), author), author,
                  AudienceOf(wire.Number(kAudience)), kind);
  event::Header& header = draft.header;
  if (kind == v1::EVENT_KIND_READMISSION_REQUESTED ||
      kind == v1::EVENT_KIND_DOCUMENT_REQUESTED) {
    header.random = Random();
  }
  if (wire.Number(kAt) != 0) header.recorded_at = wire.Number(kAt);
  header.sequence += wire.Number(kSequence);
  if ((tweaks & kOtherExchange) != 0) header.exchange = "training.other";
  if ((tweaks & kNoPrevious) != 0) header.previous.reset();
  if ((tweaks & kOtherRoot) != 0) header.content_root = Random();
  if ((tweaks & kNotCritical) != 0) header.critical = !header.critical;
  if ((tweaks & kSeenUnheld) != 0) header.seen = {Random()};
  if ((tweaks & kNewerFormat) != 0) {
    header.format = 2;
    header.seen.clear();
    header.rest = wire.Bytes(kRest);
  }
  ReplaceParts(wire, tweaks, draft.parts);
  return draft;
}

void Write(const Wire& wire, testing::ForgedLog& log) {
  const uint64_t tweaks = wire.Number(kTweaks);
  if ((tweaks & kRaw) != 0) {
    log.AddBytes(wire.Bytes(kRest), {});
    return;
  }
  testing::Draft draft = DraftOf(wire, log);
  const auto signer = South().SignerOf(draft.header.author,
                                       (tweaks & kOtherKey) != 0 ? "9" : "1");
  draft.header.key_id = signer->public_key().id();
  // A log holds headers that are none as well; those are kRaw's.
  if (draft.parts.empty() || !event::EncodeHeader(draft.header).ok()) return;
  log.AddSealed(draft, *signer);
  if ((tweaks & kRepeated) != 0) log.AddSealed(draft, *signer);
}

std::string EventOf(uint32_t kind, uint64_t author, uint64_t audience,
                    uint64_t stream, uint64_t tweaks = 0,
                    std::string_view part = "") {
  Wire wire;
  wire.Add(kKind, kind)
      .Add(kAuthor, author)
      .Add(kAudience, audience)
      .Add(kStream, stream)
      .Add(kTweaks, tweaks);
  if (!part.empty()) wire.Add(kPart, part);
  return wire.str();
}

std::string KeyEvent(uint32_t kind, std::string_view generation) {
  const auto agency = South().Agency("interior");
  const auto key = South().SignerOf(agency, generation)->public_key();
  std::string part = South().Endorsement(agency, key).parts.front();
  if (kind != v1::EVENT_KIND_KEY_ENDORSED) {
    part = Wire()
               .Add(1, agency.str())
               .Add(2, key.id().view())
               .Add(3, uint64_t{1})
               .str();
  }
  return EventOf(kind, 1, 1, 1, 0, part);
}

std::string InputOf(const Inputs& events) {
  Wire wire;
  for (const std::string& event : events) wire.Add(1, event);
  return wire.Add(2, uint64_t{1}).str();
}

}  // namespace

Inputs ForgedDeliverySeeds() {
  const std::string opening =
      EventOf(v1::EVENT_KIND_READMISSION_REQUESTED, 0, 0, 0);
  const std::string completed =
      EventOf(v1::EVENT_KIND_REQUEST_COMPLETED, 0, 0, 0);
  Inputs inputs = {
      InputOf({opening, completed, completed}),
      InputOf({completed, opening}),
      InputOf({opening, EventOf(v1::EVENT_KIND_DELIVERED, 1, 0, 0)}),
      InputOf({EventOf(v1::EVENT_KIND_RULE_SET_AGREED, 0, 0, 4)}),
      InputOf(
          {KeyEvent(v1::EVENT_KIND_KEY_ENDORSED, "9"),
           EventOf(v1::EVENT_KIND_READMISSION_REQUESTED, 0, 0, 0, kOtherKey)}),
      InputOf({opening, KeyEvent(v1::EVENT_KIND_KEY_REVOKED, "1"), completed}),
      InputOf({opening, KeyEvent(v1::EVENT_KIND_KEY_RETIRED, "1"), completed}),
      InputOf({EventOf(v1::EVENT_KIND_DISCLOSED, 0, 2, 0),
               EventOf(v1::EVENT_KIND_GATE_RECORDED, 0, 0, 0)}),
  };
  for (uint64_t tweak = 1; tweak <= kSeenUnheld; tweak *= 2) {
    inputs.push_back(InputOf(
        {opening, EventOf(v1::EVENT_KIND_REQUEST_COMPLETED, 0, 0, 0, tweak)}));
  }
  return inputs;
}

void FuzzForgedDelivery(std::string_view bytes) {
  const Wire input(bytes);
  const std::vector<std::string> events = input.All(1);
  const auto north = NewNorth();
  const casefile::Peer peer = South().AsPeer();
  testing::ForgedLog log(South());
  log.Begin({"interior"});
  uint64_t sent = 0;
  const auto send = [&] {
    if (log.size() == sent) return;
    TakeAndRequire(*north, peer, log.From(sent, sent));
    sent = log.size();
  };
  for (size_t i = 0; i < events.size() && i < kMostEvents; ++i) {
    Write(Wire(events[i]), log);
    if (i + 1 == input.Number(2)) send();
  }
  send();
}

}  // namespace sijill::fuzz
