// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/audit/replay_check.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "common/casefile/seal.h"
#include "common/casestate/kinds.h"
#include "common/event/content.h"
#include "common/event/derived.h"
#include "common/merkle/proof.h"
#include "common/pki/path_validation.h"
#include "common/pki/profile.h"
#include "common/pki/spiffe_id.h"
#include "sijill/v1/events.pb.h"

namespace sijill::cli {
namespace {

void Note(const absl::Status& status, std::string_view what,
          ReplayedLine& line) {
  if (status.ok()) return;
  line.failures.push_back(
      base::StrCat(what, ": ", std::string(status.message())));
}

std::string KindText(uint32_t number) {
  const casestate::Kind* const kind = casestate::FindKind(number);
  return kind != nullptr ? kind->name
                         : base::StrCat("kind ", number, ", not interpreted");
}

absl::StatusOr<event::WirePart> WirePartOf(const v1::EventPart& part) {
  if (part.form_case() == v1::EventPart::kCommitment) {
    return event::ParseWithheldPart(part.commitment());
  }
  return event::ParsePart(part.opened().salt(), part.opened().content());
}

// Who decided, if the part that says so came opened.
std::string OfficerOf(uint32_t kind_number, const v1::ReplayedEvent& replayed) {
  const casestate::Kind* const kind = casestate::FindKind(kind_number);
  if (kind == nullptr) return "";
  for (size_t i = 0; i < kind->parts.size(); ++i) {
    if (kind->parts[i].message != v1::DecisionContext::descriptor() ||
        i >= static_cast<size_t>(replayed.event_parts_size())) {
      continue;
    }
    v1::DecisionContext context;
    if (!context.ParseFromString(
            replayed.event_parts(static_cast<int>(i)).opened().content())) {
      return "";
    }
    return context.officer().empty() ? context.mandate().identity()
                                     : context.officer();
  }
  return "";
}

std::string LaneOf(const event::Header& header) {
  std::string lane = base::StrCat(header.exchange, " ", header.stream.str(),
                                  " ", header.author.str());
  for (const std::string& domain : header.audience) lane += " " + domain;
  return lane;
}

}  // namespace

ReplayCheck::ReplayCheck(std::string case_name, const pki::TrustStore& roots,
                         NoteReader read_note)
    : case_name_(std::move(case_name)),
      roots_(roots),
      read_note_(std::move(read_note)) {}

void ReplayCheck::AddPage(const v1::ReplayCaseResponse& page) {
  ReadCheckpoints(page);
  for (const v1::ReplayedEvent& replayed : page.events()) AddEvent(replayed);
}

void ReplayCheck::Finish() {
  for (const auto& [name, lane] : lanes_) CheckLane(lane);
  if (lines_.empty()) failures_.push_back("the node replayed no event");
}

bool ReplayCheck::verified() const {
  return failures_.empty() &&
         std::all_of(lines_.begin(), lines_.end(),
                     [](const ReplayedLine& l) { return l.failures.empty(); });
}

void ReplayCheck::ReadCheckpoints(const v1::ReplayCaseResponse& page) {
  checkpoints_.clear();
  for (const v1::LogCheckpoint& given : page.checkpoints()) {
    auto checkpoint = read_note_(given.checkpoint());
    if (checkpoint.ok()) {
      checkpoints_[given.log()] = *std::move(checkpoint);
    } else {
      failures_.push_back(std::string(checkpoint.status().message()));
    }
  }
}

void ReplayCheck::AddEvent(const v1::ReplayedEvent& replayed) {
  ReplayedLine& line = lines_.emplace_back();
  line.name = replayed.name();
  line.log = replayed.log();
  line.index = replayed.index();
  const auto event = event::ParseSignedHeader(replayed.signed_header());
  if (!event.ok()) return Note(event.status(), "header", line);
  line.recorded_at =
      absl::FromUnixMicros(static_cast<int64_t>(event->header.recorded_at));
  line.agency = event->header.author.str();
  line.kind = KindText(event->header.kind);
  line.officer = OfficerOf(event->header.kind, replayed);
  CheckPlace(*event, line);
  CheckSeal(*event, replayed, line);
  CheckParts(*event, replayed, line);
  CheckInclusion(*event, replayed, line);
  const auto [it, fresh] = lanes_[LaneOf(event->header)].insert(
      {event->header.sequence, {event->header_bytes, lines_.size() - 1}});
  if (!fresh) line.failures.push_back("lane: two events have one place");
}

void ReplayCheck::CheckPlace(const event::ParsedEvent& event,
                             ReplayedLine& line) {
  if (line.name !=
      base::StrCat(event.header.stream.str(), "/events/", event.id.hex())) {
    line.failures.push_back("header: its hash is not the event's name");
  }
  if (event.header.stream.str() != case_name_) {
    line.failures.push_back("header: it is of another case");
  }
  if (!exchange_) exchange_ = event.header.exchange;
  if (event.header.exchange != *exchange_) {
    line.failures.push_back("header: it is of another exchange");
  }
  const casestate::Kind* const kind = casestate::FindKind(event.header.kind);
  if (kind != nullptr && kind->opening) {
    Note(event::CheckOpening(event.header), "header", line);
  }
}

void ReplayCheck::CheckSeal(const event::ParsedEvent& event,
                            const v1::ReplayedEvent& replayed,
                            ReplayedLine& line) {
  if (!event.sealed()) {
    if (event::IsOwnLogKind(event.header.kind)) return;  // the log vouches
    line.failures.push_back("seal: there is none");
    return;
  }
  const auto certificate = pki::Certificate::FromDer(replayed.certificate());
  if (!certificate.ok()) {
    line.failures.push_back("seal: the author's certificate did not come");
    return;
  }
  Note(casefile::VerifySeal(event, certificate->public_key(), *exchange_),
       "seal", line);
  CheckCertificate(event, *certificate, line);
}

void ReplayCheck::CheckCertificate(const event::ParsedEvent& event,
                                   const pki::Certificate& certificate,
                                   ReplayedLine& line) {
  const auto wrong = [&](std::string_view why) {
    line.failures.push_back(base::StrCat("certificate: ", why));
  };
  if (certificate.uris().size() != 1) return wrong("it names not one agency");
  const auto id = pki::SpiffeId::Parse(certificate.uris()[0]);
  const base::AgencyName& author = event.header.author;
  if (!id.ok() || id->kind() != pki::SpiffeId::Kind::kSeal ||
      id->domain().str() != author.domain() ||
      id->agency() != author.agency()) {
    return wrong("it is not a seal of the author");
  }
  const auto anchors = roots_.AnchorsOf(id->domain());
  if (anchors.empty()) {
    notes_.insert(base::StrCat("seals ok, certificates of ", author.domain(),
                               " not checked: no root (--root FILE)"));
    return;
  }
  absl::Status why;
  for (const pki::TrustStore::Anchor& anchor : anchors) {
    why = pki::ValidatePath(certificate, anchor.root, line.recorded_at);
    if (why.ok()) why = pki::MatchesProfile(certificate, id->kind());
    if (why.ok()) return;
  }
  wrong(std::string(why.message()));
}

void ReplayCheck::CheckParts(const event::ParsedEvent& event,
                             const v1::ReplayedEvent& replayed,
                             ReplayedLine& line) {
  std::vector<event::WirePart> parts;
  for (const v1::EventPart& part : replayed.event_parts()) {
    auto wire = WirePartOf(part);
    if (!wire.ok()) return Note(wire.status(), "content", line);
    parts.push_back(*std::move(wire));
  }
  Note(event::CheckContent(parts, event.header.content_root), "content", line);
}

void ReplayCheck::CheckInclusion(const event::ParsedEvent& event,
                                 const v1::ReplayedEvent& replayed,
                                 ReplayedLine& line) {
  const auto checkpoint = checkpoints_.find(replayed.log());
  if (checkpoint == checkpoints_.end()) {
    line.failures.push_back("log: there is no checkpoint of it");
    return;
  }
  std::vector<base::Hash> path;
  for (const std::string& node : replayed.inclusion_proof()) {
    const auto hash = base::Hash::From(node);
    if (!hash) {
      line.failures.push_back("log: a proof's node has not 32 bytes");
      return;
    }
    path.push_back(*hash);
  }
  Note(merkle::VerifyInclusion(merkle::LeafHash(event.entry.view()),
                               replayed.index(), checkpoint->second.size, path,
                               checkpoint->second.root),
       "log", line);
}

void ReplayCheck::CheckLane(const Lane& lane) {
  uint64_t expected = 1;
  const Step* earlier = nullptr;
  for (const auto& [sequence, step] : lane) {
    if (sequence != expected) {
      lines_[step.line].failures.push_back(
          base::StrCat("lane: number ", expected, " is missing before it"));
    } else if (earlier != nullptr) {
      Note(event::CheckLink(earlier->header_bytes, step.header_bytes), "lane",
           lines_[step.line]);
    }
    expected = sequence + 1;
    earlier = &step;
  }
}

}  // namespace sijill::cli
