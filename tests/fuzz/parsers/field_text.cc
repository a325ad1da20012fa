// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/message/field_text.h"

#include <string>
#include <vector>

#include "common/base/text.h"
#include "sijill/v1/readmission_requests.pb.h"
#include "sijill/v1/travel_document_service.pb.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

namespace pb = google::protobuf;

// Paths of everything in `type` that flags can set.
void AddPaths(const pb::Descriptor& type, const std::string& before, int depth,
              std::vector<std::string>& paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    const std::string path = before + field.name();
    const pb::Descriptor* const inner = field.message_type();
    const bool leaf = inner == nullptr || inner->name() == "Date" ||
                      inner->name() == "Timestamp";
    if (leaf) {
      paths.push_back(path);
    } else if (depth > 0 && !field.is_map()) {
      AddPaths(*inner, path + ".", depth - 1, paths);
    }
  }
}

void CheckTimestamps(const pb::Message& message) {
  std::vector<const pb::FieldDescriptor*> fields;
  const pb::Reflection& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    if (field->message_type() == nullptr) continue;
    const int size =
        field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const pb::Message& inner =
          field->is_repeated()
              ? reflection.GetRepeatedMessage(message, field, i)
              : reflection.GetMessage(message, field);
      CheckTimestamps(inner);
      const auto* time = dynamic_cast<const pb::Timestamp*>(&inner);
      if (time == nullptr) continue;
      // google/protobuf/timestamp.proto: the years 1 to 9999.
      Require(time->seconds() >= -62'135'596'800 &&
                  time->seconds() <= 253'402'300'799 && time->nanos() >= 0 &&
                  time->nanos() <= 999'999'999,
              "a time is one that a message can hold");
    }
  }
}

template <typename Request>
void CheckFields(const std::string& text) {
  static const auto* const paths = [] {
    auto* const found = new std::vector<std::string>;
    AddPaths(*Request::descriptor(), "", 3, *found);
    return found;
  }();
  for (const std::string& path : *paths) {
    Request request;
    const absl::Status status = cli::SetField(request, path, text);
    if (!status.ok()) {
      Require(absl::IsInvalidArgument(status) || absl::IsInternal(status),
              "a flag is refused as invalid");
      continue;
    }
    CheckTimestamps(request);
    const std::string shown = cli::TextAt(request, path);
    Require(base::IsUtf8(shown) || !base::IsUtf8(text), "it can be shown");
    Request again;
    Require(again.ParseFromString(request.SerializeAsString()),
            "what a flag sets can be sent");
  }
}

}  // namespace

Inputs FieldTextSeeds() {
  return {"1994",
          "1994-05",
          "1994-05-17",
          "true",
          "not-a-national",
          "4294967295",
          "some words",
          "2026-11-22T14:30:00+01:00",
          "18446744073709551615"};
}

// A flag's text, in every field that flags can set.
void FuzzFieldText(std::string_view bytes) {
  const std::string text(bytes);
  CheckFields<v1::RequestReadmissionRequest>(text);
  CheckFields<v1::IssueTravelDocumentRequest>(text);
}

}  // namespace sijill::fuzz
