// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/casestate/fold/fold.h"

namespace sijill::casestate::fold {

v1::Fact FactOf(const std::string& stream, const FoldEvent& event) {
  constexpr uint64_t kMicrosPerSecond = 1'000'000;
  constexpr uint64_t kNanosPerMicro = 1'000;
  v1::Fact fact;
  fact.set_event(base::StrCat(stream, "/events/", event.id.hex()));
  fact.set_agency(event.author.str());
  auto& at = *fact.mutable_recorded_at();
  at.set_seconds(static_cast<int64_t>(event.recorded_at / kMicrosPerSecond));
  at.set_nanos(static_cast<int32_t>(event.recorded_at % kMicrosPerSecond *
                                    kNanosPerMicro));
  return fact;
}

v1::Fact Step::fact() const { return FactOf(stream, event.event()); }

std::string Step::NameOf(std::string_view id) const {
  return base::StrCat(stream, "/events/", base::Hex(id));
}

bool Step::Holds(std::string_view id) const {
  const auto hash = base::Hash::From(id);
  return hash.has_value() && held.contains(*hash);
}

}  // namespace sijill::casestate::fold
