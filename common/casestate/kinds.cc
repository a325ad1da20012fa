// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/kinds.h"

#include <algorithm>

#include "common/base/text.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;

std::vector<v1::Role> Roles(
    const google::protobuf::RepeatedField<int>& numbers) {
  std::vector<v1::Role> roles;
  for (const int number : numbers) {
    roles.push_back(static_cast<v1::Role>(number));
  }
  return roles;
}

Kind FromRule(uint32_t number, const v1::KindRule& rule) {
  Kind kind{.number = number,
            .name = rule.name(),
            .lane = rule.lane(),
            .readmission_writers = Roles(rule.readmission()),
            .document_request_writers = Roles(rule.document_request()),
            .opening = rule.opening(),
            .guard = rule.guard(),
            .registry = rule.registry(),
            .delivered = rule.delivered(),
            .critical = rule.critical()};
  for (const std::string& part : rule.parts()) {
    const Descriptor* message =
        DescriptorPool::generated_pool()->FindMessageTypeByName(
            base::StrCat("sijill.v1.", part));
    const v1::PartClass part_class =
        message == nullptr ? v1::PART_CLASS_UNSPECIFIED
                           : message->options().GetExtension(v1::part_class);
    kind.parts.push_back({.message = message, .part_class = part_class});
  }
  return kind;
}

std::vector<Kind> ReadTable() {
  std::vector<Kind> kinds;
  const EnumDescriptor* table = v1::EventKind_descriptor();
  for (int i = 0; i < table->value_count(); ++i) {
    const auto* value = table->value(i);
    if (value->number() == 0) continue;
    kinds.push_back(FromRule(static_cast<uint32_t>(value->number()),
                             value->options().GetExtension(v1::kind)));
  }
  std::sort(kinds.begin(), kinds.end(),
            [](const Kind& a, const Kind& b) { return a.number < b.number; });
  return kinds;
}

const std::vector<Kind>& Table() {
  // Never destroyed: kinds live as long as the program.
  static const auto& table = *new std::vector<Kind>(ReadTable());
  return table;
}

}  // namespace

std::span<const v1::Role> Kind::Writers(v1::Procedure procedure) const {
  switch (procedure) {
    case v1::PROCEDURE_READMISSION:
      return readmission_writers;
    case v1::PROCEDURE_DOCUMENT_REQUEST:
      return document_request_writers;
    default:
      return {};
  }
}

const Kind* FindKind(uint32_t number) {
  const std::vector<Kind>& table = Table();
  const auto found = std::lower_bound(
      table.begin(), table.end(), number,
      [](const Kind& kind, uint32_t wanted) { return kind.number < wanted; });
  return found == table.end() || found->number != number ? nullptr : &*found;
}

std::span<const Kind> AllKinds() { return Table(); }

}  // namespace sijill::casestate
