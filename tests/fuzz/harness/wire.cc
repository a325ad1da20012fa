// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/harness/wire.h"

namespace sijill::fuzz {

using google::protobuf::UnknownField;

Wire::Wire(std::string_view bytes) {
  if (!fields_.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    fields_.Clear();
  }
}

std::vector<uint64_t> Wire::Numbers(int field) const {
  std::vector<uint64_t> numbers;
  for (int i = 0; i < fields_.field_count(); ++i) {
    const UnknownField& one = fields_.field(i);
    if (one.number() != field) continue;
    if (one.type() == UnknownField::TYPE_VARINT) {
      numbers.push_back(one.varint());
    }
  }
  return numbers;
}

std::vector<std::string> Wire::All(int field) const {
  std::vector<std::string> all;
  for (int i = 0; i < fields_.field_count(); ++i) {
    const UnknownField& one = fields_.field(i);
    if (one.number() != field) continue;
    if (one.type() == UnknownField::TYPE_LENGTH_DELIMITED) {
      all.push_back(one.length_delimited());
    }
  }
  return all;
}

uint64_t Wire::Number(int field) const {
  const std::vector<uint64_t> numbers = Numbers(field);
  return numbers.empty() ? 0 : numbers.back();
}

std::string Wire::Bytes(int field) const {
  const std::vector<std::string> all = All(field);
  return all.empty() ? "" : all.back();
}

Wire& Wire::Add(int field, uint64_t number) {
  fields_.AddVarint(field, number);
  return *this;
}

Wire& Wire::Add(int field, std::string_view bytes) {
  fields_.AddLengthDelimited(field, std::string(bytes));
  return *this;
}

std::string Wire::str() const {
  std::string bytes;
  fields_.SerializeToString(&bytes);
  return bytes;
}

}  // namespace sijill::fuzz
