// SPDX-License-Identifier: Apache-2.0
#include "common/testing/v1_kinds.h"

#include "common/base/text.h"
#include "google/protobuf/descriptor.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/options.pb.h"
#include "sijill/v1/person.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::testing {
namespace {

const v1::KindRule* FindRule(uint32_t kind) {
  const auto* value =
      v1::EventKind_descriptor()->FindValueByNumber(static_cast<int>(kind));
  if (value == nullptr || kind == 0) return nullptr;
  return &value->options().GetExtension(v1::kind);
}

}  // namespace

casefile::KindTable V1Kinds() {
  return [](uint32_t kind) -> std::optional<casefile::KindRule> {
    const v1::KindRule* rule = FindRule(kind);
    if (rule == nullptr) return std::nullopt;
    return casefile::KindRule{.parts = static_cast<size_t>(rule->parts_size()),
                              .opening = rule->opening(),
                              .guard = rule->guard(),
                              .registry = rule->registry(),
                              .delivered = rule->delivered(),
                              .critical = rule->critical()};
  };
}

bool OutwardPart(uint32_t kind, size_t part) {
  // Named, so that the linker keeps the files that define parts.
  v1::OpeningTerms::descriptor();
  v1::RequestForm::descriptor();
  v1::KeyEndorsed::descriptor();
  const v1::KindRule* rule = FindRule(kind);
  if (rule == nullptr || part >= static_cast<size_t>(rule->parts_size())) {
    return false;
  }
  const auto* message =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          base::StrCat("sijill.v1.", rule->parts(static_cast<int>(part))));
  return message != nullptr && message->options().GetExtension(
                                   v1::part_class) == v1::PART_CLASS_OUTWARD;
}

}  // namespace sijill::testing
