// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/harness/mutation.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "tests/fuzz/harness/shapes.h"

namespace sijill::fuzz {
namespace {

using namespace std::string_view_literals;

// What parsers trip over: ends of ranges, and characters that mean something.
constexpr std::array kPieces = {
    "\0"sv,
    "\xff\xff\xff\xff"sv,
    "\x80\x00\x00\x00"sv,
    "\x7f\xff\xff\xff\xff\xff\xff\xff"sv,
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv,
    "\xc0\x80"sv,
    "\xed\xa0\x80"sv,
    "\xf4\x90\x80\x80"sv,
    "\xe2\x80\xae"sv,
    "\r\n"sv,
    "\n\n"sv,
};

constexpr std::array kTextPieces = {
    "0"sv,
    "-1"sv,
    "255"sv,
    "4294967296"sv,
    "9223372036854775808"sv,
    "18446744073709551615"sv,
    "18446744073709551616"sv,
    "1e309"sv,
    "0.5"sv,
    "\""sv,
    "\\"sv,
    "\\u0000"sv,
    "\\ud800"sv,
    "null"sv,
    "true"sv,
    "{}"sv,
    "[]"sv,
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["sv,
    "{\"\":{\"\":{\"\":{\"\":{\"\":"sv,
    ","sv,
    ":"sv,
    "/"sv,
    "."sv,
    "-"sv,
    "+"sv,
    " "sv,
    "\n"sv,
    "<"sv,
    "%00"sv,
    "infinite-future"sv,
    "0001-01-01"sv,
    "9999-12-31"sv,
    "1900-02-29"sv,
    "\xd9\x85\xd8\xad"sv,
    "*"sv,
};

template <typename Range>
auto PickOf(const Range& range, Chance& chance) {
  return range[Below(std::size(range), chance)];
}

// A piece of one of the inputs.
std::string_view PieceOf(const Inputs& others, Chance& chance) {
  if (others.empty()) return {};
  const std::string_view from = others[Below(others.size(), chance)];
  if (from.empty()) return {};
  const size_t at = Below(from.size(), chance);
  return from.substr(at, 1 + Below(40, chance));
}

void ChangeBytes(std::string& bytes, const Inputs& others, Chance& chance) {
  if (bytes.empty()) bytes.push_back('\0');
  const size_t at = Below(bytes.size(), chance);
  switch (Below(8, chance)) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << Below(8, chance)));
      return;
    case 1:
      bytes[at] = static_cast<char>(Below(256, chance));
      return;
    case 2:
      bytes.insert(at, 1, static_cast<char>(Below(256, chance)));
      return;
    case 3:
      bytes.erase(at, 1 + Below(8, chance));
      return;
    case 4:
      bytes.insert(
          at, bytes.substr(Below(bytes.size(), chance), 1 + Below(64, chance)));
      return;
    case 5:
      bytes.insert(at, PickOf(kPieces, chance));
      return;
    case 6:
      bytes.insert(at, PieceOf(others, chance));
      return;
    default:
      bytes.resize(at);
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A piece of text for another one, of the same kind where that is easy.
void ChangeText(std::string& text, const Inputs& others, Chance& chance) {
  if (text.empty()) return ChangeBytes(text, others, chance);
  const size_t at = Below(text.size(), chance);
  if (IsDigit(text[at])) {
    size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    text.replace(at, end - at, PickOf(kTextPieces, chance));
    return;
  }
  switch (Below(4, chance)) {
    case 0:
      text.insert(at, PickOf(kTextPieces, chance));
      return;
    case 1:
      text.replace(at, 1, PickOf(kTextPieces, chance));
      return;
    case 2: {  // a line twice, or gone
      const size_t begin = text.rfind('\n', at) + 1;
      const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
      const std::string line = text.substr(begin, end - begin);
      Below(2, chance) == 0 ? text.insert(begin, line)
                            : text.erase(begin, line.size());
      return;
    }
    default: {  // up to the next mark of the same kind
      const size_t end = text.find(text[at], at + 1);
      if (end != text.npos) text.erase(at, end - at);
    }
  }
}

void Change(std::string& bytes, Shape shape, const Inputs& others,
            Chance& chance) {
  const bool knowing = Below(3, chance) != 0;
  if (knowing && shape == Shape::kText) {
    ChangeText(bytes, others, chance);
  } else if (knowing && shape == Shape::kLengths) {
    ChangeLengths(bytes, chance);
  } else if (knowing && shape == Shape::kProtobuf) {
    ChangeProtobuf(bytes, others, chance);
  } else {
    ChangeBytes(bytes, others, chance);
  }
}

}  // namespace

size_t Below(size_t bound, Chance& chance) { return chance() % bound; }

std::string Mutated(std::string bytes, Shape shape, const Inputs& others,
                    Chance& chance) {
  for (size_t changes = 1 + Below(4, chance); changes > 0; --changes) {
    Change(bytes, shape, others, chance);
  }
  if (bytes.size() > kMaxInputBytes) bytes.resize(kMaxInputBytes);
  return bytes;
}

}  // namespace sijill::fuzz
