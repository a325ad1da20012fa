// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/message/field_text.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

constexpr int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01
constexpr int64_t kLastSecond = 253'402'300'799;   // 9999-12-31

// The part before the value in all names of the enum.
std::string PrefixOf(const pb::EnumDescriptor& type) {
  std::string name = type.value(0)->name();
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  if (name.ends_with(kUnspecified)) {
    name.resize(name.size() - kUnspecified.size());
  }
  return name;
}

absl::Status Wrong(const Field& field, std::string_view expected) {
  return absl::InvalidArgumentError(base::StrCat(field.name(), ": ", expected));
}

absl::Status SetDate(const Field& field, std::string_view text,
                     google::type::Date& date) {
  const auto pieces = base::Split(text, '-');
  const absl::Status wrong =
      Wrong(field, "a date is written 1994, 1994-05 or 1994-05-17");
  if (pieces.size() > 3 || pieces[0].size() != 4) return wrong;
  int values[3] = {0, 0, 0};
  for (size_t i = 0; i < pieces.size(); ++i) {
    std::string_view digits = pieces[i];
    if (i > 0) {
      if (digits.size() != 2) return wrong;
      base::ConsumePrefix(digits, "0");
    }
    const std::optional<uint64_t> number = base::ParseDecimal(digits);
    if (!number || *number == 0 || (i == 1 && *number > 12) ||
        (i == 2 && *number > 31)) {
      return wrong;
    }
    values[i] = static_cast<int>(*number);
  }
  date.set_year(values[0]);
  date.set_month(values[1]);
  date.set_day(values[2]);
  return absl::OkStatus();
}

absl::Status SetTime(const Field& field, const std::string& text,
                     pb::Timestamp& timestamp) {
  absl::Time time;
  // google/protobuf/timestamp.proto holds the years 1 to 9999; Abseil reads
  // others, and "infinite-future".
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr) ||
      time < absl::FromUnixSeconds(kFirstSecond) ||
      time >= absl::FromUnixSeconds(kLastSecond + 1)) {
    return Wrong(field, "a time is written 2026-11-22T14:30:00+01:00");
  }
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(
      time - absl::FromUnixSeconds(timestamp.seconds()))));
  return absl::OkStatus();
}

absl::Status SetMessage(pb::Message& message, const Field& field,
                        const std::string& text) {
  const pb::Reflection& reflection = *message.GetReflection();
  pb::Message* const value = field.is_repeated()
                                 ? reflection.AddMessage(&message, &field)
                                 : reflection.MutableMessage(&message, &field);
  if (auto* date = dynamic_cast<google::type::Date*>(value)) {
    return SetDate(field, text, *date);
  }
  if (auto* time = dynamic_cast<pb::Timestamp*>(value)) {
    return SetTime(field, text, *time);
  }
  return absl::InternalError(
      base::StrCat(field.full_name(), " is not written as text"));
}

absl::Status SetEnum(pb::Message& message, const Field& field,
                     std::string_view text) {
  const pb::EnumValueDescriptor* const value = EnumOf(*field.enum_type(), text);
  if (value == nullptr) {
    return Wrong(field,
                 base::StrCat("one of ", EnumChoices(*field.enum_type())));
  }
  const pb::Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    reflection.AddEnum(&message, &field, value);
  } else {
    reflection.SetEnum(&message, &field, value);
  }
  return absl::OkStatus();
}

absl::Status SetNumber(pb::Message& message, const Field& field,
                       std::string_view text) {
  const std::optional<uint64_t> number = base::ParseDecimal(text);
  const uint64_t limit = field.cpp_type() == Field::CPPTYPE_UINT64 ? UINT64_MAX
                         : field.cpp_type() == Field::CPPTYPE_UINT32
                             ? UINT32_MAX
                             : INT32_MAX;
  if (!number || *number > limit) return Wrong(field, "a number");
  const pb::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_UINT64:
      reflection.SetUInt64(&message, &field, *number);
      break;
    case Field::CPPTYPE_UINT32:
      reflection.SetUInt32(&message, &field, static_cast<uint32_t>(*number));
      break;
    default:
      reflection.SetInt32(&message, &field, static_cast<int32_t>(*number));
  }
  return absl::OkStatus();
}

absl::Status SetLeaf(pb::Message& message, const Field& field,
                     const std::string& text) {
  const pb::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING:
      if (field.type() == Field::TYPE_STRING && !base::IsUtf8(text)) {
        return Wrong(field, "text in UTF-8");
      }
      field.is_repeated() ? reflection.AddString(&message, &field, text)
                          : reflection.SetString(&message, &field, text);
      return absl::OkStatus();
    case Field::CPPTYPE_BOOL:
      if (text != "true" && text != "false") {
        return Wrong(field, "true or false");
      }
      reflection.SetBool(&message, &field, text == "true");
      return absl::OkStatus();
    case Field::CPPTYPE_ENUM:
      return SetEnum(message, field, text);
    case Field::CPPTYPE_MESSAGE:
      return SetMessage(message, field, text);
    case Field::CPPTYPE_UINT64:
    case Field::CPPTYPE_UINT32:
    case Field::CPPTYPE_INT32:
      return SetNumber(message, field, text);
    default:
      return absl::InternalError(
          base::StrCat(field.full_name(), " is not written as text"));
  }
}

// The message that the field stands in, for writing.
pb::Message* Inner(pb::Message& message, const Field& field) {
  const pb::Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) return reflection.MutableMessage(&message, &field);
  const int size = reflection.FieldSize(message, &field);
  return size == 0
             ? reflection.AddMessage(&message, &field)
             : reflection.MutableRepeatedMessage(&message, &field, size - 1);
}

}  // namespace

const Field* FieldAt(const pb::Descriptor& type, std::string_view path) {
  const pb::Descriptor* here = &type;
  const Field* field = nullptr;
  for (const std::string_view name : base::Split(path, '.')) {
    if (here == nullptr) return nullptr;
    field = here->FindFieldByName(std::string(name));
    if (field == nullptr) return nullptr;
    here = field->message_type();
  }
  return field;
}

absl::Status SetField(pb::Message& message, std::string_view path,
                      const std::string& text) {
  if (FieldAt(*message.GetDescriptor(), path) == nullptr) {
    return absl::InternalError(base::StrCat("there is no field ", path));
  }
  pb::Message* here = &message;
  const auto names = base::Split(path, '.');
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    here = Inner(
        *here, *here->GetDescriptor()->FindFieldByName(std::string(names[i])));
  }
  return SetLeaf(
      *here, *here->GetDescriptor()->FindFieldByName(std::string(names.back())),
      text);
}

std::string TextAt(const pb::Message& message, std::string_view path) {
  const pb::Message* here = &message;
  const auto names = base::Split(path, '.');
  for (size_t i = 0; i < names.size(); ++i) {
    const Field* const field =
        here->GetDescriptor()->FindFieldByName(std::string(names[i]));
    if (field == nullptr) return "";
    if (i + 1 == names.size()) return ValueText(*here, *field);
    const pb::Reflection& reflection = *here->GetReflection();
    if (field->message_type() == nullptr) return "";
    if (field->is_repeated()) {
      const int size = reflection.FieldSize(*here, field);
      if (size == 0) return "";
      here = &reflection.GetRepeatedMessage(*here, field, size - 1);
    } else {
      here = &reflection.GetMessage(*here, field);
    }
  }
  return "";
}

std::string EnumText(const pb::EnumValueDescriptor& value) {
  std::string text = value.name().substr(PrefixOf(*value.type()).size());
  for (char& c : text) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string EnumChoices(const pb::EnumDescriptor& type) {
  std::string choices;
  for (int i = 1; i < type.value_count(); ++i) {
    if (i > 1) choices += ", ";
    choices += EnumText(*type.value(i));
  }
  return choices;
}

const pb::EnumValueDescriptor* EnumOf(const pb::EnumDescriptor& type,
                                      std::string_view text) {
  for (int i = 1; i < type.value_count(); ++i) {
    if (EnumText(*type.value(i)) == text) return type.value(i);
  }
  return nullptr;
}

}  // namespace sijill::cli
