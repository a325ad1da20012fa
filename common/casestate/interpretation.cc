// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/interpretation.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"

namespace sijill::casestate {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;

bool EnumUnknown(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const auto unknown = [&](int number) {
    return field.enum_type()->FindValueByNumber(number) == nullptr;
  };
  if (!field.is_repeated()) {
    return unknown(reflection.GetEnumValue(message, &field));
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (unknown(reflection.GetRepeatedEnumValue(message, &field, i))) {
      return true;
    }
  }
  return false;
}

bool MessageUnknown(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    return HasUnknown(reflection.GetMessage(message, &field));
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (HasUnknown(reflection.GetRepeatedMessage(message, &field, i))) {
      return true;
    }
  }
  return false;
}

std::unique_ptr<Message> ReadPart(const PartKind& part,
                                  const std::optional<std::string>& bytes) {
  if (!bytes.has_value()) return nullptr;
  std::unique_ptr<Message> message(
      MessageFactory::generated_factory()->GetPrototype(part.message)->New());
  if (!message->ParseFromString(*bytes) || HasUnknown(*message)) return nullptr;
  return message;
}

}  // namespace

bool HasUnknown(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
        EnumUnknown(message, *field)) {
      return true;
    }
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        MessageUnknown(message, *field)) {
      return true;
    }
  }
  return false;
}

InterpretedEvent::InterpretedEvent(const FoldEvent& event)
    : event_(&event), kind_(FindKind(event.kind)) {
  understood_ = Read();
}

bool InterpretedEvent::Read() {
  if (event_->newer_format || kind_ == nullptr ||
      event_->parts.size() != kind_->parts.size()) {
    return false;
  }
  for (size_t i = 0; i < kind_->parts.size(); ++i) {
    const PartKind& part = kind_->parts[i];
    parts_.push_back(ReadPart(part, event_->parts[i]));
    const bool decisive = i == 0 || part.part_class == v1::PART_CLASS_OUTWARD;
    if (decisive && parts_.back() == nullptr) return false;
  }
  return true;
}

const Message* InterpretedEvent::Find(const Descriptor* type) const {
  for (const auto& part : parts_) {
    if (part != nullptr && part->GetDescriptor() == type) return part.get();
  }
  return nullptr;
}

}  // namespace sijill::casestate
