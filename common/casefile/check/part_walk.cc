// SPDX-License-Identifier: Apache-2.0
// The content of events: commitments, and what can be opened.
#include "common/base/text.h"
#include "common/casefile/check/event_walk.h"
#include "common/casefile/layout.h"

namespace sijill::casefile::check {

void EventWalk::CheckParts(const Place& place,
                           const store::v1::StoredEvent& stored,
                           const event::ParsedEvent& event) {
  std::vector<base::Hash> commitments;
  for (const store::v1::StoredPart& part : stored.parts()) {
    const auto commitment = base::Hash::From(part.commitment());
    if (!commitment) return Found(place, "a commitment cannot be read");
    commitments.push_back(*commitment);
  }
  if (commitments.empty() ||
      event::ContentRoot(commitments) != event.header.content_root) {
    return Found(place, "its commitments are not those of its content root");
  }
  for (int i = 0; i < stored.parts_size(); ++i) CheckPart(place, stored, i);
}

void EventWalk::CheckPart(const Place& place,
                          const store::v1::StoredEvent& stored, int part) {
  const auto sealed =
      store_.Get(PartKey(place.log, place.id, static_cast<size_t>(part)));
  if (!sealed.ok()) return Found(place, "a part cannot be read");
  if (*sealed) ++parts_[SlotOf(place.log)];
  if (stored.parts(part).withheld()) {
    if (*sealed) Found(place, "a part that was withheld is stored");
    return;
  }
  if (!*sealed) {
    return Found(place, base::StrCat("part ", part, " is missing"));
  }
  const auto key = event::DataKeyId::From(stored.data_key_id());
  if (!key || keys_ == nullptr) return;
  const auto opened = keys_->OpenPart(
      *key, *base::Hash::From(stored.parts(part).commitment()), **sealed);
  if (opened.ok()) {
    ++report_.parts_opened;
  } else {
    Found(place, base::StrCat("part ", part,
                              " cannot be opened or is not what its "
                              "commitment says"));
  }
}

}  // namespace sijill::casefile::check
