// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/message/value_text.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <vector>

#include "common/base/text.h"
#include "sijill/v1/case.pb.h"
#include "sijill/v1/common.pb.h"
#include "sijill/v1/person.pb.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

constexpr size_t kShownBytes = 8;

std::string BytesText(std::string_view bytes) {
  std::string text = base::Hex(bytes.substr(0, kShownBytes));
  if (bytes.size() > kShownBytes) text += "...";
  return text;
}

// "case_name" -> "Case name".
std::string Heading(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  if (name[0] >= 'a' && name[0] <= 'z') {
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  }
  return name;
}

void Append(std::string& text, std::string_view separator,
            std::string_view piece) {
  if (piece.empty()) return;
  if (!text.empty()) text += separator;
  text += piece;
}

// Latin letters, then the original spelling.
std::string NameText(const v1::PersonName& name) {
  std::string latin;
  std::string original;
  for (const v1::NamePart& part : name.name_parts()) {
    Append(latin, " ", part.latin());
    Append(original, " ", part.original());
  }
  if (latin.empty()) return original;
  return original.empty() ? latin : base::StrCat(latin, " (", original, ")");
}

// Messages that are one line; nothing for all others.
std::optional<std::string> LineOf(const pb::Message& message) {
  if (const auto* time = dynamic_cast<const pb::Timestamp*>(&message)) {
    return TimeText(ToTime(*time));
  }
  if (const auto* date = dynamic_cast<const google::type::Date*>(&message)) {
    return DateText(*date);
  }
  if (const auto* fact = dynamic_cast<const v1::Fact*>(&message)) {
    return base::StrCat(TimeText(ToTime(fact->recorded_at())), " by ",
                        fact->agency());
  }
  if (const auto* version =
          dynamic_cast<const v1::VersionReference*>(&message)) {
    return version->version().empty()
               ? version->id()
               : base::StrCat(version->id(), " ", version->version());
  }
  if (const auto* place = dynamic_cast<const v1::Participant*>(&message)) {
    return base::StrCat(TextAt(*place, "role"), " ", place->agency());
  }
  if (const auto* name = dynamic_cast<const v1::PersonName*>(&message)) {
    const std::string use = TextAt(*name, "use");
    const std::string text = NameText(*name);
    return use.empty() || use == "current" ? text
                                           : base::StrCat(text, ", ", use);
  }
  if (message.GetDescriptor()->field_count() == 0) return "yes";
  return std::nullopt;
}

// Fields of a message one after the other, where there is only one line.
std::string Flat(const pb::Message& message) {
  if (const auto line = LineOf(message)) return *line;
  std::string text;
  std::vector<const Field*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const Field* field : fields) {
    Append(text, "; ", ValueText(message, *field));
  }
  return text;
}

std::string EnumValueText(const pb::EnumValueDescriptor& value) {
  return value.number() == 0 ? "" : EnumText(value);
}

std::string SingleText(const pb::Message& message, const Field& field) {
  const pb::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING: {
      const std::string value = reflection.GetString(message, &field);
      return field.type() == Field::TYPE_BYTES ? BytesText(value) : value;
    }
    case Field::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "yes" : "no";
    case Field::CPPTYPE_ENUM:
      return EnumValueText(*reflection.GetEnum(message, &field));
    case Field::CPPTYPE_MESSAGE:
      return reflection.HasField(message, &field)
                 ? Flat(reflection.GetMessage(message, &field))
                 : "";
    case Field::CPPTYPE_UINT64:
      return std::to_string(reflection.GetUInt64(message, &field));
    case Field::CPPTYPE_UINT32:
      return std::to_string(reflection.GetUInt32(message, &field));
    case Field::CPPTYPE_INT32:
      return std::to_string(reflection.GetInt32(message, &field));
    default:
      return "";
  }
}

std::string ElementText(const pb::Message& message, const Field& field,
                        int index) {
  const pb::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING: {
      const std::string value =
          reflection.GetRepeatedString(message, &field, index);
      return field.type() == Field::TYPE_BYTES ? BytesText(value) : value;
    }
    case Field::CPPTYPE_ENUM:
      return EnumValueText(*reflection.GetRepeatedEnum(message, &field, index));
    case Field::CPPTYPE_MESSAGE:
      return Flat(reflection.GetRepeatedMessage(message, &field, index));
    default:
      return "";
  }
}

// One message below its heading, or on the heading's line.
void AddMessage(std::string& out, const std::string& indent,
                const std::string& heading, const pb::Message& message,
                int depth) {
  if (const auto line = LineOf(message)) {
    out += base::StrCat(indent, heading, ": ", *line, "\n");
    return;
  }
  out += base::StrCat(indent, heading, ":\n");
  out += Outline(message, depth + 1);
}

}  // namespace

std::string ValueText(const pb::Message& message, const Field& field) {
  if (!field.is_repeated()) return SingleText(message, field);
  std::string text;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field);
       ++i) {
    Append(text, ", ", ElementText(message, field, i));
  }
  return text;
}

std::string Outline(const pb::Message& message, int depth) {
  const std::string indent(static_cast<size_t>(depth) * 2, ' ');
  const pb::Reflection& reflection = *message.GetReflection();
  std::vector<const Field*> fields;
  reflection.ListFields(message, &fields);
  std::string out;
  for (const Field* field : fields) {
    const std::string heading = Heading(field->name());
    if (field->cpp_type() != Field::CPPTYPE_MESSAGE) {
      out +=
          base::StrCat(indent, heading, ": ", ValueText(message, *field), "\n");
    } else if (!field->is_repeated()) {
      AddMessage(out, indent, heading, reflection.GetMessage(message, field),
                 depth);
    } else {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        AddMessage(out, indent, heading,
                   reflection.GetRepeatedMessage(message, field, i), depth);
      }
    }
  }
  return out;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
}

absl::Time ToTime(const pb::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

std::string DateText(const google::type::Date& date) {
  char text[40] = "";
  if (date.month() == 0) {
    std::snprintf(text, sizeof text, "%04d", date.year());
  } else if (date.day() == 0) {
    std::snprintf(text, sizeof text, "%04d-%02d", date.year(), date.month());
  } else {
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year(),
                  date.month(), date.day());
  }
  return text;
}

std::string DistanceText(absl::Time due, absl::Time now) {
  const absl::Duration distance = absl::AbsDuration(due - now);
  const bool days = distance >= absl::Hours(48);
  const int64_t count =
      days ? distance / absl::Hours(24) : distance / absl::Hours(1);
  if (count == 0) return due < now ? "just passed" : "within the hour";
  const std::string amount =
      base::StrCat(count, days ? " day" : " hour", count == 1 ? "" : "s");
  return due < now ? amount + " ago" : "in " + amount;
}

}  // namespace sijill::cli
