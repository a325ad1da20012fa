// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/harness/shapes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/base/big_endian.h"

namespace sijill::fuzz {
namespace {

std::optional<uint64_t> TakeVarint(std::string_view& rest) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

std::string Varint(uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) {
    out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  }
  out.push_back(static_cast<char>(value));
  return out;
}

// A field as it stands: its key, and its value (of a length-delimited one,
// without the length).
struct Field {
  uint64_t key = 0;
  std::string value;

  bool delimited() const { return (key & 7) == 2; }
};

// The fields of a message, or nothing if `bytes` is none.
std::optional<std::vector<Field>> FieldsOf(std::string_view bytes) {
  std::vector<Field> fields;
  while (!bytes.empty()) {
    const auto key = TakeVarint(bytes);
    if (!key || *key >> 3 == 0) return std::nullopt;
    const std::string_view before = bytes;
    uint64_t size = 0;
    switch (*key & 7) {
      case 0:
        if (!TakeVarint(bytes)) return std::nullopt;
        fields.push_back({*key, std::string(before.substr(
                                    0, before.size() - bytes.size()))});
        continue;
      case 1:
        size = 8;
        break;
      case 5:
        size = 4;
        break;
      case 2: {
        const auto length = TakeVarint(bytes);
        if (!length) return std::nullopt;
        size = *length;
        break;
      }
      default:
        return std::nullopt;
    }
    if (size > bytes.size()) return std::nullopt;
    fields.push_back({*key, std::string(bytes.substr(0, size))});
    bytes.remove_prefix(size);
  }
  return fields;
}

std::string BytesOf(const std::vector<Field>& fields) {
  std::string bytes;
  for (const Field& field : fields) {
    bytes += Varint(field.key);
    if (field.delimited()) bytes += Varint(field.value.size());
    bytes += field.value;
  }
  return bytes;
}

// The value of some length-delimited field of some input.
std::string ValueOf(const Inputs& others, Chance& chance) {
  std::string value;
  if (!others.empty()) value = others[Below(others.size(), chance)];
  while (true) {
    auto fields = FieldsOf(value).value_or(std::vector<Field>());
    std::erase_if(fields, [](const Field& one) { return !one.delimited(); });
    if (fields.empty()) return value;
    value = fields[Below(fields.size(), chance)].value;
    if (Below(4, chance) == 0) return value;
  }
}

void ChangeValue(Field& field, const Inputs& others, Chance& chance) {
  constexpr uint64_t kNumbers[] = {0,         1,          2,
                                   127,       65535,      32768,
                                   INT32_MAX, UINT32_MAX, uint64_t{1} << 32,
                                   INT64_MAX, UINT64_MAX, uint64_t{1} << 63};
  if ((field.key & 7) == 0) {
    field.value = Varint(kNumbers[Below(std::size(kNumbers), chance)]);
  } else if (field.delimited()) {
    const auto inner = FieldsOf(field.value);
    const bool deeper = inner && !inner->empty() && Below(8, chance) != 0;
    if (deeper) return ChangeProtobuf(field.value, others, chance);
    field.value =
        Below(3, chance) == 0
            ? ValueOf(others, chance)
            : Mutated(std::move(field.value), Shape::kBytes, others, chance);
  } else {
    field.value[Below(field.value.size(), chance)] =
        static_cast<char>(Below(256, chance));
  }
}

}  // namespace

void ChangeLengths(std::string& bytes, Chance& chance) {
  std::vector<size_t> places;
  for (size_t at = 0; at + 4 <= bytes.size(); ++at) {
    base::ByteReader reader(std::string_view(bytes).substr(at));
    const uint32_t value = *reader.ReadU32();
    if (value > 0 && value <= reader.rest().size()) places.push_back(at);
  }
  if (places.empty()) return;
  const size_t at = places[Below(places.size(), chance)];
  const uint32_t value =
      *base::ByteReader(std::string_view(bytes).substr(at)).ReadU32();
  const auto other =
      static_cast<uint32_t>(Below(2, chance) == 0 ? value + 1 : value - 1);
  if (Below(2, chance) == 0) {
    other > value ? bytes.insert(at + 4 + value, 1, 'x')
                  : bytes.erase(at + 4 + other, 1);
  }
  bytes.replace(at, 4, base::U32(Below(8, chance) == 0 ? UINT32_MAX : other));
}

void ChangeProtobuf(std::string& bytes, const Inputs& others, Chance& chance) {
  auto fields = FieldsOf(bytes);
  if (!fields || fields->empty()) return;
  const size_t at = Below(fields->size(), chance);
  Field& field = (*fields)[at];
  switch (Below(8, chance)) {
    case 0:
      fields->erase(fields->begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 1: {
      const Field copy = field;
      fields->insert(fields->begin() + static_cast<std::ptrdiff_t>(
                                           Below(fields->size(), chance)),
                     copy);
      break;
    }
    case 2:
      std::swap(field, (*fields)[Below(fields->size(), chance)]);
      break;
    case 3:  // another field's number, the same wire type
      field.key = (1 + Below(20, chance)) << 3 | (field.key & 7);
      break;
    default:
      ChangeValue(field, others, chance);
  }
  bytes = BytesOf(*fields);
}

}  // namespace sijill::fuzz
