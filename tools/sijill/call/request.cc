// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/request.h"

#include <cassert>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "sijill/v1/options.pb.h"
#include "tools/sijill/failure.h"
#include "tools/sijill/message/field_text.h"
#include "tools/sijill/message/json_form.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;

// What the command line says itself: a file with these would say it twice, or
// repeat an old request id without being asked to.
constexpr const char* kNotOfFiles[] = {"caller", "request_id", "validate_only"};

absl::Status MergeFile(const std::string& path, pb::Message& request) {
  ASSIGN_OR_RETURN(const std::string text, config::ReadFile(path));
  const absl::Status status = MergeJson(text, request);
  if (!status.ok()) {
    return UsageError(base::StrCat(path, ": ", std::string(status.message())));
  }
  const pb::Descriptor& type = *request.GetDescriptor();
  for (const char* name : kNotOfFiles) {
    const pb::FieldDescriptor* const field = type.FindFieldByName(name);
    if (field == nullptr) continue;
    const bool set =
        field->message_type() != nullptr
            ? request.GetReflection()->HasField(request, field)
            : !TextAt(request, name).empty() && TextAt(request, name) != "no";
    if (set) {
      return UsageError(base::StrCat(path, ": leave out ", name,
                                     "; the command line says it"));
    }
  }
  return absl::OkStatus();
}

absl::Status SetWord(const std::string& field, const std::string& word,
                     pb::Message& request) {
  const pb::FieldDescriptor* const about =
      FieldAt(*request.GetDescriptor(), field);
  if (about != nullptr && about->type() == pb::FieldDescriptor::TYPE_BYTES) {
    ASSIGN_OR_RETURN(const std::string bytes, config::ReadFile(word));
    return SetField(request, field, bytes);
  }
  return UsageError(SetField(request, field, word));
}

absl::Status SetPresets(const Command& command, absl::Time now,
                        pb::Message& request) {
  for (const Preset& preset : command.presets) {
    if (!TextAt(request, preset.field).empty()) continue;
    RETURN_IF_ERROR(SetField(
        request, preset.field,
        preset.text == kNow
            ? absl::FormatTime(absl::RFC3339_sec, now, absl::UTCTimeZone())
            : preset.text));
  }
  return absl::OkStatus();
}

// "abc" -> "<prefix>abc", for a field that holds a name of one part.
void Complete(const char* name, const std::string& prefix,
              pb::Message& request) {
  const std::string text = TextAt(request, name);
  if (text.empty() || text.find('/') != std::string::npos) return;
  request.GetReflection()->SetString(
      &request, request.GetDescriptor()->FindFieldByName(name), prefix + text);
}

void CompleteNames(const Command& command, pb::Message& request) {
  Complete("case_name", "cases/", request);
  if (command.view == View::kCase) Complete("name", "cases/", request);
  const std::string events = TextAt(request, "case_name") + "/events/";
  for (const char* name :
       {"transfer", "document_request", "travel_document", "hold"}) {
    Complete(name, events, request);
  }
}

absl::Status SetCaller(const Command& command, const Given& given,
                       pb::Message& request) {
  if (given.purpose.empty()) {
    const auto& purpose = *v1::Purpose_descriptor()->FindValueByNumber(
        static_cast<int>(command.purpose));
    RETURN_IF_ERROR(SetField(request, "caller.purpose", EnumText(purpose)));
  } else {
    RETURN_IF_ERROR(
        UsageError(SetField(request, "caller.purpose", given.purpose)));
  }
  if (!given.purpose_note.empty()) {
    RETURN_IF_ERROR(UsageError(
        SetField(request, "caller.purpose_note", given.purpose_note)));
  }
  if (!given.officer.empty()) {
    RETURN_IF_ERROR(
        UsageError(SetField(request, "caller.officer", given.officer)));
  }
  if (!IsMutation(command)) return absl::OkStatus();
  RETURN_IF_ERROR(SetField(request, "request_id", given.request_id));
  return SetField(request, "validate_only",
                  given.validate_only ? "true" : "false");
}

}  // namespace

const pb::MethodDescriptor& MethodOf(const Command& command) {
  std::string name = "sijill.v1." + command.method;
  name[name.find('/')] = '.';
  const pb::MethodDescriptor* const method =
      pb::DescriptorPool::generated_pool()->FindMethodByName(name);
  assert(method != nullptr);
  return *method;
}

bool IsMutation(const Command& command) {
  return MethodOf(command).options().GetExtension(v1::authorization).mutation();
}

std::unique_ptr<pb::Message> NewMessage(const pb::Descriptor& type) {
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

absl::StatusOr<std::unique_ptr<pb::Message>> BuildRequest(
    const Command& command, const Given& given) {
  std::unique_ptr<pb::Message> request =
      NewMessage(*MethodOf(command).input_type());
  if (!given.file.empty()) RETURN_IF_ERROR(MergeFile(given.file, *request));
  for (size_t i = 0; i < given.words.size(); ++i) {
    for (const std::string& word : given.words[i]) {
      RETURN_IF_ERROR(SetWord(command.arguments[i].field, word, *request));
    }
  }
  RETURN_IF_ERROR(SetPresets(command, given.now, *request));
  RETURN_IF_ERROR(SetCaller(command, given, *request));
  CompleteNames(command, *request);
  return request;
}

}  // namespace sijill::cli
