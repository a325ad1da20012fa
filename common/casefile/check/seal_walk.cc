// SPDX-License-Identifier: Apache-2.0
// The seals of events, under the keys that the `nodes` streams tell.
#include "common/base/text.h"
#include "common/casefile/check/event_walk.h"
#include "common/casefile/layout.h"
#include "common/casefile/seal.h"

namespace sijill::casefile::check {

using ledger::LogKind;

std::optional<event::Part> EventWalk::FirstPart(
    const base::Hash& id, const store::v1::StoredEvent& stored) {
  const auto key = event::DataKeyId::From(stored.data_key_id());
  const auto sealed = store_.Get(PartKey(LogKind::kShared, id, 0));
  if (keys_ == nullptr || !key || stored.parts().empty() || !sealed.ok() ||
      !*sealed) {
    return std::nullopt;
  }
  const auto commitment = base::Hash::From(stored.parts(0).commitment());
  if (!commitment) return std::nullopt;
  auto part = keys_->OpenPart(*key, *commitment, **sealed);
  if (!part.ok()) return std::nullopt;
  return *std::move(part);
}

// As a node does at its start. What cannot be read is found when its entry is
// visited.
void EventWalk::LearnKeys() {
  std::vector<base::Hash> ids;
  (void)storage::ScanPrefix(
      store_, base::StrCat(ledger::Prefix(LogKind::kShared), "qnodes/"),
      [&](std::string_view, std::string_view value) {
        if (const auto id = base::Hash::From(value)) ids.push_back(*id);
        return true;
      });
  for (const base::Hash& id : ids) {
    const auto bytes = store_.Get(EventKey(LogKind::kShared, id));
    store::v1::StoredEvent stored;
    if (!bytes.ok() || !*bytes || !stored.ParseFromString(**bytes)) continue;
    const auto event = event::ParseSignedHeader(stored.signed_header());
    const auto part = FirstPart(id, stored);
    if (!event.ok() || !part) continue;
    (void)ApplyKeyEvent(
        event->header, part->bytes,
        stored.has_author_index() ? stored.author_index() : stored.index(),
        options_.check_certificate, directory_);
  }
}

void EventWalk::CheckSeal(const Place& place, const event::ParsedEvent& event,
                          uint64_t index, const KeyDirectory& directory) {
  if (!event.sealed() || keys_ == nullptr) return;
  const auto key =
      directory.KeyFor(event.header.author, *event.header.key_id, index);
  if (!key.ok()) {
    Found(place, base::StrCat("its seal does not count: ",
                              std::string(key.status().message())));
  } else if (!VerifySeal(event, (*key)->key, event.header.exchange).ok()) {
    Found(place, "its seal does not verify");
  } else {
    ++report_.seals_verified;
  }
}

}  // namespace sijill::casefile::check
