// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/message/json_form.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "google/protobuf/util/json_util.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;

// protobuf says `(form.sex): invalid value "x" for type TYPE_ENUM`; what it
// quotes may be personal data.
std::string WithoutValue(std::string what) {
  what = what.substr(0, what.find('\n'));
  const size_t from = what.find("invalid value ");
  if (from != std::string::npos) {
    const size_t to = what.rfind(" for type ");
    what = to == std::string::npos || to < from
               ? what.substr(0, from) + "a value of the wrong type"
               : what.substr(0, from) + "a value that does not fit" +
                     what.substr(to);
  }
  // `(form.person) namez: Cannot find field.`
  const size_t missing = what.find("Cannot find field");
  if (missing != std::string::npos) {
    what = what.substr(0, missing) + "there is no such field";
  }
  return what;
}

}  // namespace

absl::Status MergeJson(std::string_view text, pb::Message& message) {
  if (!nlohmann::json::accept(text)) {
    return absl::InvalidArgumentError("the text is not JSON");
  }
  const std::unique_ptr<pb::Message> read(message.New());
  const auto status = pb::util::JsonStringToMessage(
      pb::StringPiece(text.data(), text.size()), read.get());
  if (!status.ok()) {
    return absl::InvalidArgumentError(
        base::StrCat("not a ", message.GetDescriptor()->name(), ": ",
                     WithoutValue(std::string(status.message()))));
  }
  message.MergeFrom(*read);
  return absl::OkStatus();
}

std::string JsonOf(const pb::Message& message) {
  pb::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!pb::util::MessageToJsonString(message, &json, options).ok()) {
    return "{}\n";
  }
  return json;
}

}  // namespace sijill::cli
