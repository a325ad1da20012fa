// SPDX-License-Identifier: Apache-2.0
// Records that hold what nothing in the logs commits to. Each carries a digest
// of its key and its other fields, so that a changed bit, or a record moved to
// another key, is found; who writes a digest anew is not, and what can be
// computed from the events is compared with them as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"

namespace sijill::casefile {

inline constexpr std::string_view kRecordTag{"sijill/record/v1\0", 17};

// The bytes of `record` under `key`, its digest filled in. `Record` is a
// message with a field `digest` and no map, so it has one serialisation here.
template <typename Record>
std::string EncodeRecord(std::string_view key, Record record) {
  record.clear_digest();
  record.set_digest(base::Sha256({kRecordTag, base::LengthPrefixed(key),
                                  record.SerializeAsString()})
                        .str());
  return record.SerializeAsString();
}

// Nothing unless `value` is, to the byte, what EncodeRecord() writes: protobuf
// reads many spellings of one message, and fields that are not in it.
template <typename Record>
std::optional<Record> DecodeRecord(std::string_view key,
                                   std::string_view value) {
  Record record;
  if (!record.ParseFromString(std::string(value))) return std::nullopt;
  record.DiscardUnknownFields();
  if (EncodeRecord(key, record) != value) return std::nullopt;
  return record;
}

}  // namespace sijill::casefile
