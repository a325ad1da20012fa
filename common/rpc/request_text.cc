// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/request_text.h"

#include <cstdint>
#include <map>
#include <string>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace sijill::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr int kDeepest = 100;  // as protobuf's own parser

// Walks over the bytes of a message; false if they are none.
class TextWalk {
 public:
  explicit TextWalk(refusal::FieldProblems& problems) : problems_(problems) {}

  bool Message(const Descriptor& type, std::string_view bytes,
               const std::string& path, int depth) {
    CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                        static_cast<int>(bytes.size()));
    std::map<int, int> seen;  // how often a field came
    while (const uint32_t tag = in.ReadTag()) {
      const FieldDescriptor* field =
          type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      const bool delimited = WireFormatLite::GetTagWireType(tag) ==
                             WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
      if (field == nullptr || !delimited) {
        if (!WireFormatLite::SkipField(&in, tag)) return false;
        continue;
      }
      uint32_t size = 0;
      std::string value;
      if (!in.ReadVarint32(&size) || size > bytes.size() ||
          !in.ReadString(&value, static_cast<int>(size))) {
        return false;
      }
      std::string at = path + field->name();
      if (field->is_repeated()) {
        at += base::StrCat("[", seen[field->number()]++, "]");
      }
      if (!Value(*field, value, at, depth)) return false;
    }
    return in.ConsumedEntireMessage();
  }

 private:
  bool Value(const FieldDescriptor& field, std::string_view value,
             const std::string& path, int depth) {
    if (field.type() == FieldDescriptor::TYPE_STRING && !base::IsUtf8(value)) {
      problems_.Add(path, "not UTF-8");
    }
    return field.type() != FieldDescriptor::TYPE_MESSAGE ||
           (depth < kDeepest &&
            Message(*field.message_type(), value, path + ".", depth + 1));
  }

  refusal::FieldProblems& problems_;
};

}  // namespace

absl::Status UnparsableRequest() {
  return refusal::Refuse(absl::StatusCode::kInvalidArgument,
                         "UNPARSABLE_REQUEST",
                         "The request is not a message of this method.");
}

absl::Status UnparsableRequest(const Descriptor& type, std::string_view bytes) {
  refusal::FieldProblems problems;
  if (TextWalk(problems).Message(type, bytes, "", 0) && !problems.empty()) {
    return problems.status();
  }
  return UnparsableRequest();
}

}  // namespace sijill::rpc
