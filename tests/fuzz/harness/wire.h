// SPDX-License-Identifier: Apache-2.0
// Inputs of targets that take structures: protobuf's wire format without a
// message type, so that ChangeProtobuf() reaches all of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/unknown_field_set.h"

namespace sijill::fuzz {

class Wire {
 public:
  Wire() = default;
  // Empty if `bytes` is in another format.
  explicit Wire(std::string_view bytes);

  // The last value of the field; 0 or empty if it is absent.
  uint64_t Number(int field) const;
  std::string Bytes(int field) const;
  std::vector<uint64_t> Numbers(int field) const;
  std::vector<std::string> All(int field) const;

  Wire& Add(int field, uint64_t number);
  Wire& Add(int field, std::string_view bytes);
  std::string str() const;

 private:
  google::protobuf::UnknownFieldSet fields_;
};

}  // namespace sijill::fuzz
